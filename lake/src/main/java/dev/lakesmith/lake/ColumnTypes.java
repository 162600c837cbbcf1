package dev.lakesmith.lake;

import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Column types as DuckDB writes them, as Iceberg keeps them, and the way between. */
public final class ColumnTypes {

    private static final Map<String, Type> SIMPLE = Map.ofEntries(
            Map.entry("BOOLEAN", Types.BooleanType.get()),
            Map.entry("TINYINT", Types.IntegerType.get()),
            Map.entry("SMALLINT", Types.IntegerType.get()),
            Map.entry("INTEGER", Types.IntegerType.get()),
            Map.entry("UTINYINT", Types.IntegerType.get()),
            Map.entry("USMALLINT", Types.IntegerType.get()),
            Map.entry("UINTEGER", Types.LongType.get()),
            Map.entry("BIGINT", Types.LongType.get()),
            // sum() of integers is HUGEINT; Spark and the SQL standard's readers expect 64 bits. The cast checks the
            // range.
            Map.entry("HUGEINT", Types.LongType.get()),
            Map.entry("UBIGINT", Types.DecimalType.of(20, 0)),
            Map.entry("UHUGEINT", Types.DecimalType.of(38, 0)),
            Map.entry("FLOAT", Types.FloatType.get()),
            Map.entry("DOUBLE", Types.DoubleType.get()),
            Map.entry("VARCHAR", Types.StringType.get()),
            Map.entry("JSON", Types.StringType.get()),
            Map.entry("BLOB", Types.BinaryType.get()),
            Map.entry("UUID", Types.UUIDType.get()),
            Map.entry("DATE", Types.DateType.get()),
            Map.entry("TIME", Types.TimeType.get()),
            Map.entry("TIMESTAMP", Types.TimestampType.withoutZone()),
            Map.entry("TIMESTAMP_S", Types.TimestampType.withoutZone()),
            Map.entry("TIMESTAMP_MS", Types.TimestampType.withoutZone()),
            Map.entry("TIMESTAMP WITH TIME ZONE", Types.TimestampType.withZone()),
            Map.entry("\"NULL\"", Types.IntegerType.get()));

    private ColumnTypes() {}

    /**
     * The column with the type a table keeps it in: {@code SMALLINT} becomes {@code INTEGER}, {@code HUGEINT} {@code
     * BIGINT}, {@code JSON} and enums {@code VARCHAR}, nested types likewise.
     *
     * @throws LakesmithException TYPE_UNSUPPORTED for intervals, bit strings, unions and the like
     */
    public static Column storable(Column column) {
        return new Column(column.name(), duckDb(iceberg(column)));
    }

    /** Whether {@link #storable} has an answer. */
    public static boolean isStorable(Column column) {
        try {
            return iceberg(column).typeId() != null;
        } catch (LakesmithException unsupported) {
            return false;
        }
    }

    /** The columns of an Iceberg schema. */
    static List<Column> columns(Schema schema) {
        return schema.columns().stream()
                .map(field -> new Column(field.name(), duckDb(field.type())))
                .toList();
    }

    /** A schema with provisional ids from 1 on; a table gives its own. */
    static Schema schema(List<Column> columns) {
        Ids ids = new Ids();
        List<Types.NestedField> fields = new ArrayList<>();
        for (Column column : columns) {
            int id = ids.next();
            fields.add(Types.NestedField.optional(id, column.name(), new Parser(column, ids).parse()));
        }
        return new Schema(fields);
    }

    /** The Iceberg type of a column, its nested field ids provisional; for the engine. */
    public static Type iceberg(Column column) {
        return new Parser(column, new Ids()).parse();
    }

