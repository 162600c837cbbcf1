package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.core.connector.RecordReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Oracle, by its own driver. Built on what is documented of both. */
final class Oracle extends Database {

    private static final int MOST_DIGITS = 38;

    /** The driver's own numbers of types that JDBC has no numbers for. */
    private static final int BINARY_FLOAT = 100;

    private static final int BINARY_DOUBLE = 101;
    private static final int WITH_TIME_ZONE = -101;
    private static final int WITH_LOCAL_TIME_ZONE = -102;

    /** All statements of a transaction that only reads see the moment at which it began. */
    @Override
    Snapshot begin(Connections connections) throws SQLException {
        Connection connection = connections.open();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION READ ONLY");
            return new Snapshot(connections, connection, "");
        } catch (SQLException e) {
            abort(connection);
            throw e;
        }
    }

    @Override
    JdbcColumn column(ResultSetMetaData about, int i) throws SQLException {
        int digits = about.getPrecision(i);
        int scale = about.getScale(i);
        return switch (about.getColumnType(i)) {
            case BINARY_FLOAT -> typed(about, i, "FLOAT", Getters.DOUBLE);
            case BINARY_DOUBLE -> typed(about, i, "DOUBLE", Getters.DOUBLE);
            // Read in UTC, see expression().
            case WITH_TIME_ZONE, WITH_LOCAL_TIME_ZONE -> typed(about, i, "TIMESTAMP WITH TIME ZONE", Getters.TIMESTAMP);
            // Has a time of day.
            case java.sql.Types.DATE -> typed(about, i, "TIMESTAMP", Getters.TIMESTAMP);
            // Binary digits, of up to 126.
            case java.sql.Types.FLOAT, java.sql.Types.DOUBLE ->
                text(about, i, "has numbers of any length, which no table type holds; landed as text");
            // NUMBER(5,-2) has no digits behind the point, and seven before it.
            case java.sql.Types.NUMERIC, java.sql.Types.DECIMAL ->
                digits > 0 && scale < 0 && scale > -MOST_DIGITS && digits - scale <= MOST_DIGITS
                        ? typed(about, i, "DECIMAL(" + (digits - scale) + ",0)", Getters.decimal(digits - scale, 0))
                        : super.column(about, i);
            default -> super.column(about, i);
        };
    }

    @Override
    RecordReader reader(Snapshot snapshot, String from, String where, List<JdbcColumn> columns, RowSums sums) {
        String list = columns.stream().map(this::expression).collect(Collectors.joining(", "));
        return ResultRows.of(snapshot.connections(), snapshot.another(), select(list, from, where), columns, sums);
    }

    String expression(JdbcColumn column) {
        String name = '"' + column.name().replace("\"", "\"\"") + '"';
        String read = moment(column, name);
        return read.equals(name) ? name : read + " AS " + name;
    }

    /** The zone of a session has no part in it. */
    @Override
    String moment(JdbcColumn column, String expression) {
        return column.column().type().equals("TIMESTAMP WITH TIME ZONE")
                ? "SYS_EXTRACT_UTC(" + expression + ")"
                : expression;
    }

    @Override
    Optional<LocalDateTime> moment(ResultSet result) throws SQLException {
        return Optional.ofNullable(result.getObject(1, LocalDateTime.class));
    }

    @Override
    String literal(String type, String value) {
        return type.equals("TIMESTAMP WITH TIME ZONE")
                ? "TIMESTAMP '" + value.replace("+00", " +00:00") + "'"
                : super.literal(type, value);
    }
}
