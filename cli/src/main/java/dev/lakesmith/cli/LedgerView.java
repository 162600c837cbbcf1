package dev.lakesmith.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A ledger that the history keeps as JSON, ready to be shown.
 *
 * @param counts rows read, written, quarantined and removed
 * @param dropped rows by the name of their drop
 * @param filled by column, how many rows got a value of how many
 */
record LedgerView(Map<String, Long> counts, Map<String, Long> dropped, Map<String, Map<String, Long>> filled) {

    private static final JsonFactory JSON = new JsonFactory();

    static LedgerView of(String ledger) {
        LedgerView view = new LedgerView(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        try (JsonParser parser = JSON.createParser(ledger)) {
            Deque<String> inside = new ArrayDeque<>();
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    inside.addLast(parser.currentName() == null ? "" : parser.currentName());
                } else if (token == JsonToken.END_OBJECT) {
                    inside.removeLast();
                } else if (token == JsonToken.VALUE_NUMBER_INT) {
                    view.object(inside).put(parser.currentName(), parser.getLongValue());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the history holds a ledger that is not JSON", e);
        }
        return view;
    }

    /** The numbers of one object, by the names of those around it. */
    private Map<String, Long> object(Deque<String> inside) {
        if (inside.size() == 1) {
            return counts;
        } else if (inside.size() == 2) {
            return dropped;
        }
        return filled.computeIfAbsent(inside.getLast(), column -> new LinkedHashMap<>());
    }

    /** For programs. */
    Map<String, Object> object() {
        Map<String, Object> fields = new LinkedHashMap<>(counts);
        fields.put("dropped", dropped);
        if (!filled.isEmpty()) {
            fields.put("filled", filled);
        }
        return fields;
    }

    /** For people: what is not zero. */
    String text() {
        List<String> parts = new ArrayList<>();
        counts.forEach((name, count) -> add(parts, count, name));
        dropped.forEach((name, count) -> add(parts, count, name));
        filled.forEach((column, count) -> add(
                parts,
                count.getOrDefault("rows", 0L),
                "of " + Quantities.count(count.getOrDefault("of", 0L)) + " filled: " + column));
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, long count, String name) {
        if (count != 0) {
            parts.add(Quantities.count(count) + " " + name);
        }
    }
}
