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
 */
public record Ledger(long read, long written, long quarantined, SortedMap<String, Long> dropped) {

    /** Nothing read, nothing written. */
    public static final Ledger EMPTY = new Ledger(0, 0, 0, new TreeMap<>());

    public Ledger {
        SortedMap<String, Long> kept = new TreeMap<>(dropped);
        kept.values().removeIf(count -> count == 0);
        dropped = Collections.unmodifiableSortedMap(kept);
    }

    /** A ledger without drops. */
    public static Ledger of(long read, long written, long quarantined) {
        return new Ledger(read, written, quarantined, new TreeMap<>());
    }

    /** A ledger with drops by reason; those of zero are left out. */
    public static Ledger of(long read, long written, long quarantined, Map<String, Long> dropped) {
        return new Ledger(read, written, quarantined, new TreeMap<>(dropped));
    }

    public long droppedTotal() {
        return dropped.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Both ledgers together. */
    public Ledger plus(Ledger other) {
        SortedMap<String, Long> sum = new TreeMap<>(dropped);
        other.dropped.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
        return new Ledger(read + other.read, written + other.written, quarantined + other.quarantined, sum);
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
