package dev.lakesmith.connectors.singer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What a tap's JSON Schema says of a field. */
final class FieldType {

    private FieldType() {}

    /** Its types but null, and its format: {@code string (date-time)}. */
    static String of(JsonNode schema) {
        List<String> types = types(schema);
        types.remove("null");
        String format = schema.path("format").asText();
        return (types.isEmpty() ? "anything" : String.join(" or ", types))
                + (format.isEmpty() ? "" : " (" + format + ")");
    }

    /** Whether every record has a value. */
    static boolean isRequired(JsonNode schema) {
        List<String> types = types(schema);
        return !types.isEmpty() && !types.contains("null");
    }

    private static List<String> types(JsonNode schema) {
        List<String> types = new ArrayList<>();
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            types.add(type.asText());
        }
        type.forEach(each -> types.add(each.asText()));
        for (JsonNode choice : schema.path("anyOf")) {
            types(choice).stream().filter(each -> !types.contains(each)).forEach(types::add);
        }
        return types;
    }
}
