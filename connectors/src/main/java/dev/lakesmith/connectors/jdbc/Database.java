package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.core.connector.RecordReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a kind of database does its own way; this one does what the standard says. */
class Database {

    /** How many rows a driver fetches at a time: enough to hide the network, too few to matter in memory. */
    static final int FETCH_ROWS = 5_000;

    private static final int MOST_DIGITS = 38;

    private static final Pattern FILE = Pattern.compile("(jdbc:(?:sqlite|duckdb):)(?!file:)([^:?;][^?;]*)(.*)");

    static Database of(String url) {
        if (url.startsWith("jdbc:postgresql:")) {
            return new PostgreSql();
        }
        if (url.startsWith("jdbc:mariadb:") || url.startsWith("jdbc:mysql:")) {
            return new MariaDb();
        }
        if (url.startsWith("jdbc:sqlserver:")) {
            return new SqlServer();
        }
        if (url.startsWith("jdbc:oracle:")) {
            return new Oracle();
        }
        if (url.startsWith("jdbc:sqlite:")) {
            return new Sqlite();
        }
        return url.startsWith("jdbc:duckdb:") ? new DuckDb() : new Database();
    }

    /** A URL that names a file by a path seen from the project, as all paths in its files are, with the whole path. */
    static String inProject(String url, Path project) {
        Matcher file = FILE.matcher(url);
        return file.matches() ? file.group(1) + project.resolve(file.group(2)).toAbsolutePath() + file.group(3) : url;
    }

    /** A URL without what may be secret: users, passwords and options. */
    static String shown(String url) {
        int options = Math.min(end(url, '?'), end(url, ';'));
        return url.substring(0, options).replaceFirst("//[^/@]*@", "//").replaceFirst(":[^:/@]+/[^:/@]+@", ":@");
    }

    private static int end(String url, char mark) {
        int at = url.indexOf(mark);
        return at < 0 ? url.length() : at;
    }

