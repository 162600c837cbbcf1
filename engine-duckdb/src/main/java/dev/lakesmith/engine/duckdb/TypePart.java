package dev.lakesmith.engine.duckdb;

import dev.lakesmith.formats.JsonShape;
import dev.lakesmith.formats.JsonShape.Kind;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The types that values of one JSON field may have, each with a place of its own where a field is split or kept as a
 * struct of them. A value's type follows from the value alone, so that it stands at the same place whatever else was
 * loaded with it.
 */
enum TypePart {
    BOOLEAN,
    BIGINT,
    DOUBLE,
    /** Text; a number that neither 64 bits nor a DOUBLE hold, too. */
    VARCHAR,
    STRUCT,
    LIST;

    private Set<Kind> kinds() {
        return switch (this) {
            case BOOLEAN -> Set.of(Kind.BOOLEAN);
            case BIGINT -> Set.of(Kind.INTEGER, Kind.LONG);
            case DOUBLE -> Set.of(Kind.DOUBLE);
            case VARCHAR -> Set.of(Kind.STRING, Kind.WIDE_NUMBER);
            case STRUCT -> Set.of(Kind.OBJECT);
            case LIST -> Set.of(Kind.ARRAY);
        };
    }

    /** Its word in names of columns and fields. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name of its column where a field is split. */
    String column(String field) {
        return field + "_" + word();
    }

    /** Whether a name is one that {@link #column} gives. */
    static boolean isColumn(String field, String name) {
        return Arrays.stream(values()).anyMatch(part -> part.column(field).equalsIgnoreCase(name));
    }

    /** The column of a field that is kept as a struct; none when nothing but null was seen. */
    static Optional<Column> struct(String field, JsonShape shape) {
        List<TypePart> parts = in(shape);
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(new Column(
                        field,
                        parts.stream()
                                .map(part ->
                                        Identifiers.quote(part.word()) + " " + JsonTypes.columnType(part.of(shape)))
                                .collect(Collectors.joining(", ", "STRUCT(", ")"))));
    }

    /** The types that occur. */
    static List<TypePart> in(JsonShape shape) {
        return Arrays.stream(values())
                .filter(type -> type.kinds().stream().anyMatch(shape.kinds()::contains))
                .toList();
    }

    /** The type that a word names. */
    static Optional<TypePart> of(String word) {
        return Arrays.stream(values())
                .filter(type -> type.word().equalsIgnoreCase(word))
                .findFirst();
    }

    /** What was seen of this type. */
    JsonShape of(JsonShape shape) {
        return shape.only(kinds());
    }

    /** The condition that a JSON value is of this type; false or NULL for another one. */
    String sql(String value) {
        String type = "json_type(" + value + ")";
        String whole = type + " IN ('BIGINT', 'UBIGINT')";
        String long64 = "TRY_CAST(CAST(" + value + " AS VARCHAR) AS BIGINT)";
        return switch (this) {
            case BOOLEAN -> type + " = 'BOOLEAN'";
            case BIGINT -> "(" + whole + " AND " + long64 + " IS NOT NULL)";
            case DOUBLE -> "(" + type + " = 'DOUBLE' AND NOT " + FitTest.isHuge(value) + ")";
            case VARCHAR ->
                "(" + type + " = 'VARCHAR' OR (" + whole + " AND " + long64 + " IS NULL) OR (" + type
                        + " = 'DOUBLE' AND " + FitTest.isHuge(value) + "))";
            case STRUCT -> type + " = 'OBJECT'";
            case LIST -> type + " = 'ARRAY'";
        };
    }
}
