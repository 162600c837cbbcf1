package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.core.run.RunReport;
import dev.lakesmith.core.run.StepReport;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks of whole tables: numbers, ages, schemas, keys, intervals, other tables; and what is kept of them. */
final class TableChecksTest {

    private final Workbench bench;

    TableChecksTest(@TempDir Path folder) {
        this.bench = Workbench.in(folder).streams("x: { path: 'drop/x-*', format: csv }");
    }

    private static List<String> seen(RunReport report, String table) {
        return Workbench.step(report, table).checks().stream()
                .filter(outcome -> !outcome.passed())
                .map(outcome -> outcome.check().name() + ": " + outcome.seen())
                .toList();
    }

    private static List<String> remarks(RunReport report, String table) {
        return Workbench.step(report, table).checks().stream()
                .flatMap(outcome -> outcome.remark().stream())
                .toList();
    }

    @Test
    void numbers_and_ages_out_of_range_are_told_with_what_was_seen_and_what_is_allowed() {
        bench.file("drop/x-1", "id,v,seen\n1,10.5,2020-01-01 00:00:00\n2,2,2020-01-02 00:00:00\n3,,\n")
                .model("silver.m", """
                        columns:
                          v:
                            type: decimal(8,2)
                            checks:
                              - sum: { min: 13, severity: warn }
                              - avg: { min: 6.25, max: 6.25, severity: warn }
                              - min: { max: 1.99, severity: warn, where: "id <> '1'" }
                              - max: { max: 10.5, severity: warn }
                          seen: { type: timestamp }
                        checks:
                          - row_count: { max: 2, severity: warn }
                          - freshness: { column: seen, max_age: 36h, severity: warn, where: "id = '1'" }
                          - freshness: { column: seen, max_age: 36h, severity: warn, where: "id = '3'", name: never }
                        """, "SELECT id, v, seen FROM bronze.in_x");
        RunReport report = bench.run();

        assertThat(seen(report, "silver.m")).hasSize(5);
        assertThat(seen(report, "silver.m").subList(0, 3))
                .containsExactly(
                        "v_sum: sum of v is 12.50, allowed is at least 13",
                        "v_min: min of v is 2.00, allowed is at most 1.99",
                        "row_count: row_count is 3, allowed is at most 2");
        assertThat(seen(report, "silver.m").get(3))
                .startsWith("seen_freshness: the newest seen is 2020-01-01T00:00:00Z, ")
                .endsWith(" old; allowed is 1d12h");
        assertThat(seen(report, "silver.m").get(4)).isEqualTo("never: seen has no value, so nothing is fresh");
    }

    @Test
    void a_table_without_rows_has_the_sum_zero_and_no_mean() {
        bench.file("drop/x-1", "v\n1\n").model("silver.m", """
                        columns: { v: { type: integer, checks: [{ sum: { min: 1, severity: warn } }, { avg: { min: 1 } }] } }
                        """, "SELECT v FROM bronze.in_x WHERE v = '2'");
        RunReport report = bench.run();

        assertThat(seen(report, "silver.m")).containsExactly("v_sum: sum of v is 0, allowed is at least 1");
    }

    @Test
    void a_number_is_held_against_earlier_runs_once_enough_are_known_and_a_refused_one_is_forgotten() {
        bench.file("drop/x-1", "id\n1\n2\n")
                .model(
                        "silver.m",
                        "checks: [{ row_count: { change: { runs: 2, max_percent: 50 } } }]",
                        "SELECT id FROM bronze.in_x");
        assertThat(remarks(bench.run(), "silver.m"))
                .containsExactly(
                        "row_count is 2; not compared, 0 of the 2 earlier runs it is compared with are known" + " yet");
        bench.file("drop/x-2", "id\n3\n").run();
        RunReport failed = bench.file("drop/x-3", "id\n4\n5\n").attempt();

        assertThat(Workbench.errors(failed))
                .anyMatch(error -> error.contains(
                        "row_count is 5, above the mean 2.5 of the last 2 runs by 100 %; allowed are 50 %"));
        assertThat(bench.table("silver.m").property("lakesmith.metrics").orElseThrow())
                .contains("\"value\":2.0", "\"value\":3.0")
                .doesNotContain("5.0");
        assertThat(bench.rows("SELECT count(*) FROM silver.m")).containsExactly("3");
    }

    @Test
    void a_changed_check_is_made_again_without_building_the_table_anew() {
        String query = "SELECT id FROM bronze.in_x";
        bench.file("drop/x-1", "id\n1\n2\n").model("silver.m", "checks: [{ row_count: { min: 1 } }]", query);
        bench.run();
        long snapshot = bench.table("silver.m").snapshotId().orElseThrow();
        RunReport report = bench.model("silver.m", "checks: [{ row_count: { min: 2 } }]", query)
                .run();

        assertThat(Workbench.step(report, "silver.m").kind()).isEqualTo("check");
        assertThat(bench.table("silver.m").snapshotId()).hasValue(snapshot);
        assertThat(bench.run().nothingNew()).isTrue();
        RunReport failed = bench.model("silver.m", "checks: [{ row_count: { min: 3 } }]", query)
                .attempt();
        assertThat(Workbench.errors(failed)).anyMatch(error -> error.contains("row_count is 2"));
    }