    /** Ends a connection that another thread may be waiting for. */
    static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // Not every driver can; closing does it then.
            close(connection);
            return;
        }
        close(connection);
    }

    /** Ends a connection whose work is done. */
    static void close(Connection connection) {
        try (connection) {
            if (!connection.isClosed() && !connection.getAutoCommit()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            // What was read is counted; nothing depends on how a connection ends.
            return;
        }
    }

    /** What the driver is told unless the user says otherwise. */
    void settle(Properties properties) {}

    /** Begins reading: rows of all statements are of one moment where the database can do that. */
    Snapshot begin(Connections connections) throws SQLException {
        return new Snapshot(connections, connections.open(), "");
    }

    /** The columns of what stands behind FROM. */
    List<JdbcColumn> columns(Connection connection, String from) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery("SELECT * FROM " + from + " WHERE 1 = 0")) {
            ResultSetMetaData about = none.getMetaData();
            List<JdbcColumn> columns = new ArrayList<>();
            for (int i = 1; i <= about.getColumnCount(); i++) {
                columns.add(column(about, i));
            }
            return columns;
        }
    }

    /** One column of a result. */
    JdbcColumn column(ResultSetMetaData about, int i) throws SQLException {
        // JDBC has no number for it; some drivers call it bytes, others anything.
        if (about.getColumnTypeName(i).equalsIgnoreCase("UUID")) {
            return typed(about, i, "UUID", Getters.TEXT);
        }
        int digits = about.getPrecision(i);
        int scale = about.getScale(i);
        return switch (about.getColumnType(i)) {
            case Types.BOOLEAN, Types.BIT -> typed(about, i, "BOOLEAN", Getters.BOOLEAN);
            case Types.TINYINT, Types.SMALLINT -> typed(about, i, "INTEGER", Getters.INTEGER);
            case Types.INTEGER ->
                about.isSigned(i)
                        ? typed(about, i, "INTEGER", Getters.INTEGER)
                        : typed(about, i, "BIGINT", Getters.BIGINT);
            case Types.BIGINT ->
                about.isSigned(i)
                        ? typed(about, i, "BIGINT", Getters.BIGINT)
                        : typed(about, i, "DECIMAL(20,0)", Getters.decimal(20, 0));
            case Types.REAL -> typed(about, i, "FLOAT", Getters.DOUBLE);
            case Types.FLOAT, Types.DOUBLE -> typed(about, i, "DOUBLE", Getters.DOUBLE);
            case Types.NUMERIC, Types.DECIMAL ->
                digits > 0
                                && digits <= MOST_DIGITS
                                && scale >= 0
                                && scale <= digits
                                // Its point is where each value says.
                                && !about.getColumnTypeName(i).equalsIgnoreCase("DECFLOAT")
                        ? typed(about, i, "DECIMAL(" + digits + "," + scale + ")", Getters.decimal(digits, scale))
                        : text(about, i, "has numbers of any length, which no table type holds; landed as text");
            case Types.DATE -> typed(about, i, "DATE", Getters.DATE);
            case Types.TIME -> typed(about, i, "TIME", Getters.TIME);
            case Types.TIMESTAMP -> typed(about, i, "TIMESTAMP", Getters.TIMESTAMP);
            case Types.TIMESTAMP_WITH_TIMEZONE -> typed(about, i, "TIMESTAMP WITH TIME ZONE", Getters.MOMENT);
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
                typed(about, i, "BLOB", Getters.BLOB);
            default -> text(about, i, "");
        };
    }

    static JdbcColumn typed(ResultSetMetaData about, int i, String type, JdbcColumn.Getter getter) throws SQLException {
        return column(about, i, type, "", getter);
    }

    static JdbcColumn text(ResultSetMetaData about, int i, String note) throws SQLException {
        return column(about, i, "VARCHAR", note, Getters.TEXT);
    }

    private static JdbcColumn column(ResultSetMetaData about, int i, String type, String note, JdbcColumn.Getter getter)
            throws SQLException {
        return new JdbcColumn(
                new dev.lakesmith.vocabulary.Column(about.getColumnLabel(i), type),
                about.getColumnTypeName(i),
                about.isNullable(i) != ResultSetMetaData.columnNoNulls,
                note,
                getter);
    }

    /** Conditions that cut a table into parts of about the same size; none when it is read in one. */
    List<String> ranges(Connection connection, String table, int parts) throws SQLException {
        return List.of();
    }

    /** Reads the rows of a part. */
    RecordReader reader(Snapshot snapshot, String from, String where, List<JdbcColumn> columns, RowSums sums) {
        return ResultRows.of(snapshot.connections(), snapshot.another(), select("*", from, where), columns, sums);
    }

    static String select(String list, String from, String where) {
        return "SELECT " + list + " FROM " + from + (where.isEmpty() ? "" : " WHERE " + where);
    }

    /** How a moment of a column is asked for, one at a time. */
    String moment(JdbcColumn column, String expression) {
        return expression;
    }

    /** A moment that was asked for, in UTC. */
    Optional<LocalDateTime> moment(ResultSet result) throws SQLException {
        return Optional.ofNullable(result.getObject(1, OffsetDateTime.class))
                .map(at -> at.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime());
    }

    /** A literal of a value of a cursor, as its bookmark has it. */
    String literal(JdbcColumn column, String value) {
        return literal(column.column().type(), value);
    }

    /** A literal of a value of a type. */
    String literal(String type, String value) {
        return switch (type) {
            case "TIMESTAMP" -> "TIMESTAMP '" + value + "'";
            case "TIMESTAMP WITH TIME ZONE" -> "TIMESTAMP WITH TIME ZONE '" + value + "'";
            case "DATE" -> "DATE '" + value + "'";
            case "VARCHAR" -> "'" + value.replace("'", "''") + "'";
            default -> value;
        };
    }
}
