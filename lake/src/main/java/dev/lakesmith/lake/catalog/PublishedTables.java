package dev.lakesmith.lake.catalog;

import dev.lakesmith.vocabulary.FaultPoint;
import dev.lakesmith.vocabulary.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The table of Iceberg's JDBC catalog that says where the current metadata files are. Rows are changed in the order of
 * their names, so that two writers wait for each other and never in a circle.
 */
final class PublishedTables {

    private final CatalogRows rows;
    private final Namespaces namespaces;

    PublishedTables(CatalogRows rows, Namespaces namespaces) {
        this.rows = rows;
        this.namespaces = namespaces;
    }

    List<Pointer> read(Connection connection) throws SQLException {
        return select(connection, "");
    }

    List<Pointer> read(Connection connection, TableName name) throws SQLException {
        return select(connection, " AND table_namespace = ? AND table_name = ?", name.schema(), name.name());
    }

    List<Pointer> readSchema(Connection connection, String schema) throws SQLException {
        return select(connection, " AND table_namespace = ?", schema);
    }

    /** Those whose metadata files' locations begin so. */
    List<Pointer> readBelow(Connection connection, String beginning) throws SQLException {
        // Characters are what Java calls code points.
        return select(
                connection,
                " AND substr(metadata_location, 1, " + beginning.codePointCount(0, beginning.length()) + ") = ?",
                beginning);
    }

    private List<Pointer> select(Connection connection, String condition, String... values) throws SQLException {
        String[] all =
                Stream.concat(Stream.of(rows.catalog()), Stream.of(values)).toArray(String[]::new);
        // Another engine may have made tables whose names have dots, which no name of ours can say.
        return rows
                .select(
                        connection,
                        PublishedTables::pointer,
                        "SELECT table_namespace, table_name, metadata_location, iceberg_type FROM iceberg_tables"
                                + " WHERE catalog_name = ? AND metadata_location IS NOT NULL" + condition,
                        all)
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Pointer> pointer(ResultSet row) throws SQLException {
        Optional<TableName> name = ForeignNames.tableName(row.getString(1), row.getString(2));
        String metadata = row.getString(3);
        Pointer.Kind kind = kind(row.getString(4));
        return name.map(each -> new Pointer(each, kind, metadata, Optional.empty(), true));
    }

    static Pointer.Kind kind(@Nullable String type) {
        return "VIEW".equals(type) ? Pointer.Kind.VIEW : Pointer.Kind.TABLE;
    }

    /** Moves pointers from their bases. */
    void move(Connection connection, List<Pointer> pointers) throws SQLException {
        for (String schema :
                pointers.stream().map(each -> each.name().schema()).collect(Collectors.toCollection(TreeSet::new))) {
            namespaces.ensure(connection, schema);
        }
        for (Pointer pointer : sorted(pointers)) {
            if (pointer.base().isPresent()) {
                replace(connection, pointer, pointer.base().get());
            } else {
                insert(connection, pointer);
            }
            FaultPoint.PUBLISH_INSIDE.reach();
        }
    }

    private void replace(Connection connection, Pointer pointer, String base) throws SQLException {
        TableName name = pointer.name();
        int moved = rows.update(
                connection,
                "UPDATE iceberg_tables SET metadata_location = ?, previous_metadata_location = ?, iceberg_type = ?"
                        + " WHERE catalog_name = ? AND table_namespace = ? AND table_name = ? AND metadata_location = ?",
                pointer.metadata(),
                base,
                pointer.kind().name(),
                rows.catalog(),
                name.schema(),
                name.name(),
                base);
        if (moved != 1) {
            throw Conflicts.changed(name);
        }
    }

    private void insert(Connection connection, Pointer pointer) throws SQLException {
        TableName name = pointer.name();
        if (isThere(connection, name)) {
            throw Conflicts.changed(name);
        }
        rows.update(
                connection,
                "INSERT INTO iceberg_tables (catalog_name, table_namespace, table_name, metadata_location,"
                        + " previous_metadata_location, iceberg_type) VALUES (?, ?, ?, ?, NULL, ?)",
                rows.catalog(),
                name.schema(),
                name.name(),
                pointer.metadata(),
                pointer.kind().name());
    }

    private boolean isThere(Connection connection, TableName name) throws SQLException {
        return !rows.select(
                        connection,
                        row -> row.getString(1),
                        "SELECT table_name FROM iceberg_tables WHERE catalog_name = ? AND table_namespace = ? AND table_name = ?",
                        rows.catalog(),
                        name.schema(),
                        name.name())
                .isEmpty();
    }

    /** Takes tables out. */
    void remove(Connection connection, List<Pointer> pointers) throws SQLException {
        for (Pointer pointer : sorted(pointers)) {
            TableName name = pointer.name();
            int gone = rows.update(
                    connection,
                    "DELETE FROM iceberg_tables WHERE catalog_name = ? AND table_namespace = ? AND table_name = ?"
                            + " AND metadata_location = ?",
                    rows.catalog(),
                    name.schema(),
                    name.name(),
                    pointer.metadata());
            if (gone != 1) {
                throw Conflicts.notDropped(name);
            }
            FaultPoint.PUBLISH_INSIDE.reach();
        }
    }

    /** Gives a table another name. */
    void rename(Connection connection, Pointer pointer, TableName to) throws SQLException {
        if (isThere(connection, to)) {
            throw Conflicts.taken(pointer.name(), to);
        }
        namespaces.ensure(connection, to.schema());
        int renamed = rows.update(
                connection,
                "UPDATE iceberg_tables SET table_namespace = ?, table_name = ?"
                        + " WHERE catalog_name = ? AND table_namespace = ? AND table_name = ? AND metadata_location = ?",
                to.schema(),
                to.name(),
                rows.catalog(),
                pointer.name().schema(),
                pointer.name().name(),
                pointer.metadata());
        if (renamed != 1) {
            throw Conflicts.changed(pointer.name());
        }
    }

    private static List<Pointer> sorted(List<Pointer> pointers) {
        return pointers.stream().sorted(Comparator.comparing(Pointer::name)).toList();
    }
}
