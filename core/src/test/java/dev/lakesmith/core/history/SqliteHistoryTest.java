package dev.lakesmith.core.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lakesmith.core.history.RunRecord.Status;
import dev.lakesmith.lake.catalog.SqliteFile;
import dev.lakesmith.lake.storage.Traffic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteHistoryTest {

    /** What an earlier version made. */
    private static final List<String> BEFORE_TRAFFIC = List.of("""
            CREATE TABLE runs (
              run_id TEXT PRIMARY KEY, target TEXT NOT NULL, status TEXT NOT NULL, started_at TEXT NOT NULL,
              elapsed_ms INTEGER NOT NULL, message TEXT)""", """
            CREATE TABLE steps (
              run_id TEXT NOT NULL, position INTEGER NOT NULL, table_name TEXT NOT NULL, kind TEXT NOT NULL,
              reason TEXT NOT NULL, status TEXT NOT NULL, elapsed_ms INTEGER NOT NULL, bytes INTEGER NOT NULL,
              ledger TEXT NOT NULL, checks TEXT NOT NULL, message TEXT,
              PRIMARY KEY (run_id, position))""");

    @TempDir
    private Path folder = Path.of("");

    private Path earlier() throws SQLException {
        Path file = folder.resolve("history.db");
        try (Connection connection = SqliteFile.open(file, BEFORE_TRAFFIC);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO runs VALUES ('old-run', 'dev', 'SUCCEEDED', '2026-01-02T03:04:05Z', 1500, NULL)");
        }
        return file;
    }

    private static void isTheOldRun(RunRecord run) {
        assertThat(run.runId()).isEqualTo("old-run");
        assertThat(run.elapsed()).isEqualTo(Duration.ofMillis(1500));
        assertThat(run.traffic()).isEqualTo(Traffic.Total.NONE);
    }

    @Test
    void a_file_of_an_earlier_version_is_gone_on_with() throws SQLException {
        try (SqliteHistory history = SqliteHistory.at(earlier())) {
            history.record(new RunRecord(
                    "new-run",
                    "dev",
                    Status.SUCCEEDED,
                    Instant.parse("2026-02-01T00:00:00Z"),
                    Duration.ZERO,
                    List.of(),
                    Optional.empty(),
                    new Traffic.Total(3, 20, 100)));
            assertThat(history.latest(5)).hasSize(2);
            assertThat(history.latest(5).get(0).traffic()).isEqualTo(new Traffic.Total(3, 20, 100));
            isTheOldRun(history.latest(5).get(1));
        }
    }

    @Test
    void a_file_of_an_earlier_version_that_may_not_be_written_is_read() throws SQLException {
        Path file = earlier();
        assertThat(file.toFile().setWritable(false) && folder.toFile().setWritable(false))
                .isTrue();
        // A superuser may write everything.
        assumeThat(Files.isWritable(folder)).isFalse();
        try (SqliteHistory history = SqliteHistory.at(file)) {
            assertThat(history.latest(5)).hasSize(1).allSatisfy(SqliteHistoryTest::isTheOldRun);
            assertThat(history.find("old")).get().satisfies(SqliteHistoryTest::isTheOldRun);
        } finally {
            assertThat(folder.toFile().setWritable(true)).isTrue();
        }
    }
}
