package dev.lakesmith.lake.catalog;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file of SQLite, made by the first write; until then there is nothing to read. One connection. */
final class SqliteDatabase implements Database {

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
              PRIMARY KEY (branch, table_namespace, table_name))""", """
            CREATE TABLE IF NOT EXISTS lakesmith_dropped (
              table_namespace VARCHAR(255) NOT NULL, table_name VARCHAR(255) NOT NULL,
              metadata_location VARCHAR(1000) NOT NULL PRIMARY KEY, iceberg_type VARCHAR(5) NOT NULL,
              dropped_at VARCHAR(40) NOT NULL)""", """
            CREATE TABLE IF NOT EXISTS lakesmith_requests (
              id VARCHAR(36) NOT NULL PRIMARY KEY, request VARCHAR(64) NOT NULL, answer TEXT NOT NULL,
              made_at VARCHAR(40) NOT NULL)""");

    private final Path file;
    private @Nullable Connection connection;

    SqliteDatabase(Path file) {
        this.file = file;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public synchronized boolean exists() {
        return connection != null || Files.exists(file);
    }

    @Override
    public synchronized <T> T read(Reading<T> reading) {
        try {
            return reading.from(connection());
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    @Override
    public synchronized void change(Change change) {
        try {
            SqliteFile.transact(connection(), change::on);
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
