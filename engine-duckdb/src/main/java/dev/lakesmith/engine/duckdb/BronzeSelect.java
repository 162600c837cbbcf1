package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.contract.OtherTypes;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Builds the SELECT that gives a bronze table's columns from a relation of source columns: declared types by casts that
 * change no value, provenance, and what has no column in {@code _rescued_data}.
 */
final class BronzeSelect {

    private final List<Column> table;
    private final Instant loadedAt;
    private final Set<String> lenient;
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final Map<String, String> homeless = new LinkedHashMap<>();

    /**
     * Where a source column's value comes from.
     *
     * @param name as the source has it
     * @param sql its value
     * @param type the value's type
     * @param asWritten what is rescued of a value that is not of its column's type
     */
    record Value(String name, String sql, String type, String asWritten) {}

    BronzeSelect(List<Column> table, Instant loadedAt, Stream stream) {
        this.table = table;
        this.loadedAt = loadedAt;
        this.lenient = stream.columns().stream()
                .filter(column -> column.otherTypes() == OtherTypes.RESCUE)
                .map(column -> column.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /** Adds a source column. */
    BronzeSelect value(String name, String sql, String type) {
        return value(name, sql, type, sql);
    }

    /** Adds a source column of which something else is rescued than its value. */
    BronzeSelect value(String name, String sql, String type, String asWritten) {
        values.put(name.toLowerCase(Locale.ROOT), new Value(name, sql, type, asWritten));
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
                yield value == null ? "CAST(NULL AS " + column.type() + ")" : cast(value, column);
            }
        };
    }

    private String cast(Value value, Column column) {
        if (value.type().equals(column.type())) {
            return value.sql();
        }
        String cast = ExactCast.cast(value.sql(), value.type(), column.type());
        return isLenient(column) ? "CASE WHEN (" + misses(value, column) + ") IS NOT TRUE THEN " + cast + " END" : cast;
    }

    private boolean isLenient(Column column) {
        return lenient.contains(column.name().toLowerCase(Locale.ROOT));
    }

    /** Whether a value is there and not of its column's type. */
    private static String misses(Value value, Column column) {
        return ExactCast.misses(value.sql(), value.type(), column.type());
    }

    /** The values that have no column, as a JSON object of those that are not NULL. */
    private String rescued() {
        Map<String, String> rescued = new LinkedHashMap<>();
        values.values().stream()
                .filter(value ->
                        table.stream().noneMatch(column -> column.name().equalsIgnoreCase(value.name())))
                .forEach(value -> rescued.put(value.name(), value.sql()));
        for (Column column : table) {
            Value value = values.get(column.name().toLowerCase(Locale.ROOT));
            if (value != null && isLenient(column) && !value.type().equals(column.type())) {
                rescued.put(value.name(), "CASE WHEN " + misses(value, column) + " THEN " + value.asWritten() + " END");
            }
        }
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
            if (value == null || value.type().equals(column.type()) || isLenient(column)) {
                continue;
            }
            reasons.add("CASE WHEN " + misses(value, column) + " THEN " + Identifiers.literal(column.name() + ": '")
                    + " || left(CAST(" + value.sql() + " AS VARCHAR), 200) || "
                    + Identifiers.literal("' is not " + ExactCast.described(column.type())) + " END");
        }
        return reasons.isEmpty() ? "" : "nullif(concat_ws('; ', " + String.join(", ", reasons) + "), '')";
    }
}
