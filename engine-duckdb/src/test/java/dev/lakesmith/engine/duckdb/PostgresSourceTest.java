package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.ledger.Ledger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of a real PostgreSQL become bronze tables, each value as it was. */
final class PostgresSourceTest {

    private static EmbeddedPostgres server;

    private final Workbench bench;

    PostgresSourceTest(@TempDir Path folder) {
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

    private Ledger loaded(String table) {
        return Workbench.ledger(bench.run(), table);
    }

    @Test
    void aTableThatIsLockedTooLongIsTriedAgain() throws SQLException {
        sql("CREATE TABLE locked (a int)", "INSERT INTO locked VALUES (1)");
        source("locked: { table: locked }");
        bench.file(
                "sources/pg.yml",
                bench.text("sources/pg.yml")
                        + "attempts: 2\nattempt_wait: 0s\nproperties: { options: '-c lock_timeout=200' }\n");
        try (Connection other = server.getPostgresDatabase().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE locked IN ACCESS EXCLUSIVE MODE");
            assertThat(Workbench.errors(bench.attempt()).get(0)).contains("lock timeout", "(tried 2 times)");
            other.rollback();
        }
        assertThat(loaded("bronze.pg_locked")).isEqualTo(Ledger.of(1, 1, 0));
    }

    @Test
    void everyTypeArrivesAsItIs() throws SQLException {
        sql(
                "CREATE SCHEMA types",
                "CREATE TYPE types.mood AS ENUM ('glad', 'sad')",
                "CREATE TABLE types.every (a smallint, b integer, c bigint, d real, e double precision, f"
                        + " numeric(38,10), g numeric, h boolean, i text, j varchar(9), k char(4), l date, m timestamp, n"
                        + " timestamptz, o time, p uuid, q bytea, r jsonb, s json, t types.mood, u integer[], v interval,"
                        + " w inet, \"X y\" text)",
                "INSERT INTO types.every VALUES (-32768, 2147483647, -9223372036854775808, 0.1, 1e-300,"
                        + " -1234567890123456789012345678.0000000001, 1234567890123456789012345678901234567890.5, true,"
                        + " 'Grüße', 'x', 'ab', '0044-03-15 BC', '1999-12-31 23:59:59.999999',"
                        + " '2024-06-30 12:00:00+02', '24:00', '0b6d3f2c-8f9e-4a77-9c3a-000000000001', '\\x00ff',"
                        + " '{\"b\": 1}', '{\"a\":  2}', 'glad', '{1,NULL,3}', '1 mon 2 days', '10.0.0.1/8', 'z')",
                "INSERT INTO types.every (f) VALUES (0), (1e27), (-0.5), (10000), (9999.9999), (1e-10)",
                "INSERT INTO types.every (a) VALUES (NULL)");
        source("every: { table: types.every, columns: { o: { type: varchar } } }");

        assertThat(loaded("bronze.pg_every")).isEqualTo(Ledger.of(8, 8, 0));
        assertThat(bench.rows("SELECT * EXCLUDE (q, _source_file, _batch_id, _loaded_at, _rescued_data), hex(q) FROM"
                        + " bronze.pg_every WHERE c IS NOT NULL"))
                .containsExactly(
                        "-32768|2147483647|-9223372036854775808|0.1|1.0E-300|-1234567890123456789012345678.0000000001"
                                + "|1234567890123456789012345678901234567890.5|true|Grüße|x|ab  |-0043-03-15"
                                + "|1999-12-31T23:59:59.999999|2024-06-30T10:00Z|24:00:00"
                                + "|0b6d3f2c-8f9e-4a77-9c3a-000000000001|{\"b\": 1}|{\"a\":  2}|glad|[1,null,3]"
                                + "|1 mon 2 days|10.0.0.1/8|z|00FF");
        assertThat(bench.rows(
                        "SELECT CAST(f AS VARCHAR) FROM bronze.pg_every WHERE c IS NULL AND f IS NOT NULL ORDER BY f"))
                .containsExactly(
                        "-0.5000000000",
                        "0.0000000000",
                        "0.0000000001",
                        "9999.9999000000",
                        "10000.0000000000",
                        "1000000000000000000000000000.0000000000");
    }

    @Test
    void severalConnectionsReadOneMoment() throws SQLException {
        sql("CREATE TABLE wide AS SELECT i AS id, repeat(md5(i::text), 20) AS filler FROM generate_series(1, 60000) i");
        source("wide: { table: wide }");

        assertThat(loaded("bronze.pg_wide")).isEqualTo(Ledger.of(60_000, 60_000, 0));
        assertThat(bench.rows("SELECT count(*), count(DISTINCT id), min(id), max(id), sum(length(filler)) FROM"
                        + " bronze.pg_wide"))
                .containsExactly("60000|60000|1|60000|38400000");
        assertThat(loaded("landing.pg_wide")).isEqualTo(Ledger.of(60_000, 0, 0, Map.of("landed already", 60_000L)));
    }

    @Test
    void aCursorOfMomentsBringsLateRowsOnce() throws SQLException {
        sql(
                "CREATE TABLE moments (id bigint, at timestamptz NOT NULL)",
                "INSERT INTO moments VALUES (1, '2026-01-01 00:00:00+00'), (2, '2026-01-01 01:00:00+01')");
        source("moments: { table: public.moments, cursor: at, lookback: 30m }");
        assertThat(loaded("landing.pg_moments")).isEqualTo(Ledger.of(2, 2, 0));

        sql("INSERT INTO moments VALUES (3, '2025-12-31 23:45:00+00'), (4, '2026-01-02 00:00:00+00')");

        assertThat(loaded("landing.pg_moments")).isEqualTo(Ledger.of(4, 2, 0, Map.of("landed already", 2L)));
        assertThat(bench.rows("SELECT _batch_id, id FROM bronze.pg_moments ORDER BY id"))
                .containsExactly("000001|1", "000001|2", "000002|3", "000002|4");
    }

    @Test
    void whatCannotBeReadIsToldWithAWayOut() throws SQLException {
        sql("CREATE TABLE ends (id integer, until timestamp)", "INSERT INTO ends VALUES (1, 'infinity')");
        source("ends: { table: ends }");

        assertThat(Workbench.errors(bench.attempt()).get(0))
                .contains("the value 'infinity' of the column until is no moment")
                .contains("columns: { until: { type: varchar } }");

        bench.file(
                "sources/pg.yml",
                "connector: jdbc\nurl: jdbc:postgresql://localhost:1/postgres\nuser: postgres\npassword: hunter2-secret"
                        + "\nstreams: { ends: { table: ends } }\n");
        assertThat(Workbench.errors(bench.attempt()).get(0))
                .contains("cannot connect")
                .contains("check host, port")
                .doesNotContain("hunter2");
    }

    @Test
    void aKeyThatIsGoneIsLandedOnceMore() throws SQLException {
        sql(
                "CREATE TABLE kept (id uuid, n integer, seen timestamptz)",
                "INSERT INTO kept SELECT gen_random_uuid(), i, '2026-01-01 00:00:00+00'::timestamptz + i * interval '1"
                        + " s' FROM generate_series(1, 1000) i");
        source("kept: { table: kept, cursor: seen, compare_keys: id, split_by: n }");
        assertThat(loaded("landing.pg_kept")).isEqualTo(Ledger.of(1_000, 1_000, 0));

        sql("DELETE FROM kept WHERE n IN (7, 1000)");

        assertThat(loaded("landing.pg_kept")).isEqualTo(Ledger.of(2, 2, 0));
        assertThat(bench.rows("SELECT n, seen FROM bronze.pg_kept WHERE _deleted ORDER BY n"))
                .containsExactly("7|2026-01-01T00:00:07Z", "1000|2026-01-01T00:16:40Z");
    }
}
