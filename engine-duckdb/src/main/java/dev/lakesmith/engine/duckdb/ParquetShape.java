package dev.lakesmith.engine.duckdb;

import dev.lakesmith.sql.Identifiers;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * What a Parquet file's own schema says, and whether every reader of Iceberg takes it for a table's columns as it is: the
 * physical types and annotations that <a href="https://iceberg.apache.org/spec/#parquet">the specification</a> names, with
 * the promotions it allows, and no field ids, which would be taken for the table's.
 */
final class ParquetShape {

    private static final Pattern UTC = Pattern.compile("isAdjustedToUTC=1");
    private static final Pattern UNIT = Pattern.compile("\\b(MILLIS|MICROS|NANOS)=(?!<null>)");

    private final Node root;

    /** A node of the schema: a column, or what it is made of. */
    private record Node(
            String name,
            String physical,
            String repetition,
            String converted,
            String logical,
            int length,
            int precision,
            int scale,
            boolean hasFieldId,
            List<Node> children) {

        Optional<Node> child(String wanted) {
            return children.stream().filter(each -> each.name().equals(wanted)).findFirst();
        }

        boolean isGroup() {
            return physical.isEmpty();
        }
    }

    private ParquetShape(Node root) {
        this.root = root;
    }

    /** Reads the schema of a readable file. */
    static ParquetShape of(Session session, String path) {
        String sql = "SELECT name, type, repetition_type, converted_type, logical_type, type_length, precision, scale,"
                + " field_id, num_children FROM parquet_schema(" + Identifiers.file(path) + ")";
        List<Flat> flat = session.query(sql, rows -> {
            List<Flat> all = new ArrayList<>();
            while (rows.next()) {
                all.add(Flat.of(rows));
            }
            return all;
        });
        return new ParquetShape(tree(flat.iterator()));
    }

    /** A row of {@code parquet_schema}: parents come before their children. */
    private record Flat(Node node, int children) {

        static Flat of(ResultSet row) throws SQLException {
            return new Flat(
                    new Node(
                            row.getString("name"),
                            text(row.getString("type")),
                            text(row.getString("repetition_type")),
                            text(row.getString("converted_type")),
                            text(row.getString("logical_type")),
                            number(row.getString("type_length")),
                            row.getInt("precision"),
                            row.getInt("scale"),
                            row.getObject("field_id") != null,
                            List.of()),
                    row.getInt("num_children"));
        }

        private static String text(@Nullable String value) {
            return value == null ? "" : value;
        }

        private static int number(@Nullable String value) {
            return value == null ? 0 : Integer.parseInt(value);
        }
    }

    private static Node tree(Iterator<Flat> flat) {
        Flat next = flat.next();
        List<Node> children = new ArrayList<>();
        for (int i = 0; i < next.children(); i++) {
            children.add(tree(flat));
        }
        Node node = next.node();
        return new Node(
                node.name(),
                node.physical(),
                node.repetition(),
                node.converted(),
                node.logical(),
                node.length(),
                node.precision(),
                node.scale(),
                node.hasFieldId(),
                List.copyOf(children));
    }

    boolean has(String column) {
        return root.child(column).isPresent();
    }

    /** Whether a column, if the file has it, can be read as the table's. */
    boolean fits(Types.NestedField field) {
        return root.child(field.name()).map(node -> fits(node, field.type())).orElse(true);
    }

    /** How a column is stored, for people. */
    String told(String column) {
        return root.child(column)
                .map(node -> node.hasFieldId()
                        ? "numbered by another table"
                        : Stream.of(
                                        node.isGroup() ? "a group" : node.physical(),
                                        node.converted().isEmpty() ? node.logical() : node.converted())
                                .filter(word -> !word.isEmpty())
                                .collect(Collectors.joining(" ", "stored as ", "")))
                .orElse("not there");
    }

    private static boolean fits(Node node, Type type) {
        if (node.hasFieldId()) {
            return false;
        }
        return switch (type.typeId()) {
            case STRUCT -> isStruct(node, type.asStructType());
            case LIST ->
                isRepeated(node, "LIST", "list")
                        && node.children().get(0).children().size() == 1
                        && fits(
                                node.children().get(0),
                                "element",
                                type.asListType().elementType());
            case MAP ->
                isRepeated(node, "MAP", "key_value")
                        && fits(node.children().get(0), "key", type.asMapType().keyType())
                        && fits(
                                node.children().get(0),
                                "value",
                                type.asMapType().valueType());
            default -> !node.isGroup() && !node.repetition().equals("REPEATED") && isPrimitive(node, type);
        };
    }

    private static boolean fits(Node parent, String child, Type type) {
        return !parent.hasFieldId()
                && parent.child(child).map(node -> fits(node, type)).orElse(false);
    }

    /** Its fields may be fewer than the table's, never others. */
    private static boolean isStruct(Node node, Types.StructType type) {
        return node.isGroup()
                && !node.repetition().equals("REPEATED")
                && node.converted().isEmpty()
                && node.children().stream().allMatch(child -> {
                    Types.NestedField field = type.field(child.name());
                    return field != null && fits(child, field.type());
                });
    }

    private static boolean isRepeated(Node node, String converted, String child) {
        return node.isGroup()
                && !node.repetition().equals("REPEATED")
                && node.converted().equals(converted)
                && node.children().size() == 1
                && node.children().get(0).name().equals(child)
                && node.children().get(0).repetition().equals("REPEATED");
    }

    private static boolean isPrimitive(Node node, Type type) {
        return switch (type.typeId()) {
            case BOOLEAN -> node.physical().equals("BOOLEAN");
            case INTEGER -> isSigned(node, "INT32");
            case LONG -> isSigned(node, "INT32") || isSigned(node, "INT64");
            case FLOAT -> node.physical().equals("FLOAT");
            case DOUBLE -> node.physical().equals("DOUBLE") || node.physical().equals("FLOAT");
            case DECIMAL -> isDecimal(node, (Types.DecimalType) type);
            case DATE -> node.physical().equals("INT32") && node.converted().equals("DATE");
            case TIME ->
                isOfMicroseconds(node, "Time") && !UTC.matcher(node.logical()).find();
            case TIMESTAMP ->
                isOfMicroseconds(node, "Timestamp")
                        && UTC.matcher(node.logical()).find() == ((Types.TimestampType) type).shouldAdjustToUTC();
            case STRING ->
                node.physical().equals("BYTE_ARRAY") && node.converted().equals("UTF8");
            case BINARY ->
                node.physical().equals("BYTE_ARRAY")
                        && node.converted().isEmpty()
                        && node.logical().isEmpty();
            case UUID ->
                node.physical().equals("FIXED_LEN_BYTE_ARRAY")
                        && node.length() == 16
                        && node.logical().startsWith("UUID");
            default -> false;
        };
    }

    private static boolean isSigned(Node node, String physical) {
        return node.physical().equals(physical)
                && node.converted().matches("|INT_\\d+")
                && !node.logical().contains("isSigned=0");
    }

    private static boolean isDecimal(Node node, Types.DecimalType type) {
        return node.converted().equals("DECIMAL")
                && !node.physical().equals("BYTE_ARRAY")
                && node.scale() == type.scale()
                && node.precision() <= type.precision();
    }

    /** Only the newer annotation tells whether a moment or a reading of a clock is meant. */
    private static boolean isOfMicroseconds(Node node, String what) {
        Matcher unit = UNIT.matcher(node.logical());
        return node.physical().equals("INT64")
                && node.logical().startsWith(what)
                && unit.find()
                && unit.group(1).equals("MICROS");
    }
}
