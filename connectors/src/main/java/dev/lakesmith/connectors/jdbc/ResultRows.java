package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.core.connector.RecordBatch;
import dev.lakesmith.core.connector.RecordReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Reads the result of a query row by row, as every driver can. */
final class ResultRows extends DatabaseRows {

    private final ResultSet result;

    private ResultRows(
            Connections connections, Connection connection, List<JdbcColumn> columns, RowSums sums, ResultSet result) {
        super(connections, connection, columns, sums);
        this.result = result;
    }

    /** @param connection closed with the reader */
    static RecordReader of(
            Connections connections, Connection connection, String select, List<JdbcColumn> columns, RowSums sums) {
        try {
            Statement statement = connection.createStatement();
            statement.setFetchSize(Database.FETCH_ROWS);
            return new ResultRows(connections, connection, columns, sums, statement.executeQuery(select));
        } catch (SQLException e) {
            Database.abort(connection);
            throw connections.failed("cannot read: " + select, e);
        }
    }

    @Override
    boolean next(RecordBatch batch, int row, RowBytes bytes) throws SQLException {
        if (!result.next()) {
            return false;
        }
        for (int i = 0; i < columns().size(); i++) {
            columns().get(i).getter().read(result, i + 1, batch, row, bytes);
        }
        bytes.end();
        return true;
    }
}
