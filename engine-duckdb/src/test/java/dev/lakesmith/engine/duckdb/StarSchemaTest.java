package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.run.RunReport;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dimensions and facts: keys that stay, members that come late, versions, grain. */
final class StarSchemaTest {

    private static final String CUSTOMERS = "SELECT id AS customer_id, name FROM bronze.in_c WHERE name <> 'skip'";
    private static final String ORDERS = "SELECT id AS order_id, customer, CAST(day AS DATE) AS day FROM bronze.in_o";
    private static final String FACT = "fact: { grain: order_id, rows_of: bronze.in_o, dimensions:"
            + " { customer_key: { of: gold.dim_customer, by: customer } } }\ncolumns: { customer: bigint }";
    private static final String JOINED =
            "SELECT o.order_id, c.name, c.is_inferred FROM gold.orders o JOIN gold.dim_customer c USING (customer_key)"
                    + " ORDER BY ALL";

    private final Workbench bench;

    StarSchemaTest(@TempDir Path folder) {
        this.bench = Workbench.in(folder)
                .streams(
                        "c: { path: 'drop/c-*', format: csv }",
                        "o: { path: 'drop/o-*', format: csv }",
                        "h: { path: 'drop/h-*', format: csv }")
                .file("drop/c-1", "id,name\n1,Ann\n2,Bob\n,nobody\n9,skip\n")
                .file("drop/o-1", "id,customer,day\n10,1,2026-01-05\n11,3,2026-01-06\n12,,2026-01-07\n")
                .file("drop/h-1", "id,plan,since\n1,free,2026-01-04\n1,pro,2026-01-06\n2,pro,2026-02-01\n");
    }

    private Workbench star(String header) {
        return bench.model("gold.dim_customer", header, CUSTOMERS).model("gold.orders", FACT, ORDERS);
    }

    /** The key as any other program would compute it. */
    private static long keyOf(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, digest).shiftRight(65).longValueExact();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_dimension_has_keys_an_unknown_member_and_an_inferred_row_for_a_member_that_only_a_fact_names() {
        star("dimension: { key: customer_id }\ncolumns: { customer_id: bigint, name: { checks: [not_null] } }");

        RunReport report = bench.run();

        assertThat(bench.rows("SELECT * FROM gold.dim_customer ORDER BY customer_id NULLS FIRST"))
                .containsExactly(
                        "-1|null|Unknown|false",
                        keyOf("1") + "|1|Ann|false",
                        keyOf("2") + "|2|Bob|false",
                        keyOf("3") + "|3|Unknown|true");
        assertThat(bench.rows(JOINED)).containsExactly("10|Ann|false", "11|Unknown|true", "12|Unknown|false");
        assertThat(Workbench.ledger(report, "gold.dim_customer"))
                .isEqualTo(Ledger.of(6, 4, 1, Map.of("filtered: name <> 'skip'", 1L)));
        assertThat(bench.rows("SELECT reason FROM quarantine.gold_dim_customer"))
                .containsExactly("dimension.key.customer_id: customer_id is NULL");
    }

    @Test
    void a_late_member_completes_its_inferred_row_and_keeps_its_key() {
        star("dimension: { key: customer_id }\ncolumns: { customer_id: bigint }");
        bench.run();

        bench.file("drop/c-2", "id,name\n3,Cid\n").run();

        assertThat(bench.rows(JOINED)).containsExactly("10|Ann|false", "11|Cid|false", "12|Unknown|false");
        assertThat(bench.rows("SELECT customer_key FROM gold.dim_customer WHERE customer_id = 3"))
                .containsExactly(Long.toString(keyOf("3")));
    }

