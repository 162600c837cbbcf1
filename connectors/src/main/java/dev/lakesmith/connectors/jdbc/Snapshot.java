package dev.lakesmith.connectors.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * One moment of a database, seen through several connections.
 *
 * @param connections where more come from
 * @param main for questions; stays open as long as the snapshot is used
 * @param id what other connections name to see the same; empty when they cannot, and then only one may read
 */
record Snapshot(Connections connections, Connection main, String id) implements AutoCloseable {

    boolean isShared() {
        return !id.isEmpty();
    }

    /** A connection for one reader, who closes it. */
    Connection another() {
        Connection connection = connections.open();
        try {
            if (isShared()) {
                connection.setAutoCommit(false);
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SET TRANSACTION SNAPSHOT '" + id + "'");
                }
            } else {
                // Drivers read row by row only inside a transaction, or keep every row in memory.
                connection.setAutoCommit(false);
            }
            return connection;
        } catch (SQLException e) {
            Database.abort(connection);
            throw connections.failed("cannot begin to read", e);
        }
    }

    @Override
    public void close() {
        Database.close(main);
    }
}
