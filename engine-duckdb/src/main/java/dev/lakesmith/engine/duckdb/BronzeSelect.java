package dev.lakesmith.engine.duckdb;

import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Builds the SELECT that gives a bronze table's columns from a relation of source columns: declared types by casts that
 * change no value, provenance, and what has no column in {@code _rescued_data}.
 */
final class BronzeSelect {

    private final List<Column> table;
    private final Instant loadedAt;
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final Map<String, String> homeless = new LinkedHashMap<>();

    /**
     * Where a source column's value comes from.
     *
     * @param name as the source has it
     * @param sql its value
     * @param type the value's type
     */
    record Value(String name, String sql, String type) {}

    BronzeSelect(List<Column> table, Instant loadedAt) {
        this.table = table;
        this.loadedAt = loadedAt;
    }

    /** Adds a source column. */
    BronzeSelect value(String name, String sql, String type) {
        values.put(name.toLowerCase(Locale.ROOT), new Value(name, sql, type));
        return this;
    }

    /** Adds a value that has no column, or whose column cannot hold it. */
    BronzeSelect homeless(String name, String sql) {
        homeless.put(name, sql);
        return this;
    }

    /** The select list. */
    String list(String sourceFile, String batchId) {
        List<String> list = new ArrayList<>();
        for (Column column : table) {
            list.add(expression(column, sourceFile, batchId) + " AS " + Identifiers.quote(column.name()));
        }
        return String.join(", ", list);
    }

    private String expression(Column column, String sourceFile, String batchId) {
        return switch (column.name()) {
            case Provenance.SOURCE_FILE -> sourceFile;
            case Provenance.BATCH_ID -> batchId;
            case Provenance.LOADED_AT ->
                "CAST(" + Identifiers.literal(loadedAt.toString()) + " AS TIMESTAMP WITH TIME ZONE)";
            case Provenance.RESCUED_DATA -> rescued();
            default -> {
                Value value = values.get(column.name().toLowerCase(Locale.ROOT));
                yield value == null ? "CAST(NULL AS " + column.type() + ")" : cast(value, column.type());
            }
        };
    }

    private static String cast(Value value, String type) {
        return value.type().equals(type) ? value.sql() : "TRY_CAST(" + value.sql() + " AS " + type + ")";
    }

    /** The values that have no column, as a JSON object of those that are not NULL. */
    private String rescued() {
        Map<String, String> rescued = new LinkedHashMap<>();
        values.values().stream()
                .filter(value ->
                        table.stream().noneMatch(column -> column.name().equalsIgnoreCase(value.name())))
                .forEach(value -> rescued.put(value.name(), value.sql()));
        rescued.putAll(homeless);
        if (rescued.isEmpty()) {
            return "CAST(NULL AS VARCHAR)";
        }
        // Put together by hand: json_merge_patch would drop nested nulls and round long numbers.
        return rescued.entrySet().stream()
                .map(entry -> "CAST(to_json(" + Identifiers.literal(entry.getKey())
                        + ") AS VARCHAR) || ':' || nullif(CAST(to_json(" + entry.getValue() + ") AS VARCHAR), 'null')")
                .collect(Collectors.joining(", ", "nullif('{' || concat_ws(',', ", ") || '}', '{}')"));
    }

    /** Why a record cannot be kept: a value that does not fit its column's type; NULL for a sound one. */
    String reason() {
        List<String> reasons = new ArrayList<>();
        for (Column column : table) {
            Value value = values.get(column.name().toLowerCase(Locale.ROOT));
            if (value == null || value.type().equals(column.type())) {
                continue;
            }
            String inexact = ExactCast.inexact(value.sql(), value.type(), column.type());
            String bad = value.sql() + " IS NOT NULL AND (TRY_CAST(" + value.sql() + " AS " + column.type()
                    + ") IS NULL" + (inexact.isEmpty() ? "" : " OR " + inexact) + ")";
            reasons.add("CASE WHEN " + bad + " THEN " + Identifiers.literal(column.name() + ": '")
                    + " || left(CAST(" + value.sql() + " AS VARCHAR), 200) || "
                    + Identifiers.literal("' is not " + ExactCast.described(column.type())) + " END");
        }
        return reasons.isEmpty() ? "" : "nullif(concat_ws('; ', " + String.join(", ", reasons) + "), '')";
    }
}
