package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.core.connector.Offer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How large a database believes its tables to be, without counting. */
final class TableSizes {

    private static final String POSTGRES = """
            SELECT n.nspname || '.' || c.relname,
                   CASE WHEN c.reltuples >= 0 AND c.relkind <> 'v' THEN c.reltuples::bigint END,
                   CASE WHEN c.relkind IN ('r', 'm') THEN pg_table_size(c.oid) END
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'm')
            """;

    private static final String MARIA = """
            SELECT table_name, table_rows, data_length FROM information_schema.tables
            WHERE table_schema = database() AND table_type = 'BASE TABLE'
            """;

    private static final String DUCK = """
            SELECT schema_name || '.' || table_name, estimated_size, NULL::BIGINT FROM duckdb_tables()
            WHERE database_name = current_database()
            """;

    private TableSizes() {}

    /** By the tables' names as {@link Catalogue} writes them; nothing of databases that are not asked. */
    static Map<String, Offer.Size> of(String url, Connection connection) throws SQLException {
        Map<String, Offer.Size> sizes = new HashMap<>();
        Optional<String> question = question(url);
        if (question.isPresent()) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(question.get())) {
                while (rows.next()) {
                    sizes.put(rows.getString(1), new Offer.Size(number(rows, 2), number(rows, 3)));
                }
            }
        }
        return sizes;
    }

    private static Optional<String> question(String url) {
        if (url.startsWith("jdbc:postgresql:")) {
            return Optional.of(POSTGRES);
        }
        if (url.startsWith("jdbc:mariadb:") || url.startsWith("jdbc:mysql:")) {
            return Optional.of(MARIA);
        }
        return url.startsWith("jdbc:duckdb:") ? Optional.of(DUCK) : Optional.empty();
    }

    private static Optional<Long> number(ResultSet rows, int index) throws SQLException {
        long value = rows.getLong(index);
        return rows.wasNull() ? Optional.empty() : Optional.of(value);
    }
}
