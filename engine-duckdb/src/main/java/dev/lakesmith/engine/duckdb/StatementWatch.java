package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.Progress;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.QueryProgress;

/** Looks at a running statement now and then: tells its progress, and cancels it when its thread is interrupted. */
final class StatementWatch implements AutoCloseable {

    private static final long PERIOD_MILLIS = 200;
    private static final ScheduledExecutorService WATCHER = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "statement-watch");
        thread.setDaemon(true);
        return thread;
    });

    private final Future<?> task;

    private StatementWatch(Future<?> task) {
        this.task = task;
    }

    static StatementWatch over(DuckDBPreparedStatement statement, Progress progress) {
        return over(statement, progress, () -> {});
    }

    /** @param cancelled ends what else the statement waits for when it is cancelled */
    static StatementWatch over(DuckDBPreparedStatement statement, Progress progress, Runnable cancelled) {
        Thread owner = Thread.currentThread();
        return new StatementWatch(WATCHER.scheduleWithFixedDelay(
                () -> look(statement, progress, owner, cancelled),
                PERIOD_MILLIS,
                PERIOD_MILLIS,
                TimeUnit.MILLISECONDS));
    }

    private static void look(DuckDBPreparedStatement statement, Progress progress, Thread owner, Runnable cancelled) {
        try {
            if (owner.isInterrupted()) {
                statement.cancel();
                cancelled.run();
                return;
            }
            QueryProgress seen = statement.getQueryProgress();
            if (seen.getPercentage() >= 0) {
                progress.update(seen.getRowsProcessed(), -1, seen.getPercentage() / 100);
            }
        } catch (SQLException e) {
            // The statement ended between two looks; its own thread sees how.
            return;
        }
    }

    @Override
    public void close() {
        task.cancel(false);
    }
}
