package dev.lakesmith.lake.catalog;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.FaultPoint;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The catalog file: the tables of Iceberg's JDBC catalog (schema version 1), so that PyIceberg, Spark and Trino open the
 * same file, and two more for the branches and for what was dropped, which those ignore. The file is made by the first
 * write; until then the catalog is empty. Thread-safe: one connection, one statement at a time.
 */
public final class SqliteCatalog implements Catalog {

    /** The name other engines must give when they open the file. */
    public static final String NAME = "lakesmith";

    private static final List<String> SCHEMA = List.of("""
            CREATE TABLE IF NOT EXISTS iceberg_tables (
              catalog_name VARCHAR(255) NOT NULL, table_namespace VARCHAR(255) NOT NULL,
              table_name VARCHAR(255) NOT NULL, metadata_location VARCHAR(1000),
              previous_metadata_location VARCHAR(1000), iceberg_type VARCHAR(5),
              PRIMARY KEY (catalog_name, table_namespace, table_name))""", """
            CREATE TABLE IF NOT EXISTS iceberg_namespace_properties (
              catalog_name VARCHAR(255) NOT NULL, namespace VARCHAR(255) NOT NULL,
              property_key VARCHAR(255), property_value VARCHAR(1000),
              PRIMARY KEY (catalog_name, namespace, property_key))""", """
            CREATE TABLE IF NOT EXISTS lakesmith_branches (
              branch VARCHAR(255) NOT NULL, table_namespace VARCHAR(255) NOT NULL,
              table_name VARCHAR(255) NOT NULL, metadata_location VARCHAR(1000) NOT NULL,
              base_location VARCHAR(1000), iceberg_type VARCHAR(5) NOT NULL, audited INTEGER NOT NULL,
              PRIMARY KEY (branch, table_namespace, table_name))""", DroppedTables.SCHEMA);

    private final Path file;
    private @Nullable Connection connection;

    /** A catalog in a file, which need not exist. */
    public SqliteCatalog(Path file) {
        this.file = file;
    }

    @Override
    public synchronized List<Pointer> published() {
        return read(
                "SELECT table_namespace, table_name, metadata_location, NULL, iceberg_type, 1 FROM iceberg_tables"
                        + " WHERE catalog_name = ?",
                NAME);
    }

    @Override
    public synchronized List<Pointer> staged(String branch) {
        return read(
                "SELECT table_namespace, table_name, metadata_location, base_location, iceberg_type, audited"
                        + " FROM lakesmith_branches WHERE branch = ?",
                branch);
    }

