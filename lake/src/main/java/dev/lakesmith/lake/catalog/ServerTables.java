package dev.lakesmith.lake.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the tables of a catalog on a server that are missing there. */
final class ServerTables {

    private static final String PUBLISHED = "iceberg_tables";
    private static final String TYPE = "iceberg_type";
    /** The table of the changes that arrived, by which one whose connection broke is found out about. */
    static final String COMMITS = "lakesmith_commits";

    private static final int TABLES = 6;
    /** A change is asked about within minutes. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final ServerKind kind;
    private final Optional<String> schema;

    ServerTables(ServerKind kind, Optional<String> schema) {
        this.kind = kind;
        this.schema = schema;
    }

    /**
     * Whether there is a catalog; one that another program made gets what it lacks.
     *
     * @param connection which commits by itself
     */
    boolean areThere(Connection connection) throws SQLException {
        Map<String, Set<String>> columns = columns(connection);
        if (!columns.containsKey(PUBLISHED)) {
            return false;
        }
        complete(connection, columns);
        return true;
    }

    /** Makes what is missing. */
    void ensure(Connection connection) throws SQLException {
        Map<String, Set<String>> columns = columns(connection);
        if (columns.isEmpty() && schema.isPresent()) {
            kind.makeSchema(connection, schema.get());
        }
        complete(connection, columns);
        forget(connection);
    }

    private void complete(Connection connection, Map<String, Set<String>> columns) throws SQLException {
        if (columns.size() < TABLES) {
            for (String table : kind.tables()) {
                ServerKind.execute(connection, table);
            }
        }
        // Iceberg's schema version 0 has no views.
        if (columns.containsKey(PUBLISHED) && !columns.get(PUBLISHED).contains(TYPE)) {
            ServerKind.execute(connection, "ALTER TABLE " + PUBLISHED + " ADD COLUMN " + TYPE + " VARCHAR(5)");
        }
    }

    private static void forget(Connection connection) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM " + COMMITS + " WHERE committed_at < ?")) {
            delete.setString(1, Instant.now().minus(REMEMBERED).toString());
            delete.executeUpdate();
        }
    }

    private Map<String, Set<String>> columns(Connection connection) throws SQLException {
        Map<String, Set<String>> columns = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(kind.columns())) {
            while (rows.next()) {
                columns.computeIfAbsent(rows.getString(1), any -> new HashSet<>())
                        .add(rows.getString(2));
            }
        }
        return columns;
    }
}
