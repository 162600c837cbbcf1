package dev.lakesmith.engine.duckdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lakesmith.sql.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** SQL conditions that tell whether a JSON value can be read into a type without changing it or leaving a key out. */
final class FitTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A whole number of more than 64 bits, which JSON's own types call a DOUBLE. */
    private static final String HUGE = "regexp_matches(CAST(%s AS VARCHAR), '(^|[:,\\[])-?[0-9]{20,}([,}\\]]|$)')";

    private FitTest() {}

    /** The condition that a value is, or holds, a whole number that only looks like a DOUBLE. */
    static String isHuge(String value) {
        return HUGE.formatted(value);
    }

    /**
     * The condition for one value.
     *
     * @param value a JSON expression over the text of a record
     * @param lines a query of all lines: nested values are judged by the structures that occur
     */
    static String sql(String value, Type type, Session session, String lines) {
        return switch (type.typeId()) {
            case STRING -> "true";
            case BOOLEAN -> "coalesce(json_type(" + value + ") IN ('BOOLEAN', 'NULL'), true)";
            case LONG ->
                "coalesce(json_type(" + value + ") IN ('BIGINT', 'UBIGINT', 'NULL') AND (json_type(" + value
                        + ") = 'NULL' OR TRY_CAST(CAST(" + value + " AS VARCHAR) AS BIGINT) IS NOT NULL), true)";
            case DOUBLE ->
                "coalesce(json_type(" + value + ") = 'NULL' OR (json_type(" + value + ") = 'DOUBLE' AND NOT "
                        + isHuge(value) + ") OR (json_type(" + value
                        + ") IN ('BIGINT', 'UBIGINT') AND abs(TRY_CAST(CAST(" + value
                        + " AS VARCHAR) AS HUGEINT)) <= 9007199254740992), true)";
            default -> nested(value, type, session, lines);
        };
    }

    private static String nested(String value, Type type, Session session, String lines) {
        List<String> fitting = session.query(
                "SELECT DISTINCT CAST(json_structure(" + value + ") AS VARCHAR) FROM (" + lines + ")", rows -> {
                    List<String> found = new ArrayList<>();
                    while (rows.next()) {
                        String structure = rows.getString(1);
                        if (structure != null && fits(structure, type)) {
                            found.add(Identifiers.literal(structure));
                        }
                    }
                    return found;
                });
        String structure = "CAST(json_structure(" + value + ") AS VARCHAR)";
        String exact = has(Type.TypeID.DOUBLE, type) ? " AND NOT " + isHuge(value) : "";
        // A structure calls 64 bits without a sign a BIGINT's.
        exact += has(Type.TypeID.LONG, type) ? " AND TRY(" + JsonTypes.transformed(value, type) + ") IS NOT NULL" : "";
        return fitting.isEmpty()
                ? "coalesce(json_type(" + value + ") = 'NULL', true)"
                : "coalesce(" + structure + " IN (" + String.join(", ", fitting) + ")" + exact + ", true)";
    }

    private static boolean has(Type.TypeID primitive, Type type) {
        return type.isPrimitiveType()
                ? type.typeId() == primitive
                : type.asNestedType().fields().stream().anyMatch(field -> has(primitive, field.type()));
    }

    private static boolean fits(String structure, Type type) {
        try {
            return fits(JSON.readTree(structure), type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("DuckDB gave a structure that is not JSON: " + structure, e);
        }
    }

    private static boolean fits(JsonNode structure, Type type) {
        if (structure.isObject()) {
            return type.isStructType() && fitsFields(structure, type.asStructType());
        }
        if (structure.isArray()) {
            return type.isListType()
                    && (structure.isEmpty()
                            || fits(structure.get(0), type.asListType().elementType()));
        }
        return switch (structure.asText()) {
            case "NULL" -> true;
            case "BIGINT", "UBIGINT" -> type.typeId() == Type.TypeID.LONG || isText(type);
            case "DOUBLE" -> type.typeId() == Type.TypeID.DOUBLE || isText(type);
            case "BOOLEAN" -> type.typeId() == Type.TypeID.BOOLEAN || isText(type);
            default -> isText(type);
        };
    }

    private static boolean isText(Type type) {
        return type.typeId() == Type.TypeID.STRING;
    }

    private static boolean fitsFields(JsonNode structure, Types.StructType type) {
        for (Map.Entry<String, JsonNode> field : structure.properties()) {
            Types.NestedField known = type.field(field.getKey());
            if (known == null || !fits(field.getValue(), known.type())) {
                return false;
            }
        }
        return true;
    }
}
