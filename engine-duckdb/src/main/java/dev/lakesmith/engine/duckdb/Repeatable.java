package dev.lakesmith.engine.duckdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lakesmith.sql.Identifiers;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Tells whether a query of one table gives the same rows whenever it is run, in this statement or the next: then its
 * result need not be kept. What is not known to do so counts as if it did not.
 */
final class Repeatable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> KINDS = Set.of(
            "COLUMN_REF",
            "CONSTANT",
            "CAST",
            "TYPE",
            "COMPARISON",
            "CONJUNCTION",
            "OPERATOR",
            "CASE",
            "BETWEEN",
            "FUNCTION");

    private final Set<String> functions;

    private Repeatable(Set<String> functions) {
        this.functions = functions;
    }

    static boolean is(Session session, String sql) {
        Set<String> constant = session.query(
                "SELECT function_name FROM duckdb_functions() GROUP BY function_name"
                        + " HAVING bool_and(function_type = 'scalar' AND stability = 'CONSISTENT')",
                rows -> {
                    Set<String> names = new HashSet<>();
                    while (rows.next()) {
                        names.add(rows.getString(1));
                    }
                    return names;
                });
        String tree =
                session.query("SELECT CAST(json_serialize_sql(" + Identifiers.literal(sql) + ") AS VARCHAR)", rows -> {
                    rows.next();
                    return rows.getString(1);
                });
        try {
            JsonNode parsed = JSON.readTree(tree);
            return !parsed.path("error").asBoolean() && new Repeatable(constant).holds(parsed);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("DuckDB gave a tree that is not JSON", e);
        }
    }

    private boolean holds(JsonNode value) {
        if (value.isObject() && value.has("class") && !expression(value)) {
            return false;
        }
        for (JsonNode child : value) {
            if (!holds(child)) {
                return false;
            }
        }
        return true;
    }

    private boolean expression(JsonNode node) {
        String kind = node.path("class").asText();
        if ("COLUMN_REF".equals(kind)) {
            // current_date and its kin look like columns.
            String name = node.path("column_names").path(0).asText().toLowerCase(Locale.ROOT);
            return !name.startsWith("current_") && !name.startsWith("local");
        }
        return KINDS.contains(kind)
                && (!"FUNCTION".equals(kind)
                        || functions.contains(node.path("function_name").asText())
                        || "getvariable".equals(node.path("function_name").asText()));
    }
}
