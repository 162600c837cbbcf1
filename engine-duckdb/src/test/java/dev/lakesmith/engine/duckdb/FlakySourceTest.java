package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.run.RunReport;
import dev.lakesmith.core.run.StepReport;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real database behind a network that breaks. */
final class FlakySourceTest {

    private static EmbeddedPostgres server;

    private final Path folder;
    private final Workbench bench;

    FlakySourceTest(@TempDir Path folder) {
        this.folder = folder;
        this.bench = Workbench.in(folder);
    }

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException, SQLException {
        server = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(folder.toFile())
                .start();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE big AS SELECT n AS id, repeat('x', 100) AS text"
                    + " FROM generate_series(1, 20000) n");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private void source(int port, String keys, String... streams) {
        bench.file(
                "sources/pg.yml",
                "connector: jdbc\nurl: jdbc:postgresql://127.0.0.1:" + port + "/postgres\nuser: postgres\n"
                        + "attempt_wait: 1ms\n" + keys + "streams:\n  " + String.join("\n  ", streams) + "\n");
    }

    @Test
    void aConnectionThatBreaksInTheMiddleIsMadeAgainAndEveryRowComesOnce() throws IOException {
        // The second connection of each attempt carries the rows.
        try (FlakyProxy proxy = new FlakyProxy(server.getPort(), 2, 500_000)) {
            source(proxy.port(), "", "big: { table: big }");

            RunReport report = bench.run();

            StepReport extract = Workbench.step(report, "landing.pg_big");
            assertThat(extract.ledger().withRemoved(0)).isEqualTo(Ledger.of(20_000, 20_000, 0));
            assertThat(extract.notes())
                    .singleElement()
                    .asString()
                    .startsWith("attempt 1 of 3 failed and is made again:");
            assertThat(bench.rows("SELECT count(*), count(DISTINCT id), min(_batch_id) FROM bronze.pg_big"))
                    .containsExactly("20000|20000|000001");
            assertThat(folder.resolve("lake/landing/pg_big/files")).isDirectoryContaining(each -> true);
            assertThat(folder.resolve("lake/landing/pg_big/files").toFile().list())
                    .hasSize(1);
        }
    }

    @Test
    void whenEveryAttemptFailsNothingIsLandedAndTheNextRunBringsAll() throws IOException {
        try (FlakyProxy proxy = new FlakyProxy(server.getPort(), 4, 500_000)) {
            source(proxy.port(), "attempts: 2\n", "big: { table: big, cursor: id }");

            assertThat(Workbench.errors(bench.attempt()).get(0)).contains("(tried 2 times)");
            assertThat(bench.has("landing.pg_big")).isFalse();

            assertThat(Workbench.ledger(bench.run(), "bronze.pg_big")).isEqualTo(Ledger.of(20_000, 20_000, 0));
        }
    }

    @Test
    void aSourceThatDoesNotAnswerIsGivenUpBeforeEveryStreamHasTried() throws IOException {
        try (FlakyProxy proxy = new FlakyProxy(server.getPort(), Integer.MAX_VALUE, 0)) {
            source(
                    proxy.port(),
                    "attempts: 1\nconcurrency: 1\nbroken_after: 2\n",
                    "a: { table: big }",
                    "b: { table: big }",
                    "c: { table: big }",
                    "d: { table: big }");

            assertThat(Workbench.errors(bench.attempt()))
                    .filteredOn(error -> error.startsWith("landing"))
                    .satisfiesExactly(
                            first ->
                                    assertThat(first).contains("landing.pg_a: ").contains("cannot connect"),
                            second -> assertThat(second)
                                    .contains("landing.pg_b: ")
                                    .contains("cannot connect"),
                            third -> assertThat(third)
                                    .isEqualTo("landing.pg_c: not tried: the source pg could not be read for a, b"
                                            + " before, for a reason that all its streams share"),
                            fourth -> assertThat(fourth).startsWith("landing.pg_d: not tried"));
            assertThat(proxy.connections()).isBetween(2, 4);
        }
    }
}
