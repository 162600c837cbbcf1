package dev.lakesmith.lake.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statements on the rows of one catalog. The tables that only Lakesmith knows have the catalog's name in each row where
 * several catalogs share a database.
 */
final class CatalogRows {

    /** One row of a result. */
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    private final String catalog;
    private final boolean shared;

    CatalogRows(String catalog, boolean shared) {
        this.catalog = catalog;
        this.shared = shared;
    }

    boolean isShared() {
        return shared;
    }

    String catalog() {
        return catalog;
    }

    /** Changes rows, by a statement whose parameters are all texts, and counts them. */
    int update(Connection connection, String sql, @Nullable String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    <T> List<T> select(Connection connection, Row<T> row, String sql, @Nullable String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<T> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(row.of(rows));
                }
                return found;
            }
        }
    }

    /** As {@link #update}, of Lakesmith's own table: the statement ends in a condition. */
    int updateOwn(Connection connection, String sql, @Nullable String... values) throws SQLException {
        return shared
                ? update(connection, sql + " AND catalog_name = ?", with(values))
                : update(connection, sql, values);
    }

    /** As {@link #select}, of Lakesmith's own table: the statement ends in a condition. */
    <T> List<T> selectOwn(Connection connection, Row<T> row, String sql, String end, @Nullable String... values)
            throws SQLException {
        return shared
                ? select(connection, row, sql + " AND catalog_name = ?" + end, with(values))
                : select(connection, row, sql + end, values);
    }

    /** Adds a row to Lakesmith's own table. */
    void insertOwn(Connection connection, String table, String columns, @Nullable String... values)
            throws SQLException {
        String marks = "?" + ", ?".repeat(values.length - 1);
        if (shared) {
            update(
                    connection,
                    "INSERT INTO " + table + " (" + columns + ", catalog_name) VALUES (" + marks + ", ?)",
                    with(values));
        } else {
            update(connection, "INSERT INTO " + table + " (" + columns + ") VALUES (" + marks + ")", values);
        }
    }

    private @Nullable String[] with(@Nullable String... values) {
        @Nullable String[] more = Arrays.copyOf(values, values.length + 1);
        more[values.length] = catalog;
        return more;
    }

    /** Ends a selection so that nobody else changes what was found before this transaction ends. */
    String locking() {
        // SQLite's transactions begin as writers: there is nobody else.
        return shared ? " FOR UPDATE" : "";
    }
}
