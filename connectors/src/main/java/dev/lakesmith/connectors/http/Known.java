package dev.lakesmith.connectors.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Fingerprints of records, by the value of their cursor, with the batch they came with. */
final class Known {

    private final NavigableMap<Scalar, Map<String, String>> valued;
    private final Map<String, String> valueless = new LinkedHashMap<>();
    private final Map<String, String> batches = new HashMap<>();

    Known(CursorOrder order) {
        this.valued = new TreeMap<>(order);
    }

    /** Takes each record. */
    interface Each {
        void record(Optional<Scalar> value, String print, String batch);
    }

    /** Takes the records of one value and batch. */
    interface Group {
        void records(Optional<Scalar> value, String batch, List<String> prints);
    }

    int size() {
        return batches.size();
    }

    /** The batch that a record came with; empty when it is not known. */
    Optional<String> batch(String print) {
        return Optional.ofNullable(batches.get(print));
    }

    void add(Optional<Scalar> value, String print, String batch) {
        if (batches.putIfAbsent(print, batch) == null) {
            Map<String, String> group =
                    value.isPresent() ? valued.computeIfAbsent(value.get(), each -> new LinkedHashMap<>()) : valueless;
            group.put(print, batch);
        }
    }

    /** Forgets those with a lower value, and those with just this one when that is excluded. */
    void forgetBelow(Scalar value, Bound bound) {
        Map<Scalar, Map<String, String>> below = valued.headMap(value, bound == Bound.EXCLUDED);
        below.values().forEach(group -> batches.keySet().removeAll(group.keySet()));
        below.clear();
    }

    /** Whether the value itself is kept. */
    enum Bound {
        INCLUDED,
        EXCLUDED
    }

    void each(Each each) {
        valued.forEach(
                (value, group) -> group.forEach((print, batch) -> each.record(Optional.of(value), print, batch)));
        valueless.forEach((print, batch) -> each.record(Optional.empty(), print, batch));
    }

    void groups(Group to) {
        valued.forEach((value, group) -> group(Optional.of(value), group, to));
        group(Optional.empty(), valueless, to);
    }

    private static void group(Optional<Scalar> value, Map<String, String> group, Group to) {
        Map<String, List<String>> byBatch = new LinkedHashMap<>();
        group.forEach((print, batch) ->
                byBatch.computeIfAbsent(batch, each -> new ArrayList<>()).add(print));
        byBatch.forEach((batch, prints) -> to.records(value, batch, prints));
    }

    /** The oldest batch that any of them came with. */
    String firstBatch() {
        return batches.values().stream().min(String::compareTo).orElse("");
    }
}
