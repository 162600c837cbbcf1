package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tables of a real MariaDB become bronze tables, each value as it was. */
@EnabledOnOs(
        value = OS.LINUX,
        architectures = "amd64",
        disabledReason = "the server for the tests is built for Linux x86-64")
final class MariaDbSourceTest {

    private static MariaDbServer server;
    private static String url;

    private final Workbench bench;

    MariaDbSourceTest(@TempDir Path folder) {
        this.bench = Workbench.in(folder);
    }

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        server = MariaDbServer.start(folder);
        url = server.url("test");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void sql(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url + "?user=tester&password=tester");
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private void source(String... streams) {
        bench.file(
                "sources/my.yml",
                "connector: jdbc\nurl: " + url + "\nuser: tester\npassword: tester\nstreams:\n  "
                        + String.join("\n  ", streams) + "\n");
    }

    private Ledger loaded(String table) {
        return Workbench.ledger(bench.run(), table);
    }

    @Test
    void everyTypeArrivesAsItIs() throws SQLException {
        sql(
                "SET sql_mode = '', time_zone = '+00:00'",
                "CREATE TABLE every (a tinyint(1), b tinyint unsigned, c int unsigned, d bigint unsigned, e bigint, f float,"
                        + " g double, h decimal(38,10), i bit(1), j bit(12), k varchar(20), l text, m date, n datetime(6),"
                        + " o timestamp(6) NULL, p time, q year, r blob, s json, t enum('x','y'), u set('p','q')) CHARACTER SET"
                        + " utf8mb4",
                "INSERT INTO every VALUES (2, 255, 4294967295, 18446744073709551615, -9223372036854775808, 0.5, 1e300,"
                        + " -1234567890123456789012345678.0000000001, 1, b'101', 'Grüße 😀', 'it''s', '1000-01-01',"
                        + " '9999-12-31 23:59:59.999999', '2024-06-30 12:00:00.5', '-838:59:59', 2026, x'00ff',"
                        + " '{\"a\": 1}', 'y', 'p,q')",
                "INSERT INTO every (a) VALUES (NULL)");
        source("every: { table: every }");

        assertThat(loaded("bronze.my_every")).isEqualTo(Ledger.of(2, 2, 0));
        assertThat(bench.rows(
                        "SELECT * EXCLUDE (j, r, _source_file, _batch_id, _loaded_at, _rescued_data), hex(j), hex(r)"
                                + " FROM bronze.my_every WHERE a IS NOT NULL"))
                .containsExactly(
                        "2|255|4294967295|18446744073709551615|-9223372036854775808|0.5|1.0E300"
                                + "|-1234567890123456789012345678.0000000001|true|Grüße 😀|it's|1000-01-01"
                                + "|9999-12-31T23:59:59.999999|2024-06-30T12:00:00.500Z|-838:59:59|2026|{\"a\": 1}|y|p,q|0005|00FF");
    }

    @Test
    void aCursorBringsEveryRowExactlyOnce() throws SQLException {
        sql(
                "CREATE TABLE orders (id bigint, total decimal(9,2), changed datetime(6))",
                "INSERT INTO orders VALUES (1, 1.50, '2026-01-01 10:00:00'), (2, 2, NULL)");
        source("orders: { table: test.orders, cursor: changed }");
        assertThat(loaded("landing.my_orders")).isEqualTo(Ledger.of(2, 2, 0));

        sql("INSERT INTO orders VALUES (3, 3, '2026-01-01 10:00:00'), (4, 4, '2026-01-02'), (5, 5, '2025-01-01')");

        assertThat(loaded("landing.my_orders")).isEqualTo(Ledger.of(4, 2, 0, Map.of("landed already", 2L)));
        assertThat(bench.rows("SELECT _batch_id, id FROM bronze.my_orders ORDER BY id"))
                .containsExactly("000001|1", "000001|2", "000002|3", "000002|4");
    }

    @Test
    void aDayThatDoesNotExistIsToldAndNotLost() throws SQLException {
        sql("SET sql_mode = ''", "CREATE TABLE days (id int, day date)", "INSERT INTO days VALUES (1, '0000-00-00')");
        source("days: { table: days }");

        assertThat(Workbench.errors(bench.attempt()).get(0))
                .contains("the value '0000-00-00' of the column day is no time that exists");

        source("days: { table: days, columns: { day: { type: varchar } } }");
        bench.run();
        assertThat(bench.rows("SELECT id, day FROM bronze.my_days")).containsExactly("1|0000-00-00");
    }

    @Test
    void rangesOfAKeyAreReadBySeveralConnections() throws SQLException {
        sql(
                "CREATE TABLE test.wide (id BIGINT UNSIGNED, filler VARCHAR(100))",
                "INSERT INTO test.wide SELECT 18446744073709551615 - seq * seq, repeat('x', seq % 90) FROM seq_1_to_5000",
                "INSERT INTO test.wide VALUES (NULL, 'none')");
        source("wide: { table: wide, split_by: id }");

        assertThat(loaded("bronze.my_wide")).isEqualTo(Ledger.of(5_001, 5_001, 0));
        assertThat(bench.rows("SELECT count(DISTINCT id), count(*) - count(id), max(id), sum(length(filler)) FROM"
                        + " bronze.my_wide"))
                .containsExactly("5000|1|18446744073709551614|221554");
        assertThat(loaded("landing.my_wide")).isEqualTo(Ledger.of(5_001, 0, 0, Map.of("landed already", 5_001L)));

        source("wide: { table: wide, split_by: filler }");
        assertThat(Workbench.errors(bench.attempt()).get(0))
                .contains("'split_by' cannot cut", "filler is of type VARCHAR, and only whole numbers have ranges");
    }
}
