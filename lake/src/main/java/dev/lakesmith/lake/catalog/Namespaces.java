package dev.lakesmith.lake.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The table of Iceberg's JDBC catalog with the schemas and their properties. */
final class Namespaces {

    /** Iceberg's property of a schema that has none. */
    private static final String EXISTS = "exists";

    private final CatalogRows rows;

    Namespaces(CatalogRows rows) {
        this.rows = rows;
    }

    SortedMap<String, Map<String, String>> read(Connection connection) throws SQLException {
        SortedMap<String, Map<String, String>> found = new TreeMap<>();
        rows.select(
                connection,
                row -> found.put(row.getString(1), new HashMap<>()),
                "SELECT DISTINCT table_namespace FROM iceberg_tables WHERE catalog_name = ?",
                rows.catalog());
        rows.select(
                connection,
                row -> {
                    Map<String, String> properties = found.computeIfAbsent(row.getString(1), any -> new HashMap<>());
                    String value = row.getString(3);
                    if (value != null && !EXISTS.equals(row.getString(2))) {
                        properties.put(row.getString(2), value);
                    }
                    return properties;
                },
                "SELECT namespace, property_key, property_value FROM iceberg_namespace_properties WHERE catalog_name = ?",
                rows.catalog());
        found.keySet().removeIf(name -> !ForeignNames.isName(name));
        return found;
    }

    Optional<Map<String, String>> read(Connection connection, String schema) throws SQLException {
        if (!ForeignNames.isName(schema) || !isThere(connection, schema)) {
            return Optional.empty();
        }
        Map<String, String> properties = new HashMap<>();
        rows.select(
                connection,
                row -> {
                    String value = row.getString(2);
                    if (value != null && !EXISTS.equals(row.getString(1))) {
                        properties.put(row.getString(1), value);
                    }
                    return properties;
                },
                "SELECT property_key, property_value FROM iceberg_namespace_properties WHERE catalog_name = ?"
                        + " AND namespace = ?",
                rows.catalog(),
                schema);
        return Optional.of(properties);
    }

    /** Makes a schema unless it is there. */
    void ensure(Connection connection, String schema) throws SQLException {
        if (!isThere(connection, "iceberg_namespace_properties", "namespace", schema)) {
            put(connection, schema, Map.of(EXISTS, "true"));
        }
    }

    private boolean isThere(Connection connection, String table, String column, String schema) throws SQLException {
        return !rows.select(
                        connection,
                        row -> row.getString(1),
                        "SELECT " + column + " FROM " + table + " WHERE catalog_name = ? AND " + column
                                + " = ? LIMIT 1",
                        rows.catalog(),
                        schema)
                .isEmpty();
    }

    void create(Connection connection, String schema, Map<String, String> properties) throws SQLException {
        if (isThere(connection, schema)) {
            throw Conflicts.schemaThere(schema);
        }
        ensure(connection, schema);
        put(connection, schema, properties);
    }

    private boolean isThere(Connection connection, String schema) throws SQLException {
        return isThere(connection, "iceberg_namespace_properties", "namespace", schema)
                || isThere(connection, "iceberg_tables", "table_namespace", schema);
    }

    void change(Connection connection, String schema, Map<String, String> set, Set<String> removed)
            throws SQLException {
        if (!isThere(connection, schema)) {
            throw Conflicts.schemaGone(schema);
        }
        ensure(connection, schema);
        for (String key : removed) {
            remove(connection, schema, key);
        }
        for (String key : set.keySet()) {
            remove(connection, schema, key);
        }
        put(connection, schema, set);
    }

    private void remove(Connection connection, String schema, String key) throws SQLException {
        rows.update(
                connection,
                "DELETE FROM iceberg_namespace_properties WHERE catalog_name = ? AND namespace = ? AND property_key = ?",
                rows.catalog(),
                schema,
                key);
    }

    private void put(Connection connection, String schema, Map<String, String> properties) throws SQLException {
        for (Map.Entry<String, String> property : new TreeMap<>(properties).entrySet()) {
            rows.update(
                    connection,
                    "INSERT INTO iceberg_namespace_properties (catalog_name, namespace, property_key, property_value)"
                            + " VALUES (?, ?, ?, ?)",
                    rows.catalog(),
                    schema,
                    property.getKey(),
                    property.getValue());
        }
    }

    void drop(Connection connection, String schema) throws SQLException {
        if (isThere(connection, "iceberg_tables", "table_namespace", schema)) {
            throw Conflicts.schemaFull(schema);
        }
        rows.update(
                connection,
                "DELETE FROM iceberg_namespace_properties WHERE catalog_name = ? AND namespace = ?",
                rows.catalog(),
                schema);
    }
}
