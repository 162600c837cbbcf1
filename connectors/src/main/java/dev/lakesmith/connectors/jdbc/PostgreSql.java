package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.core.connector.RecordReader;
import dev.lakesmith.vocabulary.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** PostgreSQL: rows by binary COPY, tables in ranges of pages, all connections in one exported snapshot. */
final class PostgreSql extends Database {

    private static final int MOST_DIGITS = 38;
    private static final Set<String> SMALL = Set.of("int2", "smallserial");

    /** Less is not worth a connection: 8 MB. */
    private static final long LEAST_PAGES = 1_000;

    @Override
    void settle(Properties properties) {
        properties.putIfAbsent("ApplicationName", "lakesmith");
    }

    @Override
    Snapshot begin(Connections connections) throws SQLException {
        Connection connection = connections.open();
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (Statement statement = connection.createStatement();
                // A standby exports none; one connection reads it then.
                ResultSet exported = statement.executeQuery(
                        "SELECT CASE WHEN pg_is_in_recovery() THEN '' ELSE pg_export_snapshot() END")) {
            exported.next();
            return new Snapshot(connections, connection, exported.getString(1));
        } catch (SQLException e) {
            abort(connection);
            throw e;
        }
    }

    @Override
    JdbcColumn column(ResultSetMetaData about, int i) throws SQLException {
        String type = about.getColumnTypeName(i);
        int digits = about.getPrecision(i);
        int scale = about.getScale(i);
        return switch (type) {
            case "bool" -> typed(about, i, "BOOLEAN", Getters.BOOLEAN);
            case "int2", "smallserial", "int4", "serial" -> typed(about, i, "INTEGER", Getters.INTEGER);
            case "int8", "bigserial" -> typed(about, i, "BIGINT", Getters.BIGINT);
            case "float4" -> typed(about, i, "FLOAT", Getters.DOUBLE);
            case "float8" -> typed(about, i, "DOUBLE", Getters.DOUBLE);
            case "date" -> typed(about, i, "DATE", Getters.DATE);
            case "time" -> typed(about, i, "TIME", Getters.TIME);
            case "timestamp" -> typed(about, i, "TIMESTAMP", Getters.TIMESTAMP);
            case "timestamptz" -> typed(about, i, "TIMESTAMP WITH TIME ZONE", Getters.MOMENT);
            case "uuid" -> typed(about, i, "UUID", Getters.TEXT);
            case "bytea" -> typed(about, i, "BLOB", Getters.BLOB);
            case "numeric" ->
                digits > 0 && digits <= MOST_DIGITS && scale >= 0 && scale <= digits
                        ? typed(about, i, "DECIMAL(" + digits + "," + scale + ")", Getters.decimal(digits, scale))
                        : text(about, i, "has numbers of any length, which no table type holds; landed as text");
            default -> text(about, i, "");
        };
    }

    @Override
    List<String> ranges(Connection connection, String table, int parts) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT pg_relation_size(oid) / current_setting('block_size')::bigint FROM pg_class"
                        + " WHERE oid = ?::regclass AND relkind IN ('r', 'm')")) {
            statement.setString(1, table);
            try (ResultSet found = statement.executeQuery()) {
                long pages = found.next() ? found.getLong(1) : 0;
                long count = Math.min(parts, pages / LEAST_PAGES);
                List<String> ranges = new ArrayList<>();
                for (long part = 0; part < count && count > 1; part++) {
                    // The last range is open: pages may have been added since.
                    String end = part == count - 1 ? "" : " AND ctid < '(" + pages * (part + 1) / count + ",0)'";
                    ranges.add("ctid >= '(" + pages * part / count + ",0)'" + end);
                }
                return ranges;
            }
        }
    }

    @Override
    RecordReader reader(Snapshot snapshot, String from, String where, List<JdbcColumn> columns, RowSums sums) {
        String list = columns.stream().map(PostgreSql::expression).collect(Collectors.joining(", "));
        return PostgresCopy.of(snapshot.connections(), snapshot.another(), select(list, from, where), columns, sums);
    }

    /** What COPY does not give in a form that {@link PostgresCopy} knows comes as text; arrays as JSON. */
    private static String expression(JdbcColumn column) {
        String name = quoted(column.name());
        if (!column.column().type().equals("VARCHAR")) {
            return name;
        }
        return switch (column.typeName()) {
            case "text", "varchar", "bpchar" -> name;
            default -> column.typeName().startsWith("_") ? "to_json(" + name + ")::text" : name + "::text";
        };
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** How a column's values come in a binary COPY. */
    static PostgresCopy.Kind kind(JdbcColumn column) {
        Column landed = column.column();
        return switch (landed.type()) {
            case "BOOLEAN" -> PostgresCopy.Kind.BOOLEAN;
            case "INTEGER" -> SMALL.contains(column.typeName()) ? PostgresCopy.Kind.INT2 : PostgresCopy.Kind.INT4;
            case "BIGINT" -> PostgresCopy.Kind.INT8;
            case "FLOAT" -> PostgresCopy.Kind.FLOAT4;
            case "DOUBLE" -> PostgresCopy.Kind.FLOAT8;
            case "DATE" -> PostgresCopy.Kind.DATE;
            case "TIME" -> PostgresCopy.Kind.TIME;
            case "TIMESTAMP", "TIMESTAMP WITH TIME ZONE" -> PostgresCopy.Kind.TIMESTAMP;
            case "UUID" -> PostgresCopy.Kind.UUID;
            case "BLOB" -> PostgresCopy.Kind.BYTES;
            case "VARCHAR" -> PostgresCopy.Kind.TEXT;
            default -> PostgresCopy.Kind.NUMERIC;
        };
    }
}
