package dev.lakesmith.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A column of a table, or a field within one, as a plan knows it.
 *
 * @param path its name after those it is in; empty when it is not known
 * @param type as plans write types
 */
record ScannedColumn(List<String> path, JsonNode type) {

    static final ScannedColumn UNKNOWN = new ScannedColumn(List.of(), MissingNode.getInstance());

    ScannedColumn {
        path = List.copyOf(path);
    }

    /** A column that a scan reads. */
    static ScannedColumn of(JsonNode scan, JsonNode column) {
        JsonNode name = scan.path("names").path(column.path("index").asInt(-1));
        // Where fields only are read, what the plan calls the column is something else.
        boolean whole = name.isTextual() && !column.hasNonNull("children");
        return new ScannedColumn(
                whole ? List.of(name.asText()) : List.of(),
                scan.path("returned_types").path(column.path("index").asInt(-1)));
    }

    boolean isKnown() {
        return !path.isEmpty();
    }

    String typeId() {
        return type.path("id").asText();
    }

    boolean isBoolean() {
        return isKnown() && typeId().equals("BOOLEAN");
    }

    /** A field, found in any case as SQL finds it. */
    ScannedColumn field(String name) {
        for (JsonNode field : type.path("type_info").path("child_types")) {
            if (typeId().equals("STRUCT") && field.path("first").asText().equalsIgnoreCase(name)) {
                List<String> inner = new ArrayList<>(path);
                inner.add(field.path("first").asText());
                return isKnown() ? new ScannedColumn(inner, field.path("second")) : UNKNOWN;
            }
        }
        return UNKNOWN;
    }
}
