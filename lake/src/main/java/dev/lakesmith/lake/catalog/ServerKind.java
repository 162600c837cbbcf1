package dev.lakesmith.lake.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** What the kinds of database servers do their own way. */
public enum ServerKind {
    POSTGRESQL("postgresql", "", "current_schema()") {
        @Override
        void settle(Properties properties) {
            properties.putIfAbsent("ApplicationName", "lakesmith");
            properties.putIfAbsent("tcpKeepAlive", "true");
            properties.putIfAbsent("connectTimeout", Long.toString(CONNECT_SECONDS));
            properties.putIfAbsent("socketTimeout", Long.toString(ANSWER_SECONDS));
            // A pool between here and the server may hand each transaction to another session.
            properties.putIfAbsent("prepareThreshold", "0");
        }

        @Override
        void begin(Connection connection, Optional<String> schema) throws SQLException {
            execute(connection, "SET lock_timeout = '" + LOCK_SECONDS + "s'");
            if (schema.isPresent()) {
                String quoted = '"' + schema.get().replace("\"", "\"\"") + '"';
                execute(connection, "SET search_path TO " + quoted);
            }
        }

        @Override
        void makeSchema(Connection connection, String schema) throws SQLException {
            execute(connection, "CREATE SCHEMA IF NOT EXISTS \"" + schema.replace("\"", "\"\"") + '"');
        }
    },
    /** MySQL too: its names would be compared without regard to case. */
    MARIADB("mariadb", " ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin", "database()") {
        @Override
        void settle(Properties properties) {
            properties.putIfAbsent("connectTimeout", Long.toString(CONNECT_SECONDS * 1000));
            properties.putIfAbsent("socketTimeout", Long.toString(ANSWER_SECONDS * 1000));
        }

        @Override
        void begin(Connection connection, Optional<String> schema) throws SQLException {
            execute(connection, "SET SESSION innodb_lock_wait_timeout = " + LOCK_SECONDS);
            // Otherwise what does not fit might be cut.
            execute(connection, "SET SESSION sql_mode = 'STRICT_ALL_TABLES'");
        }

        @Override
        void makeSchema(Connection connection, String schema) {
            throw new IllegalArgumentException("the database in the URL is the schema");
        }
    };

    static final long CONNECT_SECONDS = 10;
    /** How long another transaction may keep a row that this one needs. */
    static final long LOCK_SECONDS = 5;
    /** No statement here takes long but by waiting for a lock; a server that is silent for longer is gone. */
    static final long ANSWER_SECONDS = 60;

    private final String scheme;
    private final String tableOptions;
    private final String currentSchema;

    ServerKind(String scheme, String tableOptions, String currentSchema) {
        this.scheme = scheme;
        this.tableOptions = tableOptions;
        this.currentSchema = currentSchema;
    }

    static Optional<ServerKind> ofScheme(String scheme) {
        return switch (scheme) {
            case "postgresql", "postgres" -> Optional.of(POSTGRESQL);
            case "mariadb", "mysql" -> Optional.of(MARIADB);
            default -> Optional.empty();
        };
    }

    String driverScheme() {
        return scheme;
    }

    /** Whether a schema can be named beside the database. */
    public boolean hasSchemas() {
        return this == POSTGRESQL;
    }

    /** What the driver is told unless the URL says otherwise. */
    abstract void settle(Properties properties);

    /** Settles a new connection. */
    abstract void begin(Connection connection, Optional<String> schema) throws SQLException;

    abstract void makeSchema(Connection connection, String schema) throws SQLException;

    /** Tells the columns of the tables that are there. */
    String columns() {
        return "SELECT lower(table_name), lower(column_name) FROM information_schema.columns WHERE table_schema = "
                + currentSchema
                + " AND lower(table_name) IN ('iceberg_tables', 'iceberg_namespace_properties', 'lakesmith_branches',"
                + " 'lakesmith_dropped', 'lakesmith_commits', 'lakesmith_requests')";
    }

    /** Makes the tables that are missing. */
    List<String> tables() {
        return List.of(
                table("iceberg_tables", """
                        catalog_name VARCHAR(255) NOT NULL, table_namespace VARCHAR(255) NOT NULL,
                        table_name VARCHAR(255) NOT NULL, metadata_location VARCHAR(2000),
                        previous_metadata_location VARCHAR(2000), iceberg_type VARCHAR(5),
                        PRIMARY KEY (catalog_name, table_namespace, table_name)"""),
                table("iceberg_namespace_properties", """
                        catalog_name VARCHAR(255) NOT NULL, namespace VARCHAR(255) NOT NULL,
                        property_key VARCHAR(255), property_value VARCHAR(1000),
                        PRIMARY KEY (catalog_name, namespace, property_key)"""),
                table("lakesmith_branches", """
                        catalog_name VARCHAR(64) NOT NULL, branch VARCHAR(190) NOT NULL,
                        table_namespace VARCHAR(255) NOT NULL, table_name VARCHAR(255) NOT NULL,
                        metadata_location VARCHAR(2000) NOT NULL, base_location VARCHAR(2000),
                        iceberg_type VARCHAR(5) NOT NULL, audited VARCHAR(1) NOT NULL,
                        PRIMARY KEY (catalog_name, branch, table_namespace, table_name)"""),
                table("lakesmith_dropped", """
                        catalog_name VARCHAR(64) NOT NULL, table_namespace VARCHAR(255) NOT NULL,
                        table_name VARCHAR(255) NOT NULL, metadata_location VARCHAR(2000) NOT NULL,
                        iceberg_type VARCHAR(5) NOT NULL, dropped_at VARCHAR(40) NOT NULL,
                        PRIMARY KEY (catalog_name, table_namespace, table_name, dropped_at)"""),
                table("lakesmith_commits", """
                        id VARCHAR(36) NOT NULL PRIMARY KEY, committed_at VARCHAR(40) NOT NULL"""),
                table("lakesmith_requests", """
                        catalog_name VARCHAR(64) NOT NULL, id VARCHAR(36) NOT NULL, request VARCHAR(64) NOT NULL,
                        answer TEXT NOT NULL, made_at VARCHAR(40) NOT NULL,
                        PRIMARY KEY (catalog_name, id)"""));
    }

    private String table(String name, String columns) {
        return "CREATE TABLE IF NOT EXISTS " + name + " (" + columns + ")" + tableOptions;
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