    @Test
    void a_merged_dimension_completes_members_too_and_keeps_those_it_has() {
        star("materialized: merge\ndimension: { key: customer_id }\ncolumns: { customer_id: bigint }");
        bench.run();
        bench.file("drop/o-2", "id,customer,day\n13,4,2026-01-08\n").run();

        RunReport report = bench.file("drop/c-2", "id,name\n3,Cid\n1,Anna\n").run();

        assertThat(bench.rows("SELECT customer_id, name, is_inferred FROM gold.dim_customer ORDER BY ALL"))
                .containsExactly("1|Anna|false", "2|Bob|false", "3|Cid|false", "4|Unknown|true", "null|Unknown|false");
        assertThat(Workbench.step(report, "gold.dim_customer").notes())
                .anyMatch(note -> note.contains("only new rows of bronze.in_c"));
    }

    @Test
    void a_merged_dimension_keeps_members_that_its_source_loses_and_the_unknown_one() {
        star("materialized: merge\ndimension: { key: customer_id }\ncolumns: { customer_id: bigint }")
                .model(
                        "silver.c",
                        "materialized: merge\nunique_key: id\ndelete_when: name = 'gone'",
                        "FROM bronze.in_c")
                .model(
                        "gold.dim_customer",
                        "materialized: merge\ndimension: { key: customer_id }\ncolumns: { customer_id: bigint }",
                        "SELECT id AS customer_id, name FROM silver.c WHERE id IS NOT NULL")
                .model("gold.orders", FACT.replace("by: customer", "by: customer, missing: unknown"), ORDERS)
                .run();

        bench.file("drop/c-2", "id,name\n1,gone\n3,Cid\n").run();

        assertThat(bench.rows("SELECT customer_id, name FROM gold.dim_customer ORDER BY ALL"))
                .containsExactly("1|Ann", "2|Bob", "3|Cid", "9|skip", "null|Unknown");
        assertThat(bench.rows("SELECT count(*) FROM gold.orders JOIN gold.dim_customer USING (customer_key)"))
                .containsExactly("3");
    }

    @Test
    void a_fact_may_point_to_the_unknown_member_instead() {
        star("dimension: { key: customer_id, unknown: { name: nobody } }\ncolumns: { customer_id: bigint }")
                .model("gold.orders", FACT.replace("by: customer", "by: customer, missing: unknown"), ORDERS);

        bench.run();

        assertThat(bench.rows(JOINED)).containsExactly("10|Ann|false", "11|nobody|false", "12|nobody|false");
        assertThat(bench.rows("SELECT count(*) FROM gold.dim_customer")).containsExactly("3");
    }

    @Test
    void a_fact_finds_the_version_of_its_moment_and_before_the_first_one_the_beginning_of_the_member() {
        bench.model(
                        "gold.plans",
                        "dimension: { key: id, surrogate: plan_key, valid_from: since, valid_to: ended, current: now }",
                        "SELECT CAST(id AS BIGINT) AS id, plan, CAST(since AS DATE) AS since,"
                                + " lead(CAST(since AS DATE)) OVER w AS ended, lead(since) OVER w IS NULL AS now"
                                + " FROM bronze.in_h WINDOW w AS (PARTITION BY id ORDER BY since)")
                .model(
                        "gold.orders",
                        "fact: { grain: order_id, dimensions:"
                                + " { plan_key: { of: gold.plans, by: customer, as_of: day } } }\n"
                                + "columns: { customer: bigint }",
                        ORDERS);
        bench.file("drop/o-2", "id,customer,day\n13,1,2026-01-06\n14,1,2026-01-01\n15,2,2026-03-01\n");

        bench.run();

        String joined = "SELECT o.order_id, p.plan, p.since, p.ended, p.now, p.is_inferred"
                + " FROM gold.orders o JOIN gold.plans p USING (plan_key) ORDER BY ALL";
        assertThat(bench.rows(joined))
                .containsExactly(
                        "10|free|2026-01-04|2026-01-06|false|false",
                        "11|Unknown|null|null|true|true",
                        "12|Unknown|null|null|true|false",
                        "13|pro|2026-01-06|null|true|false",
                        "14|free|null|2026-01-04|false|false",
                        "15|pro|2026-02-01|null|true|false");

        bench.file("drop/h-2", "id,plan,since\n3,team,2026-01-10\n").run();

        assertThat(bench.rows(joined)).contains("11|team|null|2026-01-10|false|false");
    }

