package dev.lakesmith.engine.duckdb;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Says what a table of versions must hold, from everything that was ever seen, in plain Java. */
final class VersionOracle {

    /** The value of a row that removes its key. */
    static final String GONE = "-";

    /** A row of the query. */
    record Row(String key, String value, Instant changed) {}

    private sealed interface Event {
        record Seen(String value) implements Event {}

        record Gone() implements Event {}
    }

    /** How versions are found. */
    enum Kind {
        BY_TIME,
        BY_VALUES
    }

    private final Kind kind;
    private final Map<String, NavigableMap<Instant, Event>> events = new TreeMap<>();

    VersionOracle(Kind kind) {
        this.kind = kind;
    }

    /** Rows of one batch by time; of several of one key and time the greatest counts, and a later batch always. */
    void rows(List<Row> batch) {
        Map<String, Map<Instant, String>> winners = new HashMap<>();
        for (Row row : batch) {
            winners.computeIfAbsent(row.key(), key -> new HashMap<>())
                    .merge(row.changed(), row.value(), (one, other) -> one.compareTo(other) > 0 ? one : other);
        }
        winners.forEach((key, values) -> values.forEach(
                (at, value) -> of(key).put(at, value.equals(GONE) ? new Event.Gone() : new Event.Seen(value))));
    }

    /** The whole state at a time; no key twice. */
    void state(List<Row> state, Instant now) {
        if (kind == Kind.BY_TIME) {
            rows(state);
        }
        Map<String, Row> present = new HashMap<>();
        state.forEach(row -> present.put(row.key(), row));
        Set<String> keys = new java.util.TreeSet<>(events.keySet());
        keys.addAll(present.keySet());
        for (String key : keys) {
            Event last =
                    of(key).isEmpty() ? new Event.Gone() : of(key).lastEntry().getValue();
            Row row = present.get(key);
            Event next = row == null ? new Event.Gone() : new Event.Seen(row.value());
            boolean changes = kind == Kind.BY_TIME
                    ? last instanceof Event.Gone != next instanceof Event.Gone
                    : !last.equals(next);
            if (changes) {
                of(key).put(next(of(key), now), next);
            }
        }
    }

    private NavigableMap<Instant, Event> of(String key) {
        return events.computeIfAbsent(key, each -> new TreeMap<>());
    }

    private static Instant next(NavigableMap<Instant, Event> known, Instant now) {
        if (known.isEmpty() || known.lastKey().isBefore(now)) {
            return now;
        }
        return known.lastKey().plus(1, ChronoUnit.MICROS);
    }

    /** Each version as {@code key|value|from|to|current|deleted}; deleted ones only when wanted. */
    List<String> versions(boolean tellDeleted) {
        List<String> versions = new ArrayList<>();
        events.forEach((key, known) -> {
            List<Map.Entry<Instant, Event>> starts = new ArrayList<>();
            known.entrySet().forEach(entry -> {
                boolean repeated = !starts.isEmpty()
                        && starts.get(starts.size() - 1).getValue().equals(entry.getValue());
                if (!repeated) {
                    starts.add(entry);
                }
            });
            @Nullable String value = null;
            for (int i = 0; i < starts.size(); i++) {
                Event event = starts.get(i).getValue();
                boolean last = i == starts.size() - 1;
                if (event instanceof Event.Seen seen) {
                    value = seen.value();
                }
                if (event instanceof Event.Seen || (tellDeleted && value != null)) {
                    versions.add(key + "|" + Objects.requireNonNull(value) + "|"
                            + starts.get(i).getKey() + "|"
                            + (last ? "null" : starts.get(i + 1).getKey()) + "|" + last
                            + (tellDeleted ? "|" + (event instanceof Event.Gone) : ""));
                }
            }
        });
        return versions;
    }
}
