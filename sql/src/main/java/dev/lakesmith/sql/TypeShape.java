package dev.lakesmith.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A column type taken apart. */
public sealed interface TypeShape {

    /** The type as DuckDB writes it. */
    String type();

    /** Anything that does not nest. */
    record Leaf(String type) implements TypeShape {}

    /** A list. */
    record ListOf(String type, TypeShape element) implements TypeShape {}

    /** A struct; its fields in order. */
    record StructOf(String type, Map<String, TypeShape> fields) implements TypeShape {
        public StructOf {
            fields = new LinkedHashMap<>(fields);
        }
    }

    /** A map. */
    record MapOf(String type, TypeShape key, TypeShape value) implements TypeShape {}

    /** The parts of a type as DuckDB writes it, such as {@code STRUCT(a INTEGER, "b c" VARCHAR[])}. */
    static TypeShape of(String type) {
        if (type.endsWith("]")) {
            return new ListOf(type, of(type.substring(0, type.lastIndexOf('['))));
        }
        if (type.startsWith("STRUCT(")) {
            Map<String, TypeShape> fields = new LinkedHashMap<>();
            for (String field : parts(type.substring("STRUCT(".length(), type.length() - 1))) {
                int end = endOfName(field);
                String name = field.substring(0, end);
                fields.put(
                        name.startsWith("\"")
                                ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                                : name,
                        of(field.substring(end).strip()));
            }
            return new StructOf(type, fields);
        }
        if (type.startsWith("MAP(")) {
            List<String> parts = parts(type.substring("MAP(".length(), type.length() - 1));
            return new MapOf(type, of(parts.get(0)), of(parts.get(1)));
        }
        return new Leaf(type);
    }

    private static int endOfName(String field) {
        if (!field.startsWith("\"")) {
            return field.indexOf(' ');
        }
        int end = 1;
        while (field.charAt(end) != '"' || field.startsWith("\"\"", end)) {
            end += field.charAt(end) == '"' ? 2 : 1;
        }
        return end + 1;
    }

    /** What the commas outside of parentheses and quotes separate. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '"';
            if (!quoted) {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                if (c == ',' && depth == 0) {
                    parts.add(text.substring(from, i).strip());
                    from = i + 1;
                }
            }
        }
        parts.add(text.substring(from).strip());
        return parts;
    }
}