    @Test
    void a_fact_keeps_a_row_in_its_dimension_when_a_late_row_moves_the_version_that_it_points_to() {
        bench.model(
                        "silver.plans",
                        "materialized: snapshot\nunique_key: id\nupdated_at: since\ncolumns: { id: bigint, since: date }",
                        "SELECT id, plan, since FROM bronze.in_h")
                .model(
                        "gold.plans",
                        "dimension: { key: id, surrogate: plan_key, valid_from: valid_from, valid_to: valid_to, current:"
                                + " is_current }",
                        "SELECT * EXCLUDE (_confirmed_at) FROM silver.plans")
                .model(
                        "gold.orders",
                        "materialized: merge\nfact: { grain: order_id, dimensions:"
                                + " { plan_key: { of: gold.plans, by: customer, as_of: day } } }\n"
                                + "columns: { customer: bigint }",
                        ORDERS)
                .file("drop/o-2", "id,customer,day\n13,2,2026-02-03\n")
                .run();
        String joined = "SELECT o.order_id, p.plan, p.is_inferred FROM gold.orders o JOIN gold.plans p USING (plan_key)"
                + " ORDER BY ALL";
        List<String> before = bench.rows(joined);
        assertThat(before).containsExactly("10|free|false", "11|Unknown|true", "12|Unknown|false", "13|pro|false");

        bench.file("drop/h-2", "id,plan,since\n1,free,2026-01-02\n2,pro,2026-01-15\n")
                .run();

        assertThat(bench.rows(joined)).isEqualTo(before);
        assertThat(bench.rows("SELECT order_id, plan FROM gold.orders JOIN gold.plans ON id = customer AND"
                        + " day >= valid_from AND (day < valid_to OR valid_to IS NULL) ORDER BY ALL"))
                .as("by time there is one row as before")
                .containsExactly("10|free", "13|pro");
        assertThat(bench.rows(
                        "SELECT id, count(*) FROM gold.plans WHERE is_current AND id < 3 GROUP BY id ORDER BY id"))
                .containsExactly("1|1", "2|1");
    }

    @Test
    void a_key_of_several_columns_is_not_mistaken_for_another() {
        bench.model("gold.dim_pair", "dimension: { key: [a, b] }", "SELECT 'x' AS a, 'yz' AS b UNION SELECT 'xy', 'z'")
                .run();

        assertThat(bench.rows("SELECT pair_key, a, b FROM gold.dim_pair WHERE pair_key <> -1 ORDER BY a"))
                .containsExactly(keyOf("1:x2:yz") + "|x|yz", keyOf("2:xy1:z") + "|xy|z");
    }

    @Test
    void members_given_twice_stop_the_run_or_go_to_quarantine() {
        star("dimension: { key: customer_id }\ncolumns: { customer_id: bigint }")
                .file("drop/c-2", "id,name\n1,Anna\n");

        assertThat(Workbench.errors(bench.attempt())).anyMatch(error -> error.contains("dimension.members failed"));
        assertThat(bench.has("gold.orders")).isFalse();

        star("dimension: { key: customer_id, on_duplicates: quarantine }\ncolumns: { customer_id: bigint }")
                .run();

        assertThat(bench.rows("SELECT customer_id, is_inferred FROM gold.dim_customer ORDER BY ALL"))
                .contains("2|false");
    }

    @Test
    void a_join_that_multiplies_a_facts_rows_is_told() {
        star("dimension: { key: customer_id }\ncolumns: { customer_id: bigint }")
                .model(
                        "gold.orders",
                        FACT,
                        ORDERS.replace("bronze.in_o", "bronze.in_o JOIN (SELECT 1 UNION SELECT 2) ON true"));

        assertThat(Workbench.errors(bench.attempt()))
                .anyMatch(error -> error.contains("its query gives 6 rows, but bronze.in_o")
                        && error.contains("a join finds several partners"));
    }

