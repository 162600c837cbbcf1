package dev.lakesmith.core.ledger;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the records of one step ended: read = written + quarantined + dropped.
 *
 * @param read records the step was given
 * @param written rows in the table because of them
 * @param quarantined rows in the quarantine table because of them
 * @param dropped records left out on purpose, by reason, such as {@code deduplicated} or {@code filtered: qty > 0}
 * @param filled by column, the rows that got a value which they did not have
 * @param removed rows that the table had and that went without a successor; in a history, keys that ended. No part of the
 *     balance, which is about what came
 */
public record Ledger(
        long read,
        long written,
        long quarantined,
        SortedMap<String, Long> dropped,
        SortedMap<String, Filled> filled,
        long removed) {

    /**
     * How many rows got a value that they did not have.
     *
     * @param rows those that got one
     * @param of the rows that were looked at: neither quarantined nor dropped for a missing value
     */
    public record Filled(long rows, long of) {

        /** Between 0 and 1. */
        public double share() {
            return of == 0 ? 0 : (double) rows / of;
        }

        private Filled plus(Filled other) {
            return new Filled(rows + other.rows, of + other.of);
        }
    }

    /** Nothing read, nothing written. */
    public static final Ledger EMPTY = new Ledger(0, 0, 0, new TreeMap<>(), new TreeMap<>(), 0);

    public Ledger {
        SortedMap<String, Long> kept = new TreeMap<>(dropped);
        kept.values().removeIf(count -> count == 0);
        dropped = Collections.unmodifiableSortedMap(kept);
        filled = Collections.unmodifiableSortedMap(new TreeMap<>(filled));
    }

    /** A ledger without drops. */
    public static Ledger of(long read, long written, long quarantined) {
        return new Ledger(read, written, quarantined, new TreeMap<>(), new TreeMap<>(), 0);
    }

    /** A ledger with drops by reason; those of zero are left out. */
    public static Ledger of(long read, long written, long quarantined, Map<String, Long> dropped) {
        return new Ledger(read, written, quarantined, new TreeMap<>(dropped), new TreeMap<>(), 0);
    }

    /** The same ledger with these fillings. */
    public Ledger withFilled(Map<String, Filled> columns) {
        return new Ledger(read, written, quarantined, dropped, new TreeMap<>(columns), removed);
    }

    /** The same ledger with so many rows removed. */
    public Ledger withRemoved(long rows) {
        return new Ledger(read, written, quarantined, dropped, filled, rows);
    }

    public long droppedTotal() {
        return dropped.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Both ledgers together. */
    public Ledger plus(Ledger other) {
        SortedMap<String, Long> sum = new TreeMap<>(dropped);
        other.dropped.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
        SortedMap<String, Filled> values = new TreeMap<>(filled);
        other.filled.forEach((column, count) -> values.merge(column, count, Filled::plus));
        return new Ledger(
                read + other.read,
                written + other.written,
                quarantined + other.quarantined,
                sum,
                values,
                removed + other.removed);
    }

    /**
     * This ledger, if it balances.
     *
     * @param what the step or file, for the message
     * @throws LakesmithException LEDGER_UNBALANCED
     */
    public Ledger balanced(String what) {
        if (read != written + quarantined + droppedTotal()) {
            throw new LakesmithException(
                    ErrorCode.LEDGER_UNBALANCED,
                    what + ": read " + read + " records, but wrote " + written + ", quarantined " + quarantined
                            + " and dropped " + dropped + "; nothing of this step was kept");
        }
        return this;
    }
}
