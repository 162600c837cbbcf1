package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.core.connector.RecordBatch;
import dev.lakesmith.core.connector.RecordReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Rows that a connection of its own sends until they end. */
abstract class DatabaseRows implements RecordReader {

    private final Connections connections;
    private final Connection connection;
    private final List<JdbcColumn> columns;
    private final RowSums sums;
    private final RowBytes bytes;
    private volatile boolean ended;

    /** @param connection closed with the reader */
    DatabaseRows(Connections connections, Connection connection, List<JdbcColumn> columns, RowSums sums) {
        this.connections = connections;
        this.connection = connection;
        this.columns = columns;
        this.sums = sums;
        this.bytes = new RowBytes(sums.checksum());
    }

    /** Puts the next row into a batch, and its values into the sum; false at the end. */
    abstract boolean next(RecordBatch batch, int row, RowBytes bytes) throws SQLException;

    final List<JdbcColumn> columns() {
        return columns;
    }

    @Override
    public final int read(RecordBatch batch) {
        try {
            int row = 0;
            while (row < batch.capacity() && !ended) {
                if (next(batch, row, bytes)) {
                    row++;
                } else {
                    ended = true;
                }
            }
            sums.add(row);
            return row;
        } catch (SQLException e) {
            throw connections.failed("broke off", e);
        }
    }

    @Override
    public final void close() {
        if (ended) {
            Database.close(connection);
        } else {
            Database.abort(connection);
        }
    }
}