    @Test
    void schema_unchanged_tells_new_gone_and_changed_columns_and_passes_the_first_time() {
        bench.file("drop/x-1", "id,v\n1,1\n")
                .model("silver.m", "checks: [schema_unchanged]", "SELECT id, v FROM bronze.in_x");
        assertThat(remarks(bench.run(), "silver.m")).containsExactly("nothing is published yet to compare with");
        RunReport failed = bench.model(
                        "silver.m",
                        "checks: [schema_unchanged]",
                        "SELECT CAST(id AS BIGINT) AS id, 1 AS n FROM bronze.in_x")
                .attempt();

        assertThat(Workbench.errors(failed))
                .anyMatch(error -> error.contains("schema_unchanged failed: id was VARCHAR and is BIGINT, new column n"
                        + " INTEGER, the column v is gone"));
        assertThat(bench.columns("silver.m")).containsExactly("id VARCHAR", "v VARCHAR");
    }

    @Test
    void grain_refuses_repeated_and_missing_keys_and_can_move_them_aside() {
        String query = "SELECT a, b FROM bronze.in_x";
        bench.file("drop/x-1", "a,b\n1,1\n1,2\n1,2\n2,\n").model("silver.m", "checks: [{ grain: [a, b] }]", query);
        assertThat(Workbench.errors(bench.attempt()))
                .anyMatch(error -> error.contains("a_b_grain failed for 2 repeated or incomplete keys"));

        bench.model("silver.m", "checks: [{ grain: { columns: [a, b], severity: quarantine } }]", query)
                .run();
        assertThat(bench.rows("SELECT * FROM silver.m")).containsExactly("1|1");
        assertThat(bench.rows("SELECT reason, count(*) FROM quarantine.silver_m GROUP BY 1"))
                .containsExactly("a_b_grain: a, b is NULL or not unique|3");
    }

    @Test
    void intervals_may_touch_but_not_overlap_and_an_open_end_has_no_end() {
        bench.file("drop/x-1", """
                        k,f,t
                        1,2026-01-01,2026-02-01
                        1,2026-02-01,
                        2,2026-01-01,
                        2,2026-03-01,2026-04-01
                        3,2026-03-01,2026-02-01
                        4,2026-01-01,2026-12-01
                        4,2026-02-01,2026-03-01
                        4,2026-04-01,2026-05-01
                        ,2026-01-01,
                        ,2026-01-01,
                        """).model("silver.m", """
                        columns: { f: date, t: date }
                        checks: [{ no_overlap: { key: k, from: f, to: t, store_failures: true } }]
                        """, "SELECT k, f, t FROM bronze.in_x");
        RunReport failed = bench.attempt();

        assertThat(Workbench.errors(failed))
                .anyMatch(error -> error.contains("k_no_overlap failed for 4 rows, such as {\"k\":")
                        && error.contains("all of them in failures.silver_m__k_no_overlap"));
        assertThat(bench.rows("SELECT k, f FROM failures.silver_m__k_no_overlap ORDER BY ALL"))
                .containsExactly("2|2026-03-01", "3|2026-03-01", "4|2026-02-01", "4|2026-04-01");
    }

    @Test
    void compare_tells_missing_extra_and_different_rows_each_as_often_as_it_occurs() {
        bench.file("drop/x-1", "id,v,side\n1,a,both\n2,b,this\n2,c,that\n3,d,this\n4,e,that\n5,f,both\n5,f,this\n")
                .model(
                        "silver.that",
                        "materialized: table",
                        "SELECT id, v, 1 AS n FROM bronze.in_x WHERE side <> 'this'")
                .model("silver.m", """
                        store_failures: true
                        checks:
                          - compare: { to: silver.that, key: id, except: n, severity: warn }
                          - compare: { to: silver.that, except: n, severity: warn, name: whole_rows, where: "id <> '5'" }
                        """, "SELECT id, v, 2 AS n FROM bronze.in_x WHERE side <> 'that'");
        RunReport report = bench.run();

        assertThat(seen(report, "silver.m"))
                .containsExactly(
                        "compare_silver_that: 4 rows, 1 missing, 2 extra, 1 different",
                        "whole_rows: 4 rows, 2 missing, 2 extra");
        assertThat(bench.rows("SELECT difference, differing_columns, this_row, other_row"
                        + " FROM failures.silver_m__compare_silver_that ORDER BY ALL"))
                .containsExactly(
                        "different|v|{\"id\":\"2\",\"v\":\"b\"}|{\"id\":\"2\",\"v\":\"c\"}",
                        "extra|null|{\"id\":\"3\",\"v\":\"d\"}|null",
                        "extra|null|{\"id\":\"5\",\"v\":\"f\"}|null",
                        "missing|null|null|{\"id\":\"4\",\"v\":\"e\"}");
    }

