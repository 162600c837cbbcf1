package dev.lakesmith.connectors.http;

import dev.lakesmith.core.project.TextRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where something is in a JSON document: keys from the outside in, written with dots between them; {@code \.} is a dot
 * inside a key.
 */
record JsonPath(List<String> keys) {

    static final TextRule RULE = text -> parse(text).keys().stream().anyMatch(String::isBlank)
            ? Optional.of(
                    "is no path; write keys separated by dots, such as data.items, and \\. for a dot inside a key")
            : Optional.empty();

    /** The document itself. */
    static final JsonPath ROOT = new JsonPath(List.of());

    JsonPath {
        keys = List.copyOf(keys);
    }

    static JsonPath parse(String text) {
        List<String> keys = new ArrayList<>();
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each == '\\' && i + 1 < text.length() && text.charAt(i + 1) == '.') {
                key.append('.');
                i++;
            } else if (each == '.') {
                keys.add(key.toString());
                key.setLength(0);
            } else {
                key.append(each);
            }
        }
        keys.add(key.toString());
        return new JsonPath(keys);
    }

    /** As part of a column's name. */
    String asName() {
        return String.join("_", keys).replaceAll("[^A-Za-z0-9_]", "_");
    }

    @Override
    public String toString() {
        return String.join(
                ".", keys.stream().map(key -> key.replace(".", "\\.")).toList());
    }
}
