package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.core.connector.RecordBatch;
import dev.lakesmith.core.connector.RecordReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Reads the result of a query row by row, as every driver can. */
final class ResultRows implements RecordReader {

    private final Connections connections;
    private final Connection connection;
    private final List<JdbcColumn> columns;
    private final RowBytes bytes;
    private final LongAdder count;
    private final ResultSet result;
    private volatile boolean ended;

    private ResultRows(
            Connections connections, Connection connection, List<JdbcColumn> columns, RowSums sums, ResultSet result) {
        this.connections = connections;
        this.connection = connection;
        this.columns = columns;
        this.bytes = new RowBytes(sums.checksum());
        this.count = sums.rows();
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
    public int read(RecordBatch batch) {
        try {
            int row = 0;
            while (row < batch.capacity()) {
                if (ended || !result.next()) {
                    ended = true;
                    break;
                }
                for (int i = 0; i < columns.size(); i++) {
                    columns.get(i).getter().read(result, i + 1, batch, row, bytes);
                }
                bytes.end();
                row++;
            }
            count.add(row);
            return row;
        } catch (SQLException e) {
            throw connections.failed("broke off", e);
        }
    }

    @Override
    public void close() {
        if (ended) {
            Database.close(connection);
        } else {
            Database.abort(connection);
        }
    }
}
