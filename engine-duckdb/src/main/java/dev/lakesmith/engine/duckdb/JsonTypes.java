package dev.lakesmith.engine.duckdb;

import dev.lakesmith.formats.JsonShape;
import dev.lakesmith.lake.ColumnTypes;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;

/** Shapes of JSON as column types, and column types as the structures that DuckDB's json_transform takes. */
final class JsonTypes {

    private JsonTypes() {}

    /** The type that holds every value of a shape; text where only JSON text does, or nothing but null was seen. */
    static String columnType(JsonShape shape) {
        return switch (shape.fit()) {
            case NOTHING, STRING, JSON_TEXT -> "VARCHAR";
            case BOOLEAN -> "BOOLEAN";
            case BIGINT -> "BIGINT";
            case DOUBLE -> "DOUBLE";
            case ARRAY -> columnType(shape.elements().orElseThrow()) + "[]";
            case OBJECT ->
                shape.fields().entrySet().stream()
                        .map(field -> Identifiers.quote(field.getKey()) + " " + columnType(field.getValue()))
                        .collect(Collectors.joining(", ", "STRUCT(", ")"));
        };
    }

    /** The structure text of a type: {@code {"a":"BIGINT","b":["VARCHAR"]}}. */
    static String structure(Type type) {
        return switch (type.typeId()) {
            case STRUCT ->
                type.asStructType().fields().stream()
                        .map(field -> jsonText(field.name()) + ":" + structure(field.type()))
                        .collect(Collectors.joining(",", "{", "}"));
            case LIST -> "[" + structure(type.asListType().elementType()) + "]";
            default -> jsonText(ColumnTypes.duckDb(type));
        };
    }

    /** The SQL that makes a JSON value one of a type, and fails where it is none. */
    static String transformed(String value, Type type) {
        return "json_transform_strict(" + value + ", " + Identifiers.literal(structure(type)) + ")";
    }

    static String jsonText(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    /** A table's column with the nested fields that an offered type adds and numbers as wide; else its own type. */
    static Column grown(Column table, Column offered) {
        return new Column(
                table.name(), ColumnTypes.duckDb(grown(ColumnTypes.iceberg(table), ColumnTypes.iceberg(offered))));
    }

    private static Type grown(Type table, Type offered) {
        if (table.isListType() && offered.isListType()) {
            return Types.ListType.ofOptional(
                    1,
                    grown(table.asListType().elementType(), offered.asListType().elementType()));
        }
        if (!table.isStructType() || !offered.isStructType()) {
            boolean wider = offered.isPrimitiveType() && TypeUtil.isPromotionAllowed(table, offered.asPrimitiveType());
            return wider ? offered : table;
        }
        List<Types.NestedField> fields = new ArrayList<>();
        int id = 1;
        for (Types.NestedField field : table.asStructType().fields()) {
            Types.NestedField more = offered.asStructType().caseInsensitiveField(field.name());
            fields.add(Types.NestedField.optional(
                    id++, field.name(), more == null ? field.type() : grown(field.type(), more.type())));
        }
        for (Types.NestedField field : offered.asStructType().fields()) {
            if (table.asStructType().caseInsensitiveField(field.name()) == null) {
                fields.add(Types.NestedField.optional(id++, field.name(), field.type()));
            }
        }
        return Types.StructType.of(fields);
    }

    /** Whether every value of a shape can be read into a type without changing it or leaving a key out. */
    static boolean fits(JsonShape shape, Type type) {
        JsonShape.Fit fit = shape.fit();
        return switch (type.typeId()) {
            case STRING -> true;
            case BOOLEAN -> fit == JsonShape.Fit.NOTHING || fit == JsonShape.Fit.BOOLEAN;
            case LONG -> fit == JsonShape.Fit.NOTHING || fit == JsonShape.Fit.BIGINT;
            case DOUBLE ->
                fit == JsonShape.Fit.NOTHING
                        || fit == JsonShape.Fit.DOUBLE
                        || shape.kinds().stream()
                                .allMatch(kind -> kind == JsonShape.Kind.NULL
                                        || kind == JsonShape.Kind.INTEGER
                                        || kind == JsonShape.Kind.DOUBLE);
            case STRUCT -> fitsStruct(shape, type.asStructType());
            case LIST ->
                fitsKinds(shape, JsonShape.Kind.ARRAY)
                        && shape.elements()
                                .map(element -> fits(element, type.asListType().elementType()))
                                .orElse(true);
            default -> fit == JsonShape.Fit.NOTHING;
        };
    }

    private static boolean fitsStruct(JsonShape shape, Types.StructType type) {
        if (!fitsKinds(shape, JsonShape.Kind.OBJECT)) {
            return false;
        }
        for (Map.Entry<String, JsonShape> field : shape.fields().entrySet()) {
            Types.NestedField known = type.field(field.getKey());
            if (known == null || !fits(field.getValue(), known.type())) {
                return false;
            }
        }
        return true;
    }

    private static boolean fitsKinds(JsonShape shape, JsonShape.Kind wanted) {
        return shape.kinds().stream().allMatch(kind -> kind == JsonShape.Kind.NULL || kind == wanted);
    }
}
