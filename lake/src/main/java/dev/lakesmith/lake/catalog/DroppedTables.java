package dev.lakesmith.lake.catalog;

import dev.lakesmith.vocabulary.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of the catalog file that remembers where the files of dropped tables are. */
final class DroppedTables {

    static final String SCHEMA = """
            CREATE TABLE IF NOT EXISTS lakesmith_dropped (
              table_namespace VARCHAR(255) NOT NULL, table_name VARCHAR(255) NOT NULL,
              metadata_location VARCHAR(1000) NOT NULL PRIMARY KEY, iceberg_type VARCHAR(5) NOT NULL,
              dropped_at VARCHAR(40) NOT NULL)""";

    private DroppedTables() {}

    static void insert(Connection connection, Dropped dropped) throws SQLException {
        Pointer pointer = dropped.pointer();
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT OR REPLACE INTO lakesmith_dropped VALUES (?, ?, ?, ?, ?)")) {
            insert.setString(1, pointer.name().schema());
            insert.setString(2, pointer.name().name());
            insert.setString(3, pointer.metadata());
            insert.setString(4, pointer.kind().name());
            insert.setString(5, dropped.at().toString());
            insert.executeUpdate();
        }
    }

    static List<Dropped> read(Connection connection) throws SQLException {
        List<Dropped> dropped = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            if (!isThere(statement)) {
                return dropped;
            }
            try (ResultSet rows =
                    statement.executeQuery("SELECT table_namespace, table_name, iceberg_type, metadata_location,"
                            + " dropped_at FROM lakesmith_dropped")) {
                while (rows.next()) {
                    Pointer pointer = new Pointer(
                            new TableName(rows.getString(1), rows.getString(2)),
                            Pointer.Kind.valueOf(rows.getString(3)),
                            rows.getString(4),
                            Optional.empty(),
                            true);
                    dropped.add(new Dropped(pointer, Instant.parse(rows.getString(5))));
                }
            }
        }
        return dropped;
    }

    /** A catalog that an earlier version made lacks it as long as nobody may write the file. */
    private static boolean isThere(Statement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery("SELECT 1 FROM sqlite_master WHERE name = 'lakesmith_dropped'")) {
            return found.next();
        }
    }

    static void delete(Connection connection, Dropped dropped) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM lakesmith_dropped WHERE metadata_location = ?")) {
            delete.setString(1, dropped.pointer().metadata());
            delete.executeUpdate();
        }
    }
}
