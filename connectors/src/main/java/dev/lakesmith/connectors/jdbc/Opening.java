package dev.lakesmith.connectors.jdbc;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Opens one connection in a thread of its own: a driver that waits for a host that is silent cannot be interrupted, and who
 * interrupts a run does not want to wait for it.
 */
final class Opening {

    private final FutureTask<@Nullable Connection> task;
    private boolean abandoned;

    private Opening(Driver driver, String url, Properties properties) {
        this.task = new FutureTask<>(() -> kept(driver.connect(url, properties)));
    }

    /**
     * A new connection.
     *
     * @throws SQLException also for whatever else a driver throws
     */
    static Connection of(Driver driver, String url, Properties properties) throws SQLException {
        Connection made = new Opening(driver, url, properties).made();
        if (made == null) {
            throw new SQLException("the driver does not take this URL");
        }
        return made;
    }

    private @Nullable Connection made() throws SQLException {
        Thread thread = new Thread(task, "lakesmith-connect");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get();
        } catch (InterruptedException e) {
            abandon();
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException told) {
                throw told;
            }
            throw new SQLException("the driver failed with " + e.getCause(), e.getCause());
        }
    }

    private synchronized void abandon() {
        abandoned = true;
    }

    /** Closes a connection that nobody waits for any more. */
    private synchronized @Nullable Connection kept(@Nullable Connection made) throws SQLException {
        if (abandoned && made != null) {
            made.close();
        }
        return made;
    }
}
