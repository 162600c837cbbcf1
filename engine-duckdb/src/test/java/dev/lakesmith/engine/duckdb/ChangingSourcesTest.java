package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.lakesmith.core.ledger.Ledger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables that are not as tables of the lake are, or not as they were in the run before. */
final class ChangingSourcesTest {

    private static EmbeddedPostgres server;

    private final Workbench bench;

    ChangingSourcesTest(@TempDir Path folder) {
        this.bench = Workbench.in(folder);
    }

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        server = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(folder.toFile())
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static void sql(String... statements) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private void source(String... streams) {
        bench.file(
                "sources/pg.yml",
                "connector: jdbc\nurl: jdbc:postgresql://localhost:" + server.getPort()
                        + "/postgres\nuser: postgres\nstreams:\n  " + String.join("\n  ", streams) + "\n");
    }

    private Ledger landed(String table) {
        return Workbench.ledger(bench.run(), table);
    }

    @Test
    void whatNoTableOfTheLakeCanBeIsToldWithItsPlaceAndAWayOut() throws SQLException {
        sql(
                "CREATE TABLE columnless ()",
                "CREATE TABLE cases (\"Id\" integer, id integer)",
                "CREATE TABLE nans (n numeric(5,2))",
                "INSERT INTO nans VALUES ('NaN')",
                "CREATE TABLE endless (at timestamptz)",
                "INSERT INTO endless VALUES ('2026-01-01'), ('infinity')",
                "CREATE SEQUENCE numbers",
                "CREATE TABLE \"dotted.name\" (id integer)",
                "INSERT INTO \"dotted.name\" VALUES (1)");
        source(
                "columnless: { table: columnless }",
                "cases: { table: cases }",
                "twice: { query: \"SELECT 1 AS a, 2 AS a\" }",
                "nans: { table: nans }",
                "endless: { table: endless, cursor: at }",
                "endless_text: { table: endless, cursor: at, columns: { at: { type: varchar } } }",
                "numbers: { table: public.numbers }",
                "dotted: { table: public.dotted.name }");

        String place = "sources/pg.yml:";
        assertThat(Workbench.errors(bench.attempt()).stream()
                        .map(error -> error.replaceFirst("^\\S+ ", ""))
                        .toList())
                .contains(
                        place + "5:3: public.columnless has no columns to land",
                        place
                                + "6:3: public.cases has the columns Id and id, which a table of the lake cannot tell apart;"
                                + " write a 'query' that gives one of them another name, with AS",
                        place + "7:3: twice has several columns named a; write a 'query' that gives one of them another"
                                + " name, with AS",
                        place + "9:3: the highest value of the cursor at is infinity, and no later row could be found"
                                + " behind it; leave such rows out with a 'query'",
                        place + "10:3: the highest value of the cursor at is infinity, and no later row could be found"
                                + " behind it; leave such rows out with a 'query'",
                        place + "11:3: jdbc:postgresql://localhost:" + server.getPort()
                                + "/postgres has no table or view public.numbers that this user may see")
                .anySatisfy(error -> assertThat(error)
                        .startsWith(place + "8:3: public.nans: the value 'NaN' of the column n is no number; declare"));
        assertThat(bench.rows("SELECT id FROM bronze.pg_dotted")).containsExactly("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "integer | 90 | text | at::text | '900'",
                "date | '2026-01-02' | timestamp | at::timestamp | '2026-01-02 10:00'",
                "timestamp | '2026-01-02' | timestamptz | at AT TIME ZONE 'UTC' | '2026-01-03 00:00+00'",
                "timestamptz | '2026-01-02 00:00+00' | timestamp | at AT TIME ZONE 'UTC' | '2026-01-03'",
                "date | '2026-01-02' | integer | 7 | 10"
            })
    void aCursorWhoseColumnChangesItsTypeMissesNothing(
            String type, String first, String changed, String change, String second) throws SQLException {
        sql(
                "DROP TABLE IF EXISTS changing",
                "CREATE TABLE changing (id integer, at " + type + ")",
                "INSERT INTO changing VALUES (1, " + first + ")");
        source("changing: { table: changing, cursor: at }");
        assertThat(landed("landing.pg_changing")).isEqualTo(Ledger.of(1, 1, 0));

        sql(
                "ALTER TABLE changing ALTER at TYPE " + changed + " USING " + change,
                "INSERT INTO changing VALUES (2, " + second + ")");
        Ledger ledger = landed("landing.pg_changing");
        assertThat(ledger.read()).isEqualTo(2);
        assertThat(ledger.written()).isPositive();

        sql("INSERT INTO changing VALUES (3, " + second + ")");
        assertThat(landed("landing.pg_changing")).isEqualTo(Ledger.of(2, 1, 0, Map.of("landed already", 1L)));
    }

    @Test
    void aSourceThatBecomesAnApiAndADatabaseAgainLandsWhatIsNew() throws Exception {
        sql("CREATE TABLE wandering (id integer)", "INSERT INTO wandering VALUES (1), (2)");
        source("wandering: { table: wandering, cursor: id }");
        assertThat(landed("landing.pg_wandering")).isEqualTo(Ledger.of(2, 2, 0));

        HttpServer api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/", exchange -> {
            byte[] body = "[{\"id\":2},{\"id\":3}]".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        api.start();
        try {
            bench.file(
                    "sources/pg.yml",
                    "connector: http\nurl: http://127.0.0.1:" + api.getAddress().getPort()
                            + "\nstreams:\n  wandering: { path: /, cursor: id }\n");
            assertThat(landed("landing.pg_wandering")).isEqualTo(Ledger.of(2, 2, 0));
        } finally {
            api.stop(0);
        }

        sql("INSERT INTO wandering VALUES (4)");
        source("wandering: { table: wandering, cursor: id }");
        assertThat(landed("landing.pg_wandering")).isEqualTo(Ledger.of(3, 1, 0, Map.of("landed already", 2L)));
    }

    @Test
    void aLandedFileThatIsGoneIsTold() throws Exception {
        sql("CREATE TABLE kept (id integer)", "INSERT INTO kept VALUES (1)");
        source("kept: { table: kept, cursor: id }");
        bench.run();
        Path landed =
                Path.of(bench.rows("SELECT landed_path FROM landing.pg_kept").get(0));
        byte[] content = Files.readAllBytes(landed);
        Files.delete(landed);

        assertThat(Workbench.errors(bench.attempt()).get(0))
                .startsWith("landing.pg_kept: sources/pg.yml:5:3: the landed file " + landed + " is gone");

        Files.write(landed, content);
        sql("INSERT INTO kept VALUES (2)");
        assertThat(landed("landing.pg_kept")).isEqualTo(Ledger.of(2, 1, 0, Map.of("landed already", 1L)));
    }
}