    /** An Iceberg type as DuckDB writes it. */
    public static String duckDb(Type type) {
        return switch (type.typeId()) {
            case BOOLEAN -> "BOOLEAN";
            case INTEGER -> "INTEGER";
            case LONG -> "BIGINT";
            case FLOAT -> "FLOAT";
            case DOUBLE -> "DOUBLE";
            case DATE -> "DATE";
            case TIME -> "TIME";
            case TIMESTAMP ->
                ((Types.TimestampType) type).shouldAdjustToUTC() ? "TIMESTAMP WITH TIME ZONE" : "TIMESTAMP";
            case STRING -> "VARCHAR";
            case UUID -> "UUID";
            case FIXED, BINARY -> "BLOB";
            case DECIMAL -> {
                Types.DecimalType decimal = (Types.DecimalType) type;
                yield "DECIMAL(" + decimal.precision() + "," + decimal.scale() + ")";
            }
            case STRUCT ->
                type.asStructType().fields().stream()
                        .map(field -> quote(field.name()) + " " + duckDb(field.type()))
                        .collect(Collectors.joining(", ", "STRUCT(", ")"));
            case LIST -> duckDb(type.asListType().elementType()) + "[]";
            case MAP ->
                "MAP(" + duckDb(type.asMapType().keyType()) + ", "
                        + duckDb(type.asMapType().valueType()) + ")";
            case TIMESTAMP_NANO, UNKNOWN, GEOMETRY, GEOGRAPHY, VARIANT ->
                throw new LakesmithException(
                        ErrorCode.TYPE_UNSUPPORTED, "the Iceberg type " + type + " cannot be read by this version");
        };
    }

    private static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static final class Ids {
        private int last;

        int next() {
            return ++last;
        }
    }

    /** Reads DuckDB's type text; recursive because structs, lists and maps nest. */
    private static final class Parser {
        private final Column column;
        private final String text;
        private final Ids ids;
        private int at;

        Parser(Column column, Ids ids) {
            this.column = column;
            this.text = column.type().strip();
            this.ids = ids;
        }

        Type parse() {
            Type type = type();
            if (at != text.length()) {
                throw unsupported();
            }
            return type;
        }

        private Type type() {
            Type type = single();
            while (at < text.length() && text.charAt(at) == '[') {
                at = text.indexOf(']', at) + 1;
                type = Types.ListType.ofOptional(ids.next(), type);
            }
            return type;
        }

        private Type single() {
            String word = word();
            boolean arguments = at < text.length() && text.charAt(at) == '(';
            if (!arguments) {
                Type simple = "DECIMAL".equals(word) ? Types.DecimalType.of(18, 3) : SIMPLE.get(word);
                if (simple == null) {
                    throw unsupported();
                }
                return simple;
            }
            at++;
            return switch (word) {
                case "DECIMAL" -> decimal();
                case "STRUCT" -> struct();
                case "MAP" -> map();
                case "ENUM" -> enumeration();
                default -> throw unsupported();
            };
        }

        private Type decimal() {
            String[] parts = text.substring(at, text.indexOf(')', at)).split(",", -1);
            at = text.indexOf(')', at) + 1;
            return Types.DecimalType.of(
                    Integer.parseInt(parts[0].strip()), Integer.parseInt(parts[parts.length - 1].strip()));
        }

        private Type struct() {
            List<Types.NestedField> fields = new ArrayList<>();
            do {
                skipSpace();
                String name = identifier();
                skipSpace();
                int id = ids.next();
                fields.add(Types.NestedField.optional(id, name, type()));
                skipSpace();
            } while (text.charAt(at++) == ',');
            return Types.StructType.of(fields);
        }

        private Type map() {
            int key = ids.next();
            int value = ids.next();
            skipSpace();
            Type keys = type();
            skipSpace();
            at++;
            skipSpace();
            Type values = type();
            skipSpace();
            at++;
            return Types.MapType.ofOptional(key, value, keys, values);
        }

        private Type enumeration() {
            boolean quoted = false;
            while (quoted || text.charAt(at) != ')') {
                if (text.charAt(at) == '\'') {
                    quoted = !quoted;
                }
                at++;
            }
            at++;
            return Types.StringType.get();
        }

        private String identifier() {
            if (text.charAt(at) != '"') {
                int start = at;
                while (text.charAt(at) != ' ') {
                    at++;
                }
                return text.substring(start, at);
            }
            StringBuilder name = new StringBuilder();
            at++;
            while (true) {
                char c = text.charAt(at++);
                if (c != '"') {
                    name.append(c);
                } else if (text.charAt(at) == '"') {
                    name.append('"');
                    at++;
                } else {
                    return name.toString();
                }
            }
        }

        private String word() {
            int start = at;
            while (at < text.length() && "[](),".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(start, at).strip().toUpperCase(Locale.ROOT);
        }

        private void skipSpace() {
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
        }

        private LakesmithException unsupported() {
            return new LakesmithException(
                    ErrorCode.TYPE_UNSUPPORTED,
                    "column '" + column.name() + "' has the type " + column.type()
                            + ", which Iceberg tables cannot hold; cast it, for example to VARCHAR or TIMESTAMP");
        }
    }
}
