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

/** Rows that a database deleted are found by comparing its keys with those landed, and leave the models. */
final class DeletedRowsTest {

    private final String url;
    private final Workbench bench;

    DeletedRowsTest(@TempDir Path folder) throws SQLException {
        this.url = "jdbc:duckdb:" + folder.resolve("shop.duckdb");
        this.bench = Workbench.in(folder);
        sql(
                "CREATE TABLE orders (shop VARCHAR, id BIGINT, total DECIMAL(9,2), day DATE)",
                "INSERT INTO orders VALUES ('a', 1, 10, '2026-01-01'), ('a', 2, 20, '2026-01-02'),"
                        + " (NULL, 2, 30, '2026-01-02')");
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
                "connector: jdbc\nurl: \"" + url + "\"\nstreams:\n  orders: { table: orders" + options + " }\n");
    }

    private void model() {
        bench.model(
                "silver.orders",
                "materialized: merge\nunique_key: [shop_key, id]\nlatest_by: day\ndelete_when: _deleted",
                "SELECT coalesce(shop, '-') AS shop_key, id, total, day, _deleted FROM bronze.db_orders");
    }

    private Ledger landed() {
        return Workbench.ledger(bench.run(), "landing.db_orders");
    }

    @Test
    void aKeyThatIsGoneIsLandedOnceMoreAndLeavesTheModel() throws SQLException {
        source(", cursor: day, compare_keys: [shop, id]");
        model();
        assertThat(landed()).isEqualTo(Ledger.of(3, 3, 0));
        assertThat(bench.rows("SELECT shop_key, id FROM silver.orders ORDER BY ALL"))
                .containsExactly("-|2", "a|1", "a|2");

        sql("DELETE FROM orders WHERE total IN (10, 30)", "INSERT INTO orders VALUES ('b', 1, 40, '2026-01-03')");
        assertThat(landed()).isEqualTo(Ledger.of(4, 3, 0, Map.of("landed already", 1L)));
        assertThat(bench.rows("SELECT _batch_id, shop, id, total, day, _deleted FROM bronze.db_orders ORDER BY ALL"))
                .containsExactly(
                        "000001|a|1|10.00|2026-01-01|false",
                        "000001|a|2|20.00|2026-01-02|false",
                        "000001|null|2|30.00|2026-01-02|false",
                        "000002|a|1|10.00|2026-01-01|true",
                        "000002|b|1|40.00|2026-01-03|false",
                        "000002|null|2|30.00|2026-01-02|true");
        assertThat(bench.rows("SELECT shop_key, id, total FROM silver.orders ORDER BY ALL"))
                .containsExactly("a|2|20.00", "b|1|40.00");

        assertThat(landed().written()).isZero();
    }

    @Test
    void aRowThatComesBackAsItWasIsLandedAgain() throws SQLException {
        source(", cursor: day, compare_keys: [shop, id]");
        model();
        landed();
        sql("DELETE FROM orders WHERE total = 20");
        landed();
        assertThat(bench.rows("SELECT id, total FROM silver.orders ORDER BY ALL"))
                .containsExactly("1|10.00", "2|30.00");

        sql("INSERT INTO orders VALUES ('a', 2, 20, '2026-01-02')");
        assertThat(landed()).isEqualTo(Ledger.of(2, 1, 0, Map.of("landed already", 1L)));
        assertThat(bench.rows("SELECT id, total FROM silver.orders ORDER BY ALL"))
                .containsExactly("1|10.00", "2|20.00", "2|30.00");

        sql("DELETE FROM orders");
        landed();
        assertThat(bench.rows("SELECT _batch_id, total FROM bronze.db_orders WHERE _deleted ORDER BY ALL"))
                .containsExactly("000002|20.00", "000004|10.00", "000004|20.00", "000004|30.00");
        assertThat(landed().written()).isZero();
    }

    @Test
    void keysMayBeComparedFromSomeDayOn() throws SQLException {
        source(", cursor: day");
        landed();
        sql("DELETE FROM orders WHERE total = 10", "INSERT INTO orders VALUES ('c', 9, 90, '2026-01-02')");

        source(", cursor: day, compare_keys: [shop, id]");
        assertThat(landed()).isEqualTo(Ledger.of(4, 2, 0, Map.of("landed already", 2L)));

        assertThat(bench.rows("SELECT _batch_id, total, _deleted FROM bronze.db_orders ORDER BY ALL"))
                .containsExactly(
                        "000001|10.00|null",
                        "000001|20.00|null",
                        "000001|30.00|null",
                        "000002|10.00|true",
                        "000002|90.00|false");
    }

    @Test
    void keysThatCannotBeComparedAreTold() {
        source(", compare_keys: id");
        assertThatThrownBy(bench::planned)
                .isInstanceOf(LakesmithException.class)
                .hasMessageContainingAll("sources/db.yml:4:", "name a cursor");

        source(", cursor: day, compare_keys: idd");
        assertThat(Workbench.errors(bench.attempt()).get(0))
                .contains("orders has no column idd to compare keys by", "did you mean 'id'?");
    }
}