    @Test
    void a_table_is_checked_again_when_only_the_table_that_it_refers_to_changed() {
        bench.file("seeds/keys.csv", "k\na\nb\n")
                .file("drop/x-1", "id,v\n1,a\n2,b\n")
                .model("silver.m", """
                        columns: { v: { checks: [{ relationships: { to: seeds.keys, field: k, store_failures: true } }] } }
                        """, "SELECT id, v FROM bronze.in_x");
        bench.run();
        assertThat(bench.run().nothingNew()).isTrue();
        RunReport failed = bench.file("seeds/keys.csv", "k\na\n").attempt();

        assertThat(Workbench.step(failed, "silver.m").kind()).isEqualTo("check");
        assertThat(Workbench.step(failed, "silver.m").status()).isEqualTo(StepReport.Status.FAILED);
        assertThat(bench.rows("SELECT count(*) FROM seeds.keys")).containsExactly("2");
        assertThat(bench.rows("SELECT id, v FROM failures.silver_m__v_relationships"))
                .containsExactly("2|b");

        bench.file("seeds/keys.csv", "k\na\nb\nc\n").run();
        assertThat(bench.rows("SELECT count(*) FROM failures.silver_m__v_relationships"))
                .containsExactly("0");
        assertThat(bench.run().nothingNew()).isTrue();
    }

    @Test
    void a_check_that_cannot_be_made_names_itself_its_place_and_its_table() {
        bench.file("drop/x-1", "id,v\n1,1\n2,2\n")
                .model("silver.m", """
                        columns:
                          v: { type: integer, checks: [{ between: { min: 0, where: "100 / (v - v) > 1", name: odd } }] }
                        """, "SELECT id, v FROM bronze.in_x")
                .model("silver.n", """
                        checks:
                          - sql: SELECT * FROM this WHERE CAST(id || 'x' AS INTEGER) > 0
                            name: whole
                        """, "SELECT id FROM bronze.in_x");

        assertThat(Workbench.errors(bench.attempt()))
                .anyMatch(error -> error.contains("models/silver/m.sql:3:")
                        && error.contains("silver.m: the check odd cannot be made: ")
                        && error.contains("Division by zero"))
                .anyMatch(error -> error.contains("models/silver/n.sql:3:")
                        && error.contains("silver.n: the check whole cannot be made: ")
                        && error.contains("mend its SQL"));
    }

    @Test
    void bounds_and_compared_columns_of_another_type_are_told_before_the_run() {
        bench.file("drop/x-1", "id,v\n01,1\n").run();
        bench.model("silver.that", "columns: { id: integer, v: integer }", "SELECT id, v FROM bronze.in_x")
                .model(
                        "silver.m",
                        """
                        columns:
                          id: { checks: [{ between: { min: 5, max: 10 } }] }
                          v: { type: integer, checks: [{ between: { min: abc } }] }
                          d: { type: date, checks: [{ between: { max: 2026-13-45 } }, { max: { max: today } }] }
                          z: { type: timestamptz, checks: [{ between: { min: 2026-01-01 } }] }
                        checks:
                          - compare: { to: silver.that, except: [d, z] }
                        """,
                        "SELECT id, v, '2026-01-01' AS d, '2026-01-01 00:00:00Z' AS z FROM bronze.in_x");

        assertThatThrownBy(bench::attempt)
                .hasMessageContaining("id_between: id is a VARCHAR, and among texts '10' lies before '9'")
                .hasMessageContaining("v_between: 'abc' is no number, but v is a INTEGER")
                .hasMessageContaining(
                        "d_between: '2026-13-45' is no DATE, as d is one; write a date such as 2026-01-31")
                .hasMessageContaining("d_max: 'today' is no DATE")
                .hasMessageContaining(
                        "silver/m.sql:8:14: compare_silver_that: id is a VARCHAR here and a INTEGER there")
                .hasMessageNotContaining("z_between");
    }

    @Test
    void failing_rows_are_stored_whatever_their_columns_are_called_and_whatever_type_they_have() {
        bench.file("drop/x-1", "id,v\n1,3\n").model("silver.m", """
                        checks:
                          - sql: SELECT v, v, CAST(v || ' days' AS INTERVAL) AS age, 'mine' AS _RUN_ID, '101'::BIT AS b FROM this
                            name: old
                            severity: warn
                            store_failures: true
                        """, "SELECT id, v FROM bronze.in_x");
        bench.run();

        assertThat(bench.rows("SELECT v, v_1, age, _RUN_ID_of_row, b, length(_run_id) > 9 FROM failures.silver_m__old"))
                .containsExactly("3|3|3 days|mine|101|true");
    }
}
