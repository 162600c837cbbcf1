package dev.lakesmith.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rows of its inputs an output row can come from, as far as its key tells. */
final class KeyReachTest {

    private static SqlAnalyzer analyzer;

    @BeforeAll
    static void open() {
        analyzer = SqlAnalyzer.open();
        analyzer.declare(
                new TableName("silver", "orders"),
                List.of(
                        new Column("order id", "BIGINT"),
                        new Column("customer", "INTEGER"),
                        new Column("ts", "TIMESTAMP"),
                        new Column("text_ts", "VARCHAR"),
                        new Column("amount", "DECIMAL(12,2)"),
                        new Column("status", "VARCHAR")));
        analyzer.declare(
                new TableName("silver", "customers"),
                List.of(new Column("customer", "INTEGER"), new Column("region", "VARCHAR")));
    }

    @AfterAll
    static void close() {
        analyzer.close();
    }

    private static Map<String, String> reach(String sql, String key) {
        Query query = analyzer.parse(sql);
        Column column = analyzer.columns(query, Map.of()).stream()
                .filter(each -> each.name().equals(key))
                .findFirst()
                .orElseThrow();
        Map<String, String> reached = new TreeMap<>();
        analyzer.reach(query, Map.of(), column).forEach((table, expression) -> reached.put(table.name(), expression));
        return reached;
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            customer => "customer"
            "order id" => "order id"
            CAST(ts AS DATE) => CAST(ts AS DATE)
            CAST(text_ts AS DATE) => CAST(text_ts AS DATE)
            date_trunc('month', ts) => date_trunc('month', ts)
            upper(status) => upper(status)
            status || '-' || customer => ((status || '-') || CAST(customer AS VARCHAR))
            amount => "amount"
            """)
    void a_group_is_made_of_the_rows_with_its_key(String expression, String reached) {
        String grouped =
                "SELECT " + expression + " AS k, count(*) AS n FROM silver.orders GROUP BY 1 HAVING count(*) > 2";

        assertThat(reach(grouped, "k")).containsExactly(Map.entry("orders", reached));
    }

    @Test
    void a_window_keeps_its_partitions_apart() {
        String latest = "SELECT * FROM silver.orders QUALIFY row_number() OVER (PARTITION BY customer ORDER BY ts) = 1";

        assertThat(reach(latest, "customer")).containsExactly(Map.entry("orders", "\"customer\""));
        assertThat(reach(latest, "status")).isEmpty();
    }

    @Test
    void a_join_carries_the_key_to_its_other_side() {
        String joined = "SELECT o.customer, any_value(region) AS region, sum(amount) AS s FROM silver.orders o "
                + "LEFT JOIN silver.customers c ON o.customer = c.customer GROUP BY ALL";

        assertThat(reach(joined, "customer")).containsOnlyKeys("orders", "customers");
    }

    @Test
    void a_key_of_the_side_that_may_be_missing_tells_nothing() {
        String joined = "SELECT c.region, count(*) AS n FROM silver.orders o "
                + "LEFT JOIN silver.customers c ON o.customer = c.customer GROUP BY ALL";

        assertThat(reach(joined, "region")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT c.customer AS k, count(*) AS n FROM silver.orders o LEFT JOIN silver.customers c"
                        + " ON o.customer = c.customer WHERE o.status IS NULL GROUP BY 1",
                "SELECT c.customer AS k FROM silver.orders o LEFT JOIN silver.customers c"
                        + " ON o.customer = c.customer WHERE c.region IS NULL",
                "SELECT c.customer AS k FROM silver.orders o LEFT JOIN silver.customers c ON o.customer = c.customer"
                        + " UNION ALL SELECT customer FROM silver.orders",
            })
    void rows_without_a_key_because_a_partner_is_missing_are_seen_beside_other_tests_for_null(String sql) {
        assertThat(reach(sql, "k")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT coalesce(c.region, 'none') AS k, o.status FROM silver.orders o LEFT JOIN silver.customers c"
                        + " ON o.customer = c.customer",
                "SELECT CASE WHEN c.customer IS NULL THEN 3 ELSE c.customer END AS k FROM silver.orders o"
                        + " LEFT JOIN silver.customers c ON o.customer = c.customer",
            })
    void a_key_that_stands_for_a_missing_partner_tells_nothing(String sql) {
        assertThat(reach(sql, "k")).isEmpty();
    }

    @Test
    void a_collation_makes_one_key_of_values_that_differ() {
        assertThat(reach("SELECT status COLLATE NOCASE AS k, amount FROM silver.orders", "k"))
                .isEmpty();
    }

    @Test
    void a_full_join_by_its_key_keeps_rows_without_a_key_apart() {
        String full = "SELECT coalesce(o.customer, c.customer) AS k, region FROM silver.orders o"
                + " FULL JOIN silver.customers c ON o.customer = c.customer WHERE o.status IS NULL";

        assertThat(reach(full, "k")).containsOnlyKeys("orders", "customers");
    }

    @Test
    void a_union_is_followed_into_both_sides() {
        String union = "WITH u AS (SELECT customer, 1 AS n FROM silver.orders UNION ALL SELECT customer, 0 FROM"
                + " silver.customers) SELECT customer, sum(n) AS n FROM u GROUP BY customer";

        assertThat(reach(union, "customer"))
                .containsExactly(Map.entry("customers", "\"customer\""), Map.entry("orders", "\"customer\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT customer AS k, count(*) OVER () AS n FROM silver.orders",
                "SELECT customer AS k FROM silver.orders ORDER BY ts LIMIT 10",
                "SELECT count(*) AS k FROM silver.orders",
                "SELECT max(customer) AS k FROM silver.orders GROUP BY status",
                "SELECT a.customer AS k, b.amount FROM silver.orders a JOIN silver.orders b ON a.ts < b.ts",
                "SELECT customer AS k FROM silver.orders WHERE customer = 7",
            })
    void where_rows_count_for_several_keys_nothing_is_told(String sql) {
        assertThat(reach(sql, "k")).isEmpty();
    }
}
