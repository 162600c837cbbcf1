package dev.lakesmith.engine.duckdb;

import dev.lakesmith.lake.ColumnTypes;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.ScanFile;
import dev.lakesmith.sql.Identifiers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * The SQL that reads data files of a table, without the rows that are deleted. Columns are found by field id, so that
 * renamed, added and widened ones come out right. Where all files have the table's schema they are found by name: only
 * then does DuckDB know how many rows there are, and builds hash tables of the smaller side of a join.
 */
final class TableScan {

    private static final String PLACE = "_ls_place";

    private final Session session;
    private final LakeTable table;
    private final List<ScanFile> files;
    private final Optional<Set<String>> needed;

    private TableScan(Session session, LakeTable table, List<ScanFile> files, Optional<Set<String>> needed) {
        this.session = session;
        this.table = table;
        this.files = files;
        this.needed = needed;
    }

    /** The whole table. */
    static TableScan of(Session session, LakeTable table) {
        return of(session, table, table.files());
    }

    /** Some rows of a table. */
    static TableScan of(Session session, LakeTable table, List<ScanFile> files) {
        return of(session, table, files, Optional.empty());
    }

    /**
     * Some rows of a table.
     *
     * @param needed names of the columns that will be read; empty when any may be. Another one may not be readable.
     */
    static TableScan of(Session session, LakeTable table, List<ScanFile> files, Optional<Set<String>> needed) {
        return new TableScan(session, table, files, needed);
    }

    /** Rows of files that belong to no table yet. */
    static String written(Session session, Schema schema, List<DataFile> files) {
        return files.isEmpty() ? none(schema) : byName(schema, session.files(files), "");
    }

    /** A SELECT of all columns in the table's order. */
    String sql() {
        List<String> parts = new ArrayList<>();
        for (List<Integer> alike : alike(number -> true)) {
            List<ScanFile> some = alike.stream().map(files::get).toList();
            parts.add(
                    some.get(0).isWhole()
                            ? rows(some, "")
                            : "SELECT " + columnList(schema()) + " FROM (" + placed(alike) + ")");
        }
        return parts.isEmpty() ? none(schema()) : String.join(" UNION ALL ", parts);
    }

    /**
     * As {@link #sql}, with each row's {@link Place} as one more column.
     *
     * @param placeColumn the column's name
     */
    String sqlWithPlace(String placeColumn) {
        return sqlWithPlace(placeColumn, number -> true);
    }

    /** As {@link #sqlWithPlace(String)}, of some files only; their numbers are the same. */
    String sqlWithPlace(String placeColumn, IntPredicate chosen) {
        String columns = columnList(schema()) + ", " + PLACE + " AS " + placeColumn;
        List<String> parts = new ArrayList<>();
        for (List<Integer> alike : alike(chosen)) {
            parts.add("SELECT " + columns + " FROM (" + placed(alike) + ")");
        }
        return parts.isEmpty()
                ? "SELECT *, CAST(NULL AS BIGINT) AS " + placeColumn + " FROM (" + none(schema()) + ")"
                : String.join(" UNION ALL ", parts);
    }

    private enum Kind {
        WHOLE,
        WITHOUT,
        ONLY;

        static Kind of(ScanFile file) {
            return file.isWhole() ? WHOLE : file.only().isEmpty() ? WITHOUT : ONLY;
        }
    }

    /** The numbers of files that one statement can read together. */
    private List<List<Integer>> alike(IntPredicate chosen) {
        Map<Kind, List<Integer>> own = new EnumMap<>(Kind.class);
        Map<Kind, List<Integer>> registered = new EnumMap<>(Kind.class);
        IntStream.range(0, files.size()).filter(chosen).forEach(number -> {
            ScanFile file = files.get(number);
            (table.isRegistered(file) ? registered : own)
                    .computeIfAbsent(Kind.of(file), kind -> new ArrayList<>())
                    .add(number);
        });
        return Stream.concat(own.values().stream(), registered.values().stream())
                .toList();
    }

