package dev.lakesmith.engine.duckdb;

import dev.lakesmith.lake.ColumnTypes;
import dev.lakesmith.sql.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * Casts of JSON and of text to structs, lists and maps. DuckDB's own make NULL of a value inside that does not fit, round
 * it, or leave a key out, and read the text {@code ["\u00e9"]} as {@code u00e9}; a value is cast as a whole here or not at
 * all.
 */
final class NestedCast {

    private static final String TEXT = "VARCHAR";

    private NestedCast() {}

    /** The value as a type; NULL inside where something is not of it. */
    static String cast(String value, String from, Type to) {
        return from.equals("JSON")
                ? "CASE WHEN json_type(" + value + ") = 'VARCHAR' THEN " + ofText(text(value), to) + " ELSE "
                        + ofJson(value, to, 0) + " END"
                : ofText(value, to);
    }

    private static String ofText(String text, Type to) {
        return "CASE WHEN " + isJson(text) + " THEN " + ofJson("TRY_CAST(" + text + " AS JSON)", to, 0)
                + " ELSE TRY_CAST(" + text + " AS " + ColumnTypes.duckDb(to) + ") END";
    }

    private static String text(String json) {
        return "(" + json + " ->> '$')";
    }

    /** Whether a value is there and not of the type, or something in it is not. Never NULL. */
    static String misses(String value, String from, Type to) {
        return from.equals("JSON")
                ? "CASE WHEN json_type(" + value + ") = 'VARCHAR' THEN " + textMisses(text(value), to) + " ELSE "
                        + missesJson(value, to, 0) + " END"
                : textMisses(value, to);
    }

    private static String textMisses(String text, Type to) {
        return "CASE WHEN " + isJson(text) + " THEN " + missesJson("TRY_CAST(" + text + " AS JSON)", to, 0) + " ELSE "
                + missesText(text, to, 0) + " END";
    }

    /** DuckDB reads JSON without escapes as it does other text, numbers as they are written. */
    private static String isJson(String text) {
        return "(contains(" + text + ", '\\') AND coalesce(json_valid(" + text + "), false))";
    }

    private static String ofJson(String json, Type to, int depth) {
        if (to.isPrimitiveType()) {
            return "TRY_CAST(" + text(json) + " AS " + ColumnTypes.duckDb(to) + ")";
        }
        String made;
        if (to.isListType()) {
            made = "list_transform(json_extract(" + json + ", '$[*]'), lambda x" + depth + ": "
                    + ofJson("x" + depth, to.asListType().elementType(), depth + 1) + ")";
        } else if (to.isMapType()) {
            String key = "x" + depth;
            made = "map_from_entries(list_transform(json_keys(" + json + "), lambda " + key
                    + ": struct_pack(k := TRY_CAST("
                    + key + " AS " + ColumnTypes.duckDb(to.asMapType().keyType()) + "), v := "
                    + ofJson(at(json, pointer(key)), to.asMapType().valueType(), depth + 1) + ")))";
        } else {
            made = to.asStructType().fields().stream()
                    .map(field -> Identifiers.quote(field.name()) + " := "
                            + ofJson(at(json, pointer(field)), field.type(), depth))
                    .collect(Collectors.joining(", ", "struct_pack(", ")"));
        }
        return "CASE WHEN json_type(" + json + ") = '" + jsonType(to) + "' THEN CAST(" + made + " AS "
                + ColumnTypes.duckDb(to) + ") END";
    }

    private static String missesJson(String json, Type to, int depth) {
        if (to.isPrimitiveType()) {
            return missesLeaf(text(json), to);
        }
        List<String> wrong = new ArrayList<>();
        String item = "x" + depth;
        if (to.isListType()) {
            wrong.add(any(
                    "json_extract(" + json + ", '$[*]')",
                    item,
                    each -> missesJson(each, to.asListType().elementType(), depth + 1)));
        } else if (to.isMapType()) {
            wrong.add(any(
                    "json_keys(" + json + ")",
                    item,
                    key -> missesLeaf(key, to.asMapType().keyType()) + " OR "
                            + missesJson(at(json, pointer(key)), to.asMapType().valueType(), depth + 1)));
        } else {
            List<Types.NestedField> fields = to.asStructType().fields();
            String names = fields.stream()
                    .map(field -> Identifiers.literal(field.name()))
                    .collect(Collectors.joining(", "));
            wrong.add(any("json_keys(" + json + ")", item, key -> key + " NOT IN (" + names + ")"));
            fields.forEach(field -> wrong.add(missesJson(at(json, pointer(field)), field.type(), depth)));
        }
        return "CASE coalesce(json_type(" + json + "), 'NULL') WHEN 'NULL' THEN false WHEN '" + jsonType(to)
                + "' THEN (" + String.join(" OR ", wrong) + ") ELSE true END";
    }

    private static String missesText(String text, Type to, int depth) {
        if (to.isPrimitiveType()) {
            return missesLeaf(text, to);
        }
        String item = "x" + depth;
        String parts;
        List<String> wrong = new ArrayList<>();
        if (to.isListType()) {
            parts = "TRY_CAST(" + text + " AS VARCHAR[])";
            wrong.add(any(parts, item, each -> missesText(each, to.asListType().elementType(), depth + 1)));
        } else if (to.isMapType()) {
            parts = "TRY_CAST(" + text + " AS MAP(VARCHAR, VARCHAR))";
            wrong.add(any(
                    "map_keys(" + parts + ")",
                    item,
                    key -> missesLeaf(key, to.asMapType().keyType())));
            wrong.add(any(
                    "map_values(" + parts + ")",
                    item,
                    each -> missesText(each, to.asMapType().valueType(), depth + 1)));
        } else {
            List<Types.NestedField> fields = to.asStructType().fields();
            parts = fields.stream()
                    .map(field -> Identifiers.quote(field.name()) + " VARCHAR")
                    .collect(Collectors.joining(", ", "TRY_CAST(" + text + " AS STRUCT(", "))"));
            String read = parts;
            fields.forEach(field ->
                    wrong.add(missesText("(" + read + ")." + Identifiers.quote(field.name()), field.type(), depth)));
        }
        return "(" + text + " IS NOT NULL AND (" + parts + " IS NULL OR TRY_CAST(" + text + " AS "
                + ColumnTypes.duckDb(to) + ") IS NULL OR " + String.join(" OR ", wrong) + "))";
    }

    private static String missesLeaf(String text, Type to) {
        String type = ColumnTypes.duckDb(to);
        String inexact = ExactCast.inexact(text, TEXT, type);
        return "(" + text + " IS NOT NULL AND (TRY_CAST(" + text + " AS " + type + ") IS NULL"
                + (inexact.isEmpty() ? "" : " OR " + inexact) + "))";
    }

    private static String any(String list, String item, UnaryOperator<String> condition) {
        return "coalesce(list_bool_or(list_transform(" + list + ", lambda " + item + ": " + condition.apply(item)
                + ")), false)";
    }

    private static String jsonType(Type nested) {
        return nested.isListType() ? "ARRAY" : "OBJECT";
    }

    private static String at(String json, String pointer) {
        return "json_extract(" + json + ", " + pointer + ")";
    }

    private static String pointer(Types.NestedField field) {
        return Identifiers.literal("/" + field.name().replace("~", "~0").replace("/", "~1"));
    }

    /** A path knows neither the empty key nor control characters. */
    private static String pointer(String key) {
        return "'/' || replace(replace(" + key + ", '~', '~0'), '/', '~1')";
    }
}
