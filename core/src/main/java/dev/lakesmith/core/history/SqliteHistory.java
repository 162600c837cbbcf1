package dev.lakesmith.core.history;

import dev.lakesmith.core.history.RunRecord.Status;
import dev.lakesmith.core.history.RunRecord.StepRecord;
import dev.lakesmith.lake.catalog.SqliteFile;
import dev.lakesmith.lake.storage.Traffic;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The history in a SQLite file, made by the first run. */
public final class SqliteHistory implements History {

    private static final List<String> SCHEMA = List.of("""
            CREATE TABLE IF NOT EXISTS runs (
              run_id TEXT PRIMARY KEY, target TEXT NOT NULL, status TEXT NOT NULL, started_at TEXT NOT NULL,
              elapsed_ms INTEGER NOT NULL, message TEXT)""", """
            CREATE TABLE IF NOT EXISTS steps (
              run_id TEXT NOT NULL, position INTEGER NOT NULL, table_name TEXT NOT NULL, kind TEXT NOT NULL,
              reason TEXT NOT NULL, status TEXT NOT NULL, elapsed_ms INTEGER NOT NULL, bytes INTEGER NOT NULL,
              ledger TEXT NOT NULL, checks TEXT NOT NULL, message TEXT,
              PRIMARY KEY (run_id, position))""", """
            CREATE TABLE IF NOT EXISTS traffic (
              run_id TEXT PRIMARY KEY, requests INTEGER NOT NULL, received INTEGER NOT NULL, sent INTEGER NOT NULL)""");

    private final Path file;
    private @Nullable Connection connection;

    private SqliteHistory(Path file) {
        this.file = file;
    }

    /** The history in a file that need not exist. */
    public static SqliteHistory at(Path file) {
        return new SqliteHistory(file);
    }

    @Override
    public synchronized void begin(String runId, Instant startedAt, String target) {
        record(new RunRecord(
                runId,
                target,
                Status.UNFINISHED,
                startedAt,
                Duration.ZERO,
                List.of(),
                Optional.empty(),
                Traffic.Total.NONE));
    }

    @Override
    public synchronized void record(RunRecord run) {
        try {
            SqliteFile.transact(connection(), open -> {
                writeRun(open, run);
                writeSteps(open, run);
                writeTraffic(open, run);
            });
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private static void writeRun(Connection open, RunRecord run) throws SQLException {
        try (PreparedStatement insert =
                open.prepareStatement("INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, run.runId());
            insert.setString(2, run.target());
            insert.setString(3, run.status().name());
            insert.setString(4, run.startedAt().toString());
            insert.setLong(5, run.elapsed().toMillis());
            insert.setString(6, run.message().orElse(null));
            insert.executeUpdate();
        }
    }

    private static void writeTraffic(Connection open, RunRecord run) throws SQLException {
        if (run.traffic().requests() > 0) {
            try (PreparedStatement insert =
                    open.prepareStatement("INSERT OR REPLACE INTO traffic VALUES (?, ?, ?, ?)")) {
                insert.setString(1, run.runId());
                insert.setLong(2, run.traffic().requests());
                insert.setLong(3, run.traffic().received());
                insert.setLong(4, run.traffic().sent());
                insert.executeUpdate();
            }
        }
    }

    private static void writeSteps(Connection open, RunRecord run) throws SQLException {
        try (PreparedStatement insert =
                open.prepareStatement("INSERT OR REPLACE INTO steps VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            int position = 0;
            for (StepRecord step : run.steps()) {
                insert.setString(1, run.runId());
                insert.setInt(2, position++);
                insert.setString(3, step.table());
                insert.setString(4, step.kind());
                insert.setString(5, step.reason());
                insert.setString(6, step.status());
                insert.setLong(7, step.elapsed().toMillis());
                insert.setLong(8, step.bytes());
                insert.setString(9, step.ledger());
                insert.setString(10, String.join("\n", step.checks()));
                insert.setString(11, step.message().orElse(null));
                insert.executeUpdate();
            }
        }
    }

    @Override
    public synchronized List<RunRecord> latest(int count) {
        return runs("ORDER BY started_at DESC, run_id DESC LIMIT " + count, null);
    }

    @Override
    public synchronized Optional<RunRecord> find(String runId) {
        List<RunRecord> found = runs("WHERE substr(run_id, 1, length(?1)) = ?1", runId);
        return found.size() == 1
                ? Optional.of(found.get(0))
                : found.stream().filter(run -> run.runId().equals(runId)).findFirst();
    }

    private List<RunRecord> runs(String which, @Nullable String parameter) {
        if (connection == null && !Files.exists(file)) {
            return List.of();
        }
        try (PreparedStatement statement =
                connection().prepareStatement("SELECT * FROM " + runsWithTraffic() + " " + which)) {
            if (parameter != null) {
                statement.setString(1, parameter);
            }
            List<RunRecord> runs = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String runId = rows.getString("run_id");
                    runs.add(new RunRecord(
                            runId,
                            rows.getString("target"),
                            Status.valueOf(rows.getString("status")),
                            Instant.parse(rows.getString("started_at")),
                            Duration.ofMillis(rows.getLong("elapsed_ms")),
                            steps(runId),
                            Optional.ofNullable(rows.getString("message")),
                            new Traffic.Total(
                                    rows.getLong("requests"), rows.getLong("received"), rows.getLong("sent"))));
                }
            }
            return runs;
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /** A file of an earlier version that may only be read has not got the second table. */
    private String runsWithTraffic() throws SQLException {
        try (ResultSet tables = connection().getMetaData().getTables(null, null, "traffic", null)) {
            return tables.next()
                    ? "runs LEFT JOIN traffic USING (run_id)"
                    : "(SELECT *, 0 AS requests, 0 AS received, 0 AS sent FROM runs)";
        }
    }

    private List<StepRecord> steps(String runId) throws SQLException {
        try (PreparedStatement statement =
                connection().prepareStatement("SELECT * FROM steps WHERE run_id = ? ORDER BY position")) {
            statement.setString(1, runId);
            List<StepRecord> steps = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    steps.add(new StepRecord(
                            rows.getString("table_name"),
                            rows.getString("kind"),
                            rows.getString("reason"),
                            rows.getString("status"),
                            Duration.ofMillis(rows.getLong("elapsed_ms")),
                            rows.getLong("bytes"),
                            rows.getString("ledger"),
                            rows.getString("checks").lines().toList(),
                            Optional.ofNullable(rows.getString("message"))));
                }
            }
            return steps;
        }
    }

    private Connection connection() throws SQLException {
        if (connection == null) {
            try {
                Files.createDirectories(file.toAbsolutePath().getParent());
            } catch (IOException e) {
                throw new LakesmithException(
                        ErrorCode.LAKE_UNREADABLE,
                        "cannot create the state folder " + file.getParent() + ": " + e.getMessage(),
                        e);
            }
            connection = SqliteFile.open(file, SCHEMA);
        }
        return connection;
    }

    private LakesmithException unreadable(SQLException e) {
        return new LakesmithException(
                ErrorCode.LAKE_UNREADABLE,
                "the history " + file + " cannot be read or written: " + e.getMessage() + "; " + SqliteFile.advice(e)
                        + ". The history may be deleted, no data is lost with it",
                e);
    }

    @Override
    public synchronized void close() {
        try {
            if (connection != null) {
                connection.close();
                connection = null;
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }
}
