package dev.lakesmith.lake.catalog;

import dev.lakesmith.vocabulary.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table that remembers where the files of dropped tables are. Other engines do not look at it. */
final class DroppedTables {

    private static final String NAME = "lakesmith_dropped";

    private final CatalogRows rows;

    DroppedTables(CatalogRows rows) {
        this.rows = rows;
    }

    void insert(Connection connection, Dropped dropped) throws SQLException {
        delete(connection, dropped);
        Pointer pointer = dropped.pointer();
        rows.insertOwn(
                connection,
                NAME,
                "table_namespace, table_name, metadata_location, iceberg_type, dropped_at",
                pointer.name().schema(),
                pointer.name().name(),
                pointer.metadata(),
                pointer.kind().name(),
                dropped.at().toString());
    }

    List<Dropped> read(Connection connection) throws SQLException {
        if (!rows.isShared() && !isThere(connection)) {
            return List.of();
        }
        return rows.selectOwn(
                connection,
                row -> {
                    Pointer pointer = new Pointer(
                            new TableName(row.getString(1), row.getString(2)),
                            Pointer.Kind.valueOf(row.getString(3)),
                            row.getString(4),
                            Optional.empty(),
                            true);
                    return new Dropped(pointer, Instant.parse(row.getString(5)));
                },
                "SELECT table_namespace, table_name, iceberg_type, metadata_location, dropped_at FROM " + NAME
                        + " WHERE metadata_location IS NOT NULL",
                "");
    }

    /** A file that an earlier version made lacks it as long as nobody may write it. */
    private static boolean isThere(Connection connection) throws SQLException {
        try (ResultSet tables = connection.getMetaData().getTables(connection.getCatalog(), null, NAME, null)) {
            return tables.next();
        }
    }

    void delete(Connection connection, Dropped dropped) throws SQLException {
        rows.updateOwn(
                connection,
                "DELETE FROM " + NAME + " WHERE metadata_location = ?",
                dropped.pointer().metadata());
    }
}
