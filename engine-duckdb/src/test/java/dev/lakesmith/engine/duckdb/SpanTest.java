package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.run.ExtractPlanning.Shown;
import dev.lakesmith.vocabulary.LakesmithException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A part of a stream that is read again is landed beside what is there: nothing twice, nothing passed over. */
final class SpanTest {

    private final String url;
    private final Workbench bench;

    SpanTest(@TempDir Path folder) throws SQLException {
        this.url = "jdbc:duckdb:" + folder.resolve("shop.duckdb");
        this.bench = Workbench.in(folder);
        sql(
                "CREATE TABLE orders (id BIGINT, total DECIMAL(9,2), stamp TIMESTAMP)",
                "INSERT INTO orders SELECT i, i, TIMESTAMP '2026-01-01' + i * INTERVAL 1 DAY FROM range(60) t(i)");
        source("cursor: stamp");
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private void source(String options) {
        bench.file(
                "sources/db.yml",
                "connector: jdbc\nurl: \"" + url + "\"\nstreams:\n  orders: { table: orders, " + options + " }\n");
    }

    private void model(String header) {
        bench.model(
                "silver.orders",
                "materialized: merge\nunique_key: id\nlatest_by: stamp" + header,
                "SELECT * EXCLUDE (_source_file, _batch_id, _loaded_at, _rescued_data) FROM bronze.db_orders");
    }

    private Ledger landed(String from, String to) {
        return Workbench.ledger(bench.extract(from, to), "landing.db_orders");
    }

    @Test
    void whatWasChangedUnderItsOldTimeIsLandedAndWinsAndTheBookmarkStays() throws SQLException {
        model("");
        bench.run();
        String bookmark = bench.bookmark("landing.db_orders");
        sql(
                "UPDATE orders SET total = total + 1000 WHERE id IN (9, 10, 19, 20, 40)",
                "INSERT INTO orders VALUES (100, 5, '2026-01-15 12:00:00')",
                "DELETE FROM orders WHERE id = 12");
        assertThat(Workbench.ledger(bench.run(), "landing.db_orders").written()).isZero();

        assertThat(landed("2026-01-11", "2026-01-21")).isEqualTo(Ledger.of(10, 3, 0, Map.of("landed already", 7L)));

        assertThat(bench.bookmark("landing.db_orders")).isEqualTo(bookmark);
        assertThat(bench.planned())
                .contains("load bronze.db_orders: files will be landed")
                .anyMatch(step -> step.startsWith("merge silver.orders"));
        bench.run();
        assertThat(bench.rows(
                        "SELECT id, total FROM silver.orders WHERE total > 900 OR id IN (9, 20, 100) ORDER BY id"))
                .containsExactly("9|9.00", "10|1010.00", "19|1019.00", "20|20.00", "100|5.00");
        assertThat(bench.rows("SELECT count(*), count(*) FILTER (id = 12) FROM silver.orders"))
                .containsExactly("61|1");
        assertThat(bench.rows("SELECT id FROM bronze.db_orders WHERE _batch_id = '000002' ORDER BY id"))
                .containsExactly("10", "19", "100");
        assertThat(landed("2026-01-11", "2026-01-21").written()).isZero();
    }

    @Test
    void theSpanEndsWhereTheNextRunBegins() throws SQLException {
        source("cursor: stamp, lookback: 2d");
        bench.run();
        sql("INSERT INTO orders VALUES (200, 1, '2026-02-27 00:00:00'), (201, 1, '2026-02-26 23:59:59'),"
                + " (202, 1, '2026-03-01 00:00:00'), (203, 1, '2026-03-02 00:00:00')");

        assertThat(landed("2026-02-20", "2026-12-31").written()).isOne();
        assertThat(bench.rows("SELECT count(*) FROM bronze.db_orders")).containsExactly("60");

        assertThat(Workbench.ledger(bench.run(), "landing.db_orders").written()).isEqualTo(3);
        assertThat(bench.rows("SELECT count(*), count(DISTINCT id) FROM bronze.db_orders"))
                .containsExactly("64|64");
    }

    @Test
    void aStreamThatWasNeverExtractedLandsTheSpanAndThenTheRest() {
        assertThat(landed("2026-01-11", "2026-01-21")).isEqualTo(Ledger.of(10, 10, 0));
        assertThat(landed("", "2026-01-13")).isEqualTo(Ledger.of(12, 10, 0, Map.of("landed already", 2L)));

        assertThat(Workbench.ledger(bench.run(), "landing.db_orders"))
                .isEqualTo(Ledger.of(60, 40, 0, Map.of("landed already", 20L)));
        assertThat(bench.rows("SELECT count(*), count(DISTINCT id) FROM bronze.db_orders"))
                .containsExactly("60|60");
    }

    @Test
    void anOldVersionOfARowDoesNotReplaceANewerOne() throws SQLException {
        model("");
        sql("INSERT INTO orders VALUES (3, 300, '2026-02-10')");
        bench.run();
        sql("UPDATE orders SET total = 4 WHERE id = 3 AND total = 3");

        assertThat(landed("2026-01-01", "2026-01-10").written()).isOne();
        bench.run();

        assertThat(bench.rows("SELECT total FROM silver.orders WHERE id = 3")).containsExactly("300.00");
        assertThat(bench.rows("SELECT total FROM bronze.db_orders WHERE id = 3 ORDER BY total"))
                .containsExactly("3.00", "4.00", "300.00");
    }

    @Test
    void aRowThatWasDeletedAndIsBackIsLandedOnceMore() throws SQLException {
        source("cursor: stamp, compare_keys: id");
        model("\ndelete_when: _deleted");
        bench.run();
        sql("DELETE FROM orders WHERE id BETWEEN 10 AND 19");
        bench.run();
        sql("INSERT INTO orders VALUES (11, 11, '2026-01-12')");
        bench.run();
        assertThat(bench.rows("SELECT count(*) FROM silver.orders")).containsExactly("50");

        assertThat(landed("2026-01-01", "2026-02-01").written()).isOne();
        bench.run();
        assertThat(bench.rows("SELECT count(*), count(*) FILTER (id = 11) FROM silver.orders"))
                .containsExactly("51|1");
        assertThat(landed("2026-01-01", "2026-02-01").written()).isZero();
        assertThat(Workbench.ledger(bench.run(), "landing.db_orders").written()).isZero();
    }

    @Test
    void aPartIsNeverTakenForAllThereIs() {
        model("\ndeletes: keys");

        assertThatThrownBy(bench::planned)
                .isInstanceOf(LakesmithException.class)
                .hasMessageContainingAll(
                        "models/silver/orders.sql:5:",
                        "takes each batch of bronze.db_orders for all there is, but with 'cursor'",
                        "every other row would be removed",
                        "compare_keys");
        assertThatThrownBy(() -> bench.extract("2026-01-01", "2026-02-01"))
                .isInstanceOf(LakesmithException.class)
                .hasMessageContaining("takes each batch of bronze.db_orders for all there is");
        assertThat(bench.has("silver.orders")).isFalse();
    }

    @Test
    void aSpanThatAStreamCannotHaveIsRefusedBeforeAnythingIsRead() {
        bench.file("sources/db.yml", "connector: jdbc\nurl: \"" + url + "\"\nstreams: { orders: { table: orders } }\n");
        assertThatThrownBy(() -> bench.extract("2026-01-01", ""))
                .hasMessageContainingAll(
                        "--from and --to", "sources/db.yml:3:", "db.orders has no 'cursor'", "--select");

        bench.streams("x: { path: 'drop/*.csv', format: csv }").file("drop/a.csv", "id\n1\n");
        assertThatThrownBy(() -> bench.extract("2026-01-01", "", "bronze.in_x"))
                .hasMessageContainingAll("in.x reads files", "run --full-refresh");
        assertThatThrownBy(() -> bench.extract("", "", "bronze.nope")).hasMessageContaining("names no table");
    }

    @Test
    void aValueThatTheCursorCannotHaveIsTold() throws SQLException {
        assertThat(Workbench.errors(bench.extract("yesterday", "")).get(0))
                .contains("--from and --to: 'yesterday' is no value of the cursor of db.orders")
                .contains("2026-01-31T12:00:00");
        assertThat(Workbench.errors(bench.extract("2026-01-01T00:00:00Z", "")).get(0))
                .contains("'2026-01-01T00:00:00Z'", "a time without zone", "its times have none");

        assertThat(Workbench.errors(bench.extract("2026-02-30", "")).get(0)).contains("'2026-02-30' is no value");
        assertThat(Workbench.errors(bench.extract("+12026-01-01", "")).get(0)).contains("'+12026-01-01' is no value");
        assertThat(Workbench.errors(bench.extract("2026-01-02", "2026-01-01T23:00"))
                        .get(0))
                .contains("nothing of db.orders is from 2026-01-02 on and below 2026-01-01T23:00");
        assertThat(Workbench.errors(bench.extract("2026-01-02", "2026-01-02")).get(0))
                .contains("write a --to that is behind --from");

        source("cursor: id");
        assertThat(Workbench.errors(bench.extract("2026-01-01", "")).get(0)).contains("write a number");
        assertThat(Workbench.errors(bench.extract("1e999999999", "")).get(0)).contains("write a number");
        assertThat(Workbench.errors(bench.extract("9999999999999999999", "")).get(0))
                .contains("write a number that its type, BIGINT, can hold");
        assertThat(Workbench.errors(bench.extract("10", "9.5")).get(0)).contains("nothing of db.orders");
        assertThat(landed("10", "20.5").written()).isEqualTo(11);
    }

    @Test
    void aPreviewShowsWhatWouldBeAskedForAndLandsNothing() {
        Shown first = bench.previews("", "").get(0);
        assertThat(first.reason()).contains("all rows that are not landed yet");
        assertThat(first.ended()).isEmpty();
        assertThat(first.bookmark()).isEmpty();
        assertThat(first.preview().asked()).containsExactly("SELECT * FROM \"main\".\"orders\"");
        assertThat(first.preview().sample().orElseThrow().rows()).hasSize(3);
        assertThat(bench.has("landing.db_orders")).isFalse();

        bench.run();
        Shown span = bench.previews("2026-01-11", "2026-01-21").get(0);
        assertThat(span.reason()).contains("rows with stamp from 2026-01-11 on and below 2026-01-21");
        assertThat(span.ended()).contains("stamp 2026-03-01 00:00:00.000000");
        assertThat(span.bookmark().orElseThrow()).contains("\"value\":\"2026-03-01");
        assertThat(bench.previews("2026-04-01", "").get(0).reason())
                .contains("rows with stamp from 2026-04-01 on, as far as 2026-03-01 00:00:00.000000, where the next run"
                        + " begins");
        assertThat(span.preview().asked())
                .containsExactly(
                        "SELECT * FROM \"main\".\"orders\" WHERE \"stamp\" >= TIMESTAMP '2026-01-11 00:00:00.000000'"
                                + " AND \"stamp\" < TIMESTAMP '2026-01-21 00:00:00.000000'"
                                + " AND \"stamp\" < TIMESTAMP '2026-03-01 00:00:00.000000'");
        assertThat(span.preview().sample().orElseThrow().rows().get(0)).startsWith("10");
    }

    /** Whatever is done in whatever order, each state that a row had when its time was asked for is landed once. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void anyOrderOfRunsAndSpansLandsEveryStateOnce(long seed) throws SQLException {
        Random dice = new Random(seed);
        source(dice.nextBoolean() ? "cursor: stamp, lookback: 5d" : "cursor: stamp");
        TreeSet<String> mayBe = new TreeSet<>(rowsOf("true"));
        List<String> done = new ArrayList<>();
        int next = 1000;
        for (int turn = 0; turn < 12; turn++) {
            LocalDateTime time = LocalDateTime.of(2026, 1, 1, 0, 0).plusDays(dice.nextInt(60 + turn * 3));
            switch (dice.nextInt(4)) {
                case 0 -> sql("INSERT INTO orders VALUES (" + next++ + ", 1, TIMESTAMP '" + time.toLocalDate() + "')");
                case 1 ->
                    sql("UPDATE orders SET total = " + next++ + " WHERE stamp::DATE = DATE '" + time.toLocalDate()
                            + "'");
                case 2 -> bench.run();
                default -> {
                    String from = time.toLocalDate().toString();
                    String to =
                            time.toLocalDate().plusDays(1 + dice.nextInt(40)).toString();
                    bench.extract(from, dice.nextBoolean() ? to : "");
                    done.add(from + ".." + to);
                }
            }
            mayBe.addAll(rowsOf("true"));
        }
        bench.run();
        bench.extract("2025-01-01", "");
        bench.run();
        List<String> bronze = bench.rows("SELECT id, total, stamp FROM bronze.db_orders");
        assertThat(bronze).as("spans %s", done).doesNotHaveDuplicates().containsAll(rowsOf("true"));
        assertThat(mayBe).containsAll(bronze);
    }

    private List<String> rowsOf(String where) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                var result = statement.executeQuery("SELECT id, total, stamp FROM orders WHERE " + where)) {
            while (result.next()) {
                rows.add(result.getLong(1) + "|" + result.getBigDecimal(2) + "|"
                        + Optional.ofNullable(result.getObject(3, LocalDateTime.class))
                                .orElseThrow());
            }
        }
        return rows;
    }
}