    @Test
    void a_grain_given_twice_fails_before_anything_is_published() {
        star("dimension: { key: customer_id }\ncolumns: { customer_id: bigint }")
                .file("drop/o-2", "id,customer,day\n10,2,2026-01-09\n");

        assertThat(Workbench.errors(bench.attempt())).anyMatch(error -> error.contains("fact.grain failed for"));

        bench.model(
                        "gold.orders",
                        FACT.replace("grain: order_id", "grain: order_id, on_duplicates: quarantine"),
                        ORDERS)
                .run();

        assertThat(bench.rows("SELECT order_id FROM gold.orders ORDER BY ALL")).containsExactly("11", "12");
        assertThat(bench.rows("SELECT count(*), min(reason) FROM quarantine.gold_orders"))
                .containsExactly("2|fact.grain: order_id is not unique");
    }

    @Test
    void keys_are_the_same_after_everything_is_made_anew() {
        star("dimension: { key: customer_id }\ncolumns: { customer_id: bigint }")
                .run();
        List<String> before = bench.rows("SELECT * FROM gold.dim_customer ORDER BY ALL");

        star("dimension: { key: customer_id }\ndescription: other\ntags: x\n"
                        + "columns: { customer_id: bigint, name: varchar }")
                .run();

        assertThat(bench.rows("SELECT * FROM gold.dim_customer ORDER BY ALL")).isEqualTo(before);
    }

    @Test
    void days_are_found_by_their_number_in_every_role_and_the_calendar_grows_with_the_facts() {
        bench.file("seeds/holidays.csv", "date,holiday,country\n2026-01-06,Epiphany,DE\n2026-01-07,Other,FR\n")
                .model(
                        "gold.dim_date",
                        "generate: { dates: { from: 2026-01-01, to: 2026-01-31, fiscal_year_starts: 4,"
                                + " week_starts: sunday, holidays: seeds.holidays, country: DE } }",
                        "")
                .model(
                        "gold.orders",
                        "fact: { grain: order_id, dimensions: { ordered_key: { of: gold.dim_date, by: day },"
                                + " due_key: { of: gold.dim_date, by: due } } }",
                        "SELECT id AS order_id, CAST(day AS DATE) AS day, CAST(day AS TIMESTAMP) + INTERVAL 25 DAY AS due"
                                + " FROM bronze.in_o")
                .model(
                        "gold.by_month",
                        "",
                        "SELECT d.year_month, p.fiscal_year, count(*) AS orders FROM gold.orders AS o"
                                + " JOIN gold.dim_date AS d ON d.date_key = o.ordered_key"
                                + " JOIN gold.dim_date AS p ON p.date_key = o.due_key GROUP BY ALL");

        bench.run();

        assertThat(bench.rows(
                        "SELECT date_key, weekday, weekday_name, week_start, iso_week, fiscal_year, fiscal_quarter,"
                                + " fiscal_period, is_weekend, is_holiday, holiday, is_inferred FROM gold.dim_date"
                                + " WHERE date_key IN (20260104, 20260106, 20260107, 20260201) ORDER BY 1"))
                .containsExactly(
                        "20260104|1|Sunday|2026-01-04|1|2026|4|10|true|false|null|false",
                        "20260106|3|Tuesday|2026-01-04|2|2026|4|10|false|true|Epiphany|false",
                        "20260107|4|Wednesday|2026-01-04|2|2026|4|10|false|false|null|false",
                        "20260201|1|Sunday|2026-02-01|5|2026|4|11|true|false|null|true");
        assertThat(bench.rows("SELECT * FROM gold.by_month")).containsExactly("2026-01|2026|3");
        assertThat(bench.rows("SELECT count(*) FROM gold.dim_date")).containsExactly("33");
    }
}
