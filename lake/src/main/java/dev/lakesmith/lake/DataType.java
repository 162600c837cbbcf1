package dev.lakesmith.lake;

import dev.lakesmith.vocabulary.Column;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** The type of a table's column as a tree, for those who write it in the words of another engine. */
public sealed interface DataType {

    /** A type without parts. */
    record Simple(Kind kind) implements DataType {}

    /** A decimal number. */
    record Decimal(int precision, int scale) implements DataType {}

    /** Named values. */
    record Struct(List<Field> fields) implements DataType {
        public Struct {
            fields = List.copyOf(fields);
        }
    }

    /** Any number of values of one type. */
    record ListOf(DataType element) implements DataType {}

    /** Values by key. */
    record MapOf(DataType key, DataType value) implements DataType {}

    /** A part of a struct. */
    record Field(String name, DataType type) {}

    /** The types without parts. */
    enum Kind {
        BOOLEAN("BOOLEAN"),
        INTEGER("INTEGER"),
        BIGINT("BIGINT"),
        FLOAT("FLOAT"),
        DOUBLE("DOUBLE"),
        STRING("VARCHAR"),
        BINARY("BLOB"),
        UUID("UUID"),
        DATE("DATE"),
        TIME("TIME"),
        TIMESTAMP("TIMESTAMP"),
        TIMESTAMP_WITH_ZONE("TIMESTAMP WITH TIME ZONE");

        private final String duckDb;

        Kind(String duckDb) {
            this.duckDb = duckDb;
        }
    }

    /** The type that a table keeps a column in. */
    static DataType of(Column column) {
        return of(ColumnTypes.iceberg(column));
    }

    private static DataType of(Type type) {
        return switch (type.typeId()) {
            case BOOLEAN -> new Simple(Kind.BOOLEAN);
            case INTEGER -> new Simple(Kind.INTEGER);
            case LONG -> new Simple(Kind.BIGINT);
            case FLOAT -> new Simple(Kind.FLOAT);
            case DOUBLE -> new Simple(Kind.DOUBLE);
            case STRING -> new Simple(Kind.STRING);
            case FIXED, BINARY -> new Simple(Kind.BINARY);
            case UUID -> new Simple(Kind.UUID);
            case DATE -> new Simple(Kind.DATE);
            case TIME -> new Simple(Kind.TIME);
            case TIMESTAMP ->
                new Simple(
                        ((Types.TimestampType) type).shouldAdjustToUTC() ? Kind.TIMESTAMP_WITH_ZONE : Kind.TIMESTAMP);
            case DECIMAL -> {
                Types.DecimalType decimal = (Types.DecimalType) type;
                yield new Decimal(decimal.precision(), decimal.scale());
            }
            case STRUCT ->
                new Struct(type.asStructType().fields().stream()
                        .map(field -> new Field(field.name(), of(field.type())))
                        .toList());
            case LIST -> new ListOf(of(type.asListType().elementType()));
            case MAP ->
                new MapOf(of(type.asMapType().keyType()), of(type.asMapType().valueType()));
            default -> throw new IllegalStateException("no column has the type " + type);
        };
    }

    /** The same with text where older readers of Parquet know no such type: UUID and time of day. */
    default DataType plain() {
        if (this instanceof Simple simple) {
            return simple.kind() == Kind.UUID || simple.kind() == Kind.TIME ? new Simple(Kind.STRING) : simple;
        } else if (this instanceof Struct struct) {
            return new Struct(struct.fields().stream()
                    .map(field -> new Field(field.name(), field.type().plain()))
                    .toList());
        } else if (this instanceof ListOf list) {
            return new ListOf(list.element().plain());
        } else if (this instanceof MapOf map) {
            return new MapOf(map.key().plain(), map.value().plain());
        }
        return this;
    }

    /** As DuckDB writes it. */
    default String duckDb() {
        if (this instanceof Decimal decimal) {
            return "DECIMAL(" + decimal.precision() + "," + decimal.scale() + ")";
        } else if (this instanceof Struct struct) {
            return struct.fields().stream()
                    .map(field -> '"' + field.name().replace("\"", "\"\"") + "\" "
                            + field.type().duckDb())
                    .collect(Collectors.joining(", ", "STRUCT(", ")"));
        } else if (this instanceof ListOf list) {
            return list.element().duckDb() + "[]";
        } else if (this instanceof MapOf map) {
            return "MAP(" + map.key().duckDb() + ", " + map.value().duckDb() + ")";
        }
        return ((Simple) this).kind().duckDb;
    }
}
