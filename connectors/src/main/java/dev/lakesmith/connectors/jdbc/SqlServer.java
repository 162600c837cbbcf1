package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.core.connector.RecordReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** SQL Server, by Microsoft's driver, which reads row by row. Built on what is documented of both. */
final class SqlServer extends Database {

    /** The driver's own number of it: statements of a transaction see one moment. */
    private static final int SNAPSHOT = 0x1000;

    /** Types of .NET, which only the server can write as text. */
    private static final Set<String> OF_DOTNET = Set.of("hierarchyid", "geography", "geometry");

    /** In them a literal of another type is compared by more digits than they have. */
    private static final Set<String> COARSE = Set.of("datetime", "smalldatetime");

    @Override
    void settle(Properties properties) {
        properties.putIfAbsent("applicationName", "lakesmith");
    }

    /** Only where the database allows it, which an administrator decides. */
    @Override
    Snapshot begin(Connections connections) throws SQLException {
        Connection connection = connections.open();
        try (Statement statement = connection.createStatement();
                ResultSet allowed = statement.executeQuery(
                        "SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID()")) {
            if (allowed.next() && allowed.getInt(1) == 1) {
                connection.setTransactionIsolation(SNAPSHOT);
                connection.setAutoCommit(false);
            }
            return new Snapshot(connections, connection, "");
        } catch (SQLException e) {
            abort(connection);
            throw e;
        }
    }

    @Override
    JdbcColumn column(ResultSetMetaData about, int i) throws SQLException {
        return switch (about.getColumnTypeName(i).toLowerCase(Locale.ROOT)) {
            case "money" -> typed(about, i, "DECIMAL(19,4)", Getters.decimal(19, 4));
            case "smallmoney" -> typed(about, i, "DECIMAL(10,4)", Getters.decimal(10, 4));
            case "datetimeoffset" -> typed(about, i, "TIMESTAMP WITH TIME ZONE", Getters.MOMENT);
            case "datetime", "smalldatetime", "datetime2" -> typed(about, i, "TIMESTAMP", Getters.TIMESTAMP);
            case "uniqueidentifier" -> typed(about, i, "UUID", Getters.TEXT);
            case "hierarchyid", "geography", "geometry", "sql_variant", "xml", "json", "vector" -> text(about, i, "");
            default -> super.column(about, i);
        };
    }

    @Override
    RecordReader reader(Snapshot snapshot, String from, String where, List<JdbcColumn> columns, RowSums sums) {
        String list = columns.stream().map(SqlServer::expression).collect(Collectors.joining(", "));
        return ResultRows.of(snapshot.connections(), snapshot.another(), select(list, from, where), columns, sums);
    }

    static String expression(JdbcColumn column) {
        String name = '"' + column.name().replace("\"", "\"\"") + '"';
        String type = column.typeName().toLowerCase(Locale.ROOT);
        return OF_DOTNET.contains(type) ? name + ".ToString() AS " + name : name;
    }

    @Override
    String literal(JdbcColumn column, String value) {
        // Such as 2026-01-31 12:00:00.003000, of which the type has three digits.
        return COARSE.contains(column.typeName().toLowerCase(Locale.ROOT))
                ? "CAST('" + value.substring(0, 23).replace(' ', 'T') + "' AS datetime)"
                : super.literal(column, value);
    }

    @Override
    String literal(String type, String value) {
        return switch (type) {
            case "TIMESTAMP" -> "CAST('" + value + "' AS datetime2(7))";
            case "TIMESTAMP WITH TIME ZONE" -> "CAST('" + value.replace("+00", " +00:00") + "' AS datetimeoffset(7))";
            case "DATE" -> "CAST('" + value + "' AS date)";
            case "VARCHAR" -> "N" + super.literal(type, value);
            default -> super.literal(type, value);
        };
    }
}
