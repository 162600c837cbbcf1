package dev.lakesmith.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A ledger that the history keeps as JSON, ready to be shown.
 *
 * @param counts rows read, written and quarantined
 * @param dropped rows by the name of their drop
 */
record LedgerView(Map<String, Long> counts, Map<String, Long> dropped) {

    private static final JsonFactory JSON = new JsonFactory();

    static LedgerView of(String ledger) {
        Map<String, Long> counts = new LinkedHashMap<>();
        Map<String, Long> dropped = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(ledger)) {
            Map<String, Long> into = counts;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT && "dropped".equals(parser.currentName())) {
                    into = dropped;
                } else if (token == JsonToken.END_OBJECT) {
                    into = counts;
                } else if (token == JsonToken.VALUE_NUMBER_INT) {
                    into.put(parser.currentName(), parser.getLongValue());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the history holds a ledger that is not JSON", e);
        }
        return new LedgerView(counts, dropped);
    }

    /** For programs. */
    Map<String, Object> object() {
        Map<String, Object> fields = new LinkedHashMap<>(counts);
        fields.put("dropped", dropped);
        return fields;
    }

    /** For people: what is not zero. */
    String text() {
        List<String> parts = new ArrayList<>();
        counts.forEach((name, count) -> {
            if (count != 0) {
                parts.add(Quantities.count(count) + " " + name);
            }
        });
        dropped.forEach((name, count) -> {
            if (count != 0) {
                parts.add(Quantities.count(count) + " " + name);
            }
        });
        return String.join(", ", parts);
    }
}