    /** The rows of files of one kind that are meant, with their places. */
    private String placed(List<Integer> numbers) {
        List<ScanFile> some = numbers.stream().map(files::get).toList();
        String rows = rows(some, ", " + Place.expression(numbers) + " AS " + PLACE);
        if (some.stream().allMatch(ScanFile::isWhole)) {
            return rows;
        }
        DeletedRows deleted = new DeletedRows(session, table.deletionVectors());
        String without = deleted.table(numbers, files, ScanFile::without)
                .map(name -> " ANTI JOIN " + name + " AS w ON p." + PLACE + " = w.place")
                .orElse("");
        String only = deleted.table(numbers, files, ScanFile::only)
                .map(name -> " SEMI JOIN " + name + " AS o ON p." + PLACE + " = o.place")
                .orElse("");
        return "SELECT * FROM (" + rows + ") AS p" + without + only;
    }

    private Schema schema() {
        return table.schema();
    }

    private static String columnList(Schema schema) {
        return schema.columns().stream()
                .map(field -> Identifiers.quote(field.name()))
                .collect(Collectors.joining(", "));
    }

    /** @param more columns, each with a comma before it */
    private String rows(List<ScanFile> some, String more) {
        if (table.isRegistered(some.get(0))) {
            return registered(some, more);
        }
        boolean hidesPlaces = schema().columns().stream().anyMatch(field -> Place.isHiddenBy(field.name()));
        return some.stream().allMatch(table::isOfThisSchema) && !hidesPlaces
                ? byName(schema(), columnPaths(some), more)
                : "SELECT " + typed(schema(), field -> Identifiers.quote(readAs(field))) + more + " FROM read_parquet("
                        + paths(session, some) + ", schema=" + fields(schema().columns())
                        + ", hive_partitioning=false)";
    }

    /**
     * Rows of files that others wrote. A UNION with no rows gives the columns that none of them has; unlike a list of the
     * columns there are, it needs no look into the files.
     */
    private String registered(List<ScanFile> some, String more) {
        List<Map<Integer, Optional<String>>> fixed =
                some.stream().map(table::partitionValues).toList();
        String columns = typed(schema(), field -> {
            if (!fixed.get(0).containsKey(field.fieldId())) {
                return Identifiers.quote(field.name());
            }
            return fixed.stream()
                    .map(values -> values.getOrDefault(field.fieldId(), Optional.empty())
                            .map(Identifiers::literal)
                            .orElse("NULL"))
                    .collect(Collectors.joining(", ", "list_extract([", "], CAST(file_index AS BIGINT) + 1)"));
        });
        return "SELECT " + columns + more + " FROM (" + none(schema())
                + " UNION ALL BY NAME SELECT *, file_index, file_row_number FROM read_parquet("
                + session.sized(some.stream()
                        .map(file -> new RegisteredVersion(table, file).size())
                        .toList())
                + ", union_by_name=true, hive_partitioning=false))";
    }

    private String columnPaths(List<ScanFile> some) {
        return needed.map(columns ->
                        session.files(some.stream().map(ScanFile::data).toList(), columns))
                .orElseGet(() -> paths(session, some));
    }

    private static String byName(Schema schema, String paths, String more) {
        return "SELECT " + typed(schema, field -> Identifiers.quote(field.name())) + more + " FROM read_parquet("
                + paths + ", hive_partitioning=false)";
    }

    private static String none(Schema schema) {
        return "SELECT " + typed(schema, field -> "NULL") + " WHERE false";
    }

    private static String typed(Schema schema, Function<Types.NestedField, String> value) {
        return schema.columns().stream()
                .map(field -> "CAST(" + value.apply(field) + " AS " + ColumnTypes.duckDb(field.type()) + ") AS "
                        + Identifiers.quote(field.name()))
                .collect(Collectors.joining(", "));
    }

    private static String paths(Session session, List<ScanFile> files) {
        return session.files(files.stream().map(ScanFile::data).toList());
    }

    private static String fields(List<Types.NestedField> fields) {
        return fields.stream()
                .map(field -> field.fieldId() + ": {name: " + Identifiers.literal(readAs(field)) + ", type: "
                        + Identifiers.literal(ColumnTypes.duckDb(field.type())) + ", default_value: NULL, children: "
                        + children(field.type()) + "}")
                .collect(Collectors.joining(", ", "MAP {", "}"));
    }

    /** By field id a column can be read under another name than the one that would hide the row's place. */
    private static String readAs(Types.NestedField field) {
        return Place.isHiddenBy(field.name()) ? "_ls_" + field.fieldId() : field.name();
    }

    private static String children(Type type) {
        return switch (type.typeId()) {
            case STRUCT -> fields(type.asStructType().fields());
            case LIST -> fields(type.asListType().fields());
            case MAP -> fields(type.asMapType().fields());
            default -> "NULL";
        };
    }
}
