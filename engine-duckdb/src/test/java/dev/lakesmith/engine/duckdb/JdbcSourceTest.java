package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.vocabulary.LakesmithException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of databases in this process become bronze tables: all rows, or those after a cursor. */
final class JdbcSourceTest {

    private final Path folder;
    private final Workbench bench;

    JdbcSourceTest(@TempDir Path folder) {
        this.folder = folder;
        this.bench = Workbench.in(folder);
    }

    private String sqlite() {
        return "jdbc:sqlite:" + folder.resolve("shop.sqlite");
    }

    private String duckDb() {
        return "jdbc:duckdb:" + folder.resolve("shop.duckdb");
    }

    private static void sql(String url, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private void source(String url, String... streams) {
        bench.file(
                "sources/db.yml",
                "connector: jdbc\nurl: \"" + url + "\"\nstreams:\n  " + String.join("\n  ", streams) + "\n");
    }

    private Ledger loaded(String table) {
        return Workbench.ledger(bench.run(), table);
    }

    @Test
    void theFileOfADatabaseIsFoundFromTheProjectWhereverTheProgramWasStarted() throws SQLException {
        sql(sqlite(), "CREATE TABLE people (id INTEGER)", "INSERT INTO people VALUES (1)");
        sql(duckDb(), "CREATE TABLE people (id INTEGER)", "INSERT INTO people VALUES (2)");

        source("jdbc:sqlite:shop.sqlite", "people: { table: people }");
        bench.run();
        assertThat(bench.rows("SELECT id, _source_file FROM bronze.db_people"))
                .containsExactly("1|jdbc:sqlite:shop.sqlite/people");

        source("jdbc:duckdb:shop.duckdb", "others: { table: people }");
        bench.run();
        assertThat(bench.rows("SELECT id FROM bronze.db_others")).containsExactly("2");
    }

    @Test
    void aWholeTableIsReadOnceAndAgainWhenItChanged() throws SQLException {
        sql(
                sqlite(),
                "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, height REAL, photo BLOB)",
                "INSERT INTO people VALUES (1, 'Ann', 1.7, x'00ff'), (2, NULL, 0.1, NULL), (3, 'x', 'tall', 7)");
        source(sqlite(), "people: { table: people }");

        assertThat(loaded("landing.db_people")).isEqualTo(Ledger.of(3, 3, 0));
        assertThat(bench.rows("SELECT id, name, height, photo, _source_file FROM bronze.db_people ORDER BY id"))
                .containsExactly(
                        "1|Ann|1.7|00ff|" + sqlite() + "/people",
                        "2|null|0.1|null|" + sqlite() + "/people",
                        "3|x|tall|7|" + sqlite() + "/people");

        assertThat(loaded("landing.db_people")).isEqualTo(Ledger.of(3, 0, 0, Map.of("landed already", 3L)));
        assertThat(bench.rows("SELECT count(*) FROM bronze.db_people")).containsExactly("3");

        sql(sqlite(), "UPDATE people SET name = 'Bea' WHERE id = 2");
        assertThat(loaded("landing.db_people")).isEqualTo(Ledger.of(3, 3, 0));
        assertThat(bench.rows("SELECT _batch_id, name FROM bronze.db_people WHERE id = '2' ORDER BY ALL"))
                .containsExactly("000001|null", "000002|Bea");
    }

    @Test
    void aCursorBringsEveryRowExactlyOnce() throws SQLException {
        sql(
                duckDb(),
                "CREATE TABLE orders (id BIGINT, total DECIMAL(9,2), changed TIMESTAMP)",
                "INSERT INTO orders VALUES (1, 1.50, '2026-01-01 10:00:00'), (2, 2, '2026-01-01 10:00:00.000001'),"
                        + " (3, 3, NULL)");
        source(duckDb(), "orders: { table: orders, cursor: changed, lookback: 1h }");

        assertThat(loaded("landing.db_orders")).isEqualTo(Ledger.of(3, 3, 0));

        sql(
                duckDb(),
                // At the last value, late within the lookback, too late, without a value, equal to a landed row, and
                // new.
                "INSERT INTO orders VALUES (4, 4, '2026-01-01 10:00:00.000001'), (5, 5, '2026-01-01 09:30:00'),"
                        + " (6, 6, '2026-01-01 08:59:59'), (7, 7, NULL), (2, 2, '2026-01-01 10:00:00.000001'),"
                        + " (8, 8, '2026-01-02 00:00:00')");
        assertThat(loaded("landing.db_orders")).isEqualTo(Ledger.of(8, 5, 0, Map.of("landed already", 3L)));
        assertThat(bench.rows("SELECT _batch_id, id, total, changed FROM bronze.db_orders ORDER BY ALL"))
                .containsExactly(
                        "000001|1|1.50|2026-01-01T10:00",
                        "000001|2|2.00|2026-01-01T10:00:00.000001",
                        "000001|3|3.00|null",
                        "000002|2|2.00|2026-01-01T10:00:00.000001",
                        "000002|4|4.00|2026-01-01T10:00:00.000001",
                        "000002|5|5.00|2026-01-01T09:30",
                        "000002|7|7.00|null",
                        "000002|8|8.00|2026-01-02T00:00");

        assertThat(loaded("landing.db_orders").written()).isZero();
        assertThat(bench.rows("SELECT count(*) FROM bronze.db_orders")).containsExactly("8");
    }

    @Test
    void aCursorThatIsChosenLaterOrComesBackDoublesNothing() throws SQLException {
        sql(
                duckDb(),
                "CREATE TABLE orders (id BIGINT, day DATE)",
                "INSERT INTO orders VALUES (1, '2026-01-01'), (2, '2026-01-02'), (2, '2026-01-02')");
        source(duckDb(), "orders: { table: orders }");
        assertThat(loaded("landing.db_orders")).isEqualTo(Ledger.of(3, 3, 0));

        source(duckDb(), "orders: { table: orders, cursor: day }");
        sql(duckDb(), "INSERT INTO orders VALUES (3, '2026-01-03')");
        assertThat(loaded("landing.db_orders")).isEqualTo(Ledger.of(4, 1, 0, Map.of("landed already", 3L)));

        source(duckDb(), "orders: { table: orders, cursor: id }");
        sql(duckDb(), "INSERT INTO orders VALUES (4, '2026-01-01')");
        assertThat(loaded("landing.db_orders")).isEqualTo(Ledger.of(5, 1, 0, Map.of("landed already", 4L)));

        source(duckDb(), "orders: { table: orders }");
        sql(duckDb(), "INSERT INTO orders VALUES (5, '2026-01-05')");
        assertThat(loaded("landing.db_orders")).isEqualTo(Ledger.of(6, 6, 0));

        source(duckDb(), "orders: { table: orders, cursor: id }");
        assertThat(loaded("landing.db_orders").written()).isZero();
        assertThat(bench.rows("SELECT _batch_id, id FROM bronze.db_orders WHERE id >= 3 ORDER BY ALL"))
                .containsExactly("000002|3", "000003|4", "000004|3", "000004|4", "000004|5");
    }

    @Test
    void aCursorOfTextGoesByTheDatabasesOwnOrder() throws SQLException {
        sql(sqlite(), "CREATE TABLE t (code TEXT COLLATE NOCASE)", "INSERT INTO t VALUES ('a'), ('C'), ('b'), ('c')");
        source(sqlite(), "t: { table: t, cursor: code }");
        assertThat(loaded("landing.db_t")).isEqualTo(Ledger.of(4, 4, 0));

        sql(sqlite(), "INSERT INTO t VALUES ('D'), ('e')");

        assertThat(loaded("landing.db_t")).isEqualTo(Ledger.of(4, 2, 0, Map.of("landed already", 2L)));
        assertThat(bench.rows("SELECT code FROM bronze.db_t ORDER BY lower(code), code"))
                .containsExactly("a", "b", "C", "c", "D", "e");
    }

    @Test
    void aCursorOfSqlitesFloatingPointNumbersKeepsEveryDigit() throws SQLException {
        sql(sqlite(), "CREATE TABLE t (seconds REAL)", "INSERT INTO t VALUES (0.1), (1234567890.1234567)");
        source(sqlite(), "t: { table: t, cursor: seconds }");
        loaded("landing.db_t");

        sql(sqlite(), "INSERT INTO t VALUES (1234567890.1234569)");

        assertThat(loaded("landing.db_t")).isEqualTo(Ledger.of(2, 1, 0, Map.of("landed already", 1L)));
        assertThat(bench.rows("SELECT seconds FROM bronze.db_t ORDER BY CAST(seconds AS DOUBLE)"))
                .containsExactly("0.1", "1.2345678901234567E9", "1.234567890123457E9");
    }

    @Test
    void aCursorThatCannotBeComparedExactlyIsRefused() throws SQLException {
        sql(
                duckDb(),
                "CREATE TABLE t (d DOUBLE, i INTEGER)",
                "INSERT INTO t VALUES (0.1, 1)",
                "CREATE TABLE fine (n TIMESTAMP_NS)",
                "INSERT INTO fine VALUES ('2026-01-01 00:00:00.123456789')");

        source(duckDb(), "t: { table: t, cursor: d }");
        assertThat(Workbench.errors(bench.attempt()).get(0))
                .contains("sources/db.yml:4:", "the cursor d is of type DOUBLE", "cast it in a 'query'");

        source(duckDb(), "t: { table: t, cursor: i, lookback: 1h }");
        bench.run();
        assertThat(Workbench.errors(bench.attempt()).get(0))
                .contains("the cursor is of type INTEGER, and 'lookback' is a duration");

        source(duckDb(), "fine: { table: fine, cursor: n }");
        assertThat(Workbench.errors(bench.attempt()).get(0))
                .contains("the value '2026-01-01T00:00:00.123456789' of the column n is no time of whole microseconds");

        source(duckDb(), "t: { table: t, lookback: 5 }");
        assertThatThrownBy(bench::planned)
                .isInstanceOf(LakesmithException.class)
                .hasMessageContainingAll("sources/db.yml:4:", "name the column with 'cursor'");
    }

    @Test
    void aQueryIsReadAsItStands() throws SQLException {
        sql(
                duckDb(),
                "CREATE TABLE t AS SELECT range AS n, range % 2 = 0 AS even, DATE '2026-01-01' + range::INTEGER AS day,"
                        + " TIME '10:00:00.5' AS \"at\", uuid() AS id FROM range(10)");
        source(duckDb(), "big: { query: \"SELECT * FROM t WHERE n > 7 ; \" }");

        assertThat(loaded("bronze.db_big")).isEqualTo(Ledger.of(2, 2, 0));
        assertThat(bench.rows("SELECT n, even, day, \"at\" FROM bronze.db_big ORDER BY n"))
                .containsExactly("8|true|2026-01-09|10:00:00.500", "9|false|2026-01-10|10:00:00.500");
    }

    @Test
    void aValueThatDoesNotFitItsColumnIsToldAndCanBeLandedAsText() throws SQLException {
        sql(
                duckDb(),
                "CREATE TABLE t (n INTEGER, seen TIMESTAMP_NS)",
                "INSERT INTO t VALUES (1, '2026-01-01 00:00:00.123456789')");
        source(duckDb(), "t: { table: t }");

        assertThat(Workbench.errors(bench.attempt()).get(0))
                .contains("the column seen")
                .contains("columns: { seen: { type: varchar } }");

        source(duckDb(), "t: { table: t, columns: { seen: { type: varchar } } }");
        bench.run();
        assertThat(bench.rows("SELECT seen FROM bronze.db_t")).containsExactly("2026-01-01 00:00:00.123456789");
    }

    @Test
    void aTableThatIsNotThereIsToldWithTheNearestOne() throws SQLException {
        sql(duckDb(), "CREATE TABLE customers (id INTEGER)");
        source(duckDb(), "c: { table: custmers }");

        assertThat(Workbench.errors(bench.attempt()).get(0))
                .contains("has no table or view custmers")
                .contains("did you mean 'customers'?");

        source(duckDb(), "c: { table: customers, cursor: idd }");
        assertThat(Workbench.errors(bench.attempt()).get(0))
                .contains("has no column idd for the cursor")
                .contains("did you mean 'id'?");
    }
}