    @Override
    public synchronized List<String> branches() {
        if (!exists()) {
            return List.of();
        }
        try (Statement statement = connection().createStatement();
                ResultSet rows = statement.executeQuery("SELECT DISTINCT branch FROM lakesmith_branches ORDER BY 1")) {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    @Override
    public synchronized void stage(String branch, Pointer pointer) {
        inTransaction(connection -> insert(connection, branch, pointer));
    }

    @Override
    public synchronized void replaceBranch(String branch, List<Pointer> pointers) {
        inTransaction(connection -> {
            deleteBranch(connection, branch);
            for (Pointer pointer : pointers) {
                insert(connection, branch, pointer);
            }
        });
    }

    private static void insert(Connection connection, String branch, Pointer pointer) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT OR REPLACE INTO lakesmith_branches VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, branch);
            insert.setString(2, pointer.name().schema());
            insert.setString(3, pointer.name().name());
            insert.setString(4, pointer.metadata());
            insert.setString(5, pointer.base().orElse(null));
            insert.setString(6, pointer.kind().name());
            insert.setInt(7, pointer.audited() ? 1 : 0);
            insert.executeUpdate();
        }
    }

    @Override
    public synchronized void dropBranch(String branch) {
        if (!exists()) {
            return;
        }
        inTransaction(connection -> deleteBranch(connection, branch));
    }

    @Override
    public synchronized void publish(String branch, List<Pointer> expected, List<Pointer> pointers) {
        inTransaction(connection -> {
            if (!Set.copyOf(staged(branch)).equals(Set.copyOf(expected))) {
                throw new LakesmithException(
                        ErrorCode.LAKE_CONFLICT,
                        "the branch " + branch + " was changed by another process while it was published; nothing was"
                                + " published, run again");
            }
            for (Pointer pointer : pointers) {
                move(connection, pointer);
                FaultPoint.PUBLISH_INSIDE.reach();
            }
            deleteBranch(connection, branch);
        });
    }

    private static void move(Connection connection, Pointer pointer) throws SQLException {
        TableName name = pointer.name();
        int moved = pointer.base().isPresent()
                ? update(
                        connection,
                        "UPDATE iceberg_tables SET metadata_location = ?, previous_metadata_location = ?, iceberg_type = ?"
                                + " WHERE catalog_name = ? AND table_namespace = ? AND table_name = ?"
                                + " AND metadata_location = ?",
                        pointer.metadata(),
                        pointer.base().get(),
                        pointer.kind().name(),
                        NAME,
                        name.schema(),
                        name.name(),
                        pointer.base().get())
                : update(
                        connection,
                        "INSERT OR IGNORE INTO iceberg_tables VALUES (?, ?, ?, ?, NULL, ?)",
                        NAME,
                        name.schema(),
                        name.name(),
                        pointer.metadata(),
                        pointer.kind().name());
        if (moved != 1) {
            throw new LakesmithException(
                    ErrorCode.LAKE_CONFLICT,
                    name + " was changed by another writer while this one worked on it; nothing was published,"
                            + " run again");
        }
        update(
                connection,
                "INSERT OR IGNORE INTO iceberg_namespace_properties VALUES (?, ?, 'exists', 'true')",
                NAME,
                name.schema());
    }

    @Override
    public synchronized void drop(List<Pointer> pointers, Instant now) {
        inTransaction(connection -> {
            for (Pointer pointer : pointers) {
                drop(connection, pointer, now);
                FaultPoint.PUBLISH_INSIDE.reach();
            }
        });
    }

    private static void drop(Connection connection, Pointer pointer, Instant now) throws SQLException {
        TableName name = pointer.name();
        int gone = update(
                connection,
                "DELETE FROM iceberg_tables WHERE catalog_name = ? AND table_namespace = ? AND table_name = ?"
                        + " AND metadata_location = ?",
                NAME,
                name.schema(),
                name.name(),
                pointer.metadata());
        if (gone != 1) {
            throw new LakesmithException(
                    ErrorCode.LAKE_CONFLICT,
                    name + " was changed by another writer meanwhile; nothing was dropped, look again");
        }
        DroppedTables.insert(connection, new Dropped(pointer, now));
    }

    @Override
    public synchronized List<Dropped> dropped() {
        if (!exists()) {
            return List.of();
        }
        try {
            return DroppedTables.read(connection());
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    @Override
    public synchronized void forget(Dropped dropped) {
        inTransaction(connection -> DroppedTables.delete(connection, dropped));
    }

    private static int update(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    private static void deleteBranch(Connection connection, String branch) throws SQLException {
        update(connection, "DELETE FROM lakesmith_branches WHERE branch = ?", branch);
    }

    private List<Pointer> read(String sql, String parameter) {
        if (!exists()) {
            return List.of();
        }
        try (PreparedStatement statement = connection().prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                List<Pointer> pointers = new ArrayList<>();
                while (rows.next()) {
                    pointers.add(new Pointer(
                            new TableName(rows.getString(1), rows.getString(2)),
                            "VIEW".equals(rows.getString(5)) ? Pointer.Kind.VIEW : Pointer.Kind.TABLE,
                            rows.getString(3),
                            Optional.ofNullable(rows.getString(4)),
                            rows.getInt(6) == 1));
                }
                return pointers;
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private boolean exists() {
        return connection != null || Files.exists(file);
    }

    private void inTransaction(SqliteFile.Work work) {
        try {
            SqliteFile.transact(connection(), work);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private Connection connection() throws SQLException {
        if (connection == null) {
            try {
                Files.createDirectories(file.toAbsolutePath().getParent());
            } catch (IOException e) {
                throw new LakesmithException(
                        ErrorCode.LAKE_UNREADABLE,
                        "cannot create the warehouse folder " + file.getParent() + ": " + e.getMessage(),
                        e);
            }
            connection = SqliteFile.open(file, SCHEMA);
        }
        return connection;
    }

    private LakesmithException unreadable(SQLException e) {
        return new LakesmithException(
                ErrorCode.LAKE_UNREADABLE,
                "the catalog " + file + " cannot be read or written: " + e.getMessage() + "; " + SqliteFile.advice(e),
                e);
    }

    @Override
    public synchronized void close() {
        try {
            if (connection != null) {
                connection.close();
                connection = null;
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }
}
