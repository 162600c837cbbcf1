package dev.lakesmith.lake.catalog;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Properties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A database on a server. Each transaction brings a row with its own id: when the connection breaks, the same transaction
 * is begun again, and that row tells whether the first one had arrived. One connection, made when it is needed.
 */
final class ServerDatabase implements Database {

    private final ServerSettings settings;
    private final ServerUrl url;
    private final ServerTables tables;
    private final ServerFailures failures;
    private @Nullable Connection connection;
    /** Whether it was reached before. */
    private boolean known;
    /** Whether there is a catalog; reading makes none. */
    private boolean there;
    /** Whether it has all that a change needs. */
    private boolean complete;

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    ServerDatabase(ServerSettings settings) {
        this.settings = settings;
        this.url = ServerUrl.of(settings.url());
        this.tables = new ServerTables(url.kind(), settings.schema());
        this.failures = new ServerFailures(url.shown());
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public synchronized boolean exists() {
        if (!there) {
            there = patiently(tables::areThere);
        }
        return there;
    }

    @Override
    public synchronized <T> T read(Reading<T> reading) {
        return patiently(reading::from);
    }

    @Override
    public synchronized void change(Change change) {
        String id = UUID.randomUUID().toString();
        boolean done = patiently(open -> {
            if (!complete) {
                tables.ensure(open);
                complete = true;
                there = true;
            }
            return changed(open, change, id);
        });
        if (!done) {
            throw new IllegalStateException("a change neither arrived nor failed");
        }
    }

    private static boolean changed(Connection open, Change change, String id) throws SQLException {
        open.setAutoCommit(false);
        // First of all: one that is still being committed for a broken connection is waited for here.
        if (isNew(open, id)) {
            change.on(open);
            open.commit();
        } else {
            open.rollback();
        }
        open.setAutoCommit(true);
        return true;
    }

    private static boolean isNew(Connection open, String id) throws SQLException {
        try (PreparedStatement insert =
                open.prepareStatement("INSERT INTO " + ServerTables.COMMITS + " (id, committed_at) VALUES (?, ?)")) {
            insert.setString(1, id);
            insert.setString(2, Instant.now().toString());
            insert.executeUpdate();
            return true;
        } catch (SQLException e) {
            if (ServerFailures.isDuplicate(e)) {
                return false;
            }
            throw e;
        }
    }

    private <T> T patiently(Work<T> work) {
        Patience patience = new Patience();
        while (true) {
            try {
                return work.on(connection());
            } catch (SQLException e) {
                takeBack(e);
                // A server that was reached before comes back; of another one the address may be wrong.
                if (!patience.waits(ServerFailures.worthWaiting(e, known))) {
                    throw failures.told(e);
                }
            } catch (RuntimeException | Error failure) {
                takeBack(failure);
                throw failure;
            }
        }
    }

    private Connection connection() throws SQLException {
        if (connection == null) {
            Properties properties = new Properties();
            settings.user().or(url::user).ifPresent(user -> properties.setProperty("user", user));
            settings.password().or(url::password).ifPresent(password -> properties.setProperty("password", password));
            url.kind().settle(properties);
            Connection made = DriverManager.getConnection(url.jdbc(), properties);
            try {
                made.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                url.kind().begin(made, settings.schema());
            } catch (SQLException e) {
                made.close();
                throw e;
            }
            connection = made;
            known = true;
        }
        return connection;
    }

    /** After a failure the connection is sound again, or a new one is made next time. */
    private void takeBack(Throwable failure) {
        Connection open = connection;
        if (open == null) {
            return;
        }
        try {
            if (!open.getAutoCommit()) {
                open.rollback();
                open.setAutoCommit(true);
            }
            if (failure instanceof SQLException told && ServerFailures.isBroken(told)) {
                forget(open);
            }
        } catch (SQLException e) {
            failure.addSuppressed(e);
            forget(open);
        }
    }

    private void forget(Connection open) {
        connection = null;
        try {
            open.close();
        } catch (SQLException e) {
            // It is broken already.
            return;
        }
    }

    @Override
    public synchronized void close() {
        if (connection != null) {
            forget(connection);
        }
    }
}
