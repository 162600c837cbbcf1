package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.engine.CheckOutcome;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.run.RunReport;
import dev.lakesmith.core.run.StepReport;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks of models run on what is staged: they warn, move rows aside, or keep a whole run from being published. */
final class ModelChecksTest {

    private final Workbench bench;

    ModelChecksTest(@TempDir Path folder) {
        this.bench = Workbench.in(folder)
                .streams("x: { path: 'drop/x-*', format: csv }", "y: { path: 'drop/y-*', format: csv }")
                .file("drop/y-1", "k\na\nb\n");
    }

    private static List<String> failing(StepReport step) {
        return step.checks().stream()
                .filter(outcome -> outcome.failing() > 0)
                .map(outcome -> outcome.check().name() + " " + outcome.failing() + " "
                        + outcome.sample().orElse(""))
                .toList();
    }

    @Test
    void each_rule_moves_the_rows_aside_that_break_it_and_null_breaks_only_not_null() {
        bench.file(
                        "drop/x-1",
                        "id,n,s,d,k\n1,5,abc,2026-01-15,a\n2,0,abc,2026-01-15,a\n3,11,ABC,2026-02-01,c\n"
                                + "4,,,,\n,5,abcd,2025-12-31,b\n5,10,ab,2026-01-31,A\n5,1,b,2026-01-01,b\n")
                .model("silver.m", """
                        columns:
                          id: { type: bigint, checks: [{ not_null: { severity: quarantine } }, { unique: { severity: quarantine } }] }
                          n: { type: integer, checks: [{ between: { min: 0.5, max: 10, severity: quarantine } }] }
                          s: { checks: [{ matches: { pattern: '[a-c]+', severity: quarantine } }] }
                          d: { type: date, checks: [{ between: { min: 2026-01-01, max: 2026-01-31, severity: quarantine } }] }
                          k: { checks: [{ relationships: { to: bronze.in_y, field: k, severity: quarantine } }] }
                        """, "SELECT id, n, s, d, k FROM bronze.in_x");
        RunReport report = bench.run();

        assertThat(bench.rows("SELECT * FROM silver.m ORDER BY ALL"))
                .containsExactly("1|5|abc|2026-01-15|a", "4|null|null|null|null", "5|1|b|2026-01-01|b");
        assertThat(Workbench.ledger(report, "silver.m")).isEqualTo(Ledger.of(7, 3, 4));
        assertThat(bench.rows("SELECT json_extract_string(raw, '$.id'), reason FROM quarantine.silver_m ORDER BY 1"))
                .containsExactly(
                        "2|n_between: n is not between 0.5 and 10",
                        "3|n_between: n is not between 0.5 and 10; s_matches: s does not match [a-c]+; d_between: d is"
                                + " not between 2026-01-01 and 2026-01-31; k_relationships: k is not in bronze.in_y.k",
                        "5|k_relationships: k is not in bronze.in_y.k",
                        "null|id_not_null: id is NULL; s_matches: s does not match [a-c]+; d_between: d is not between"
                                + " 2026-01-01 and 2026-01-31");
    }

    @Test
    void rows_that_are_refused_or_not_looked_at_do_not_make_others_twins() {
        bench.file("drop/x-1", "id,n,state\n1,1,on\n1,x,on\n2,1,on\n2,1,off\n3,1,on\n3,2,on\n4,1,off\n4,2,off\n")
                .model("silver.m", """
                        columns:
                          id: { checks: [{ unique: { severity: quarantine, where: "state = 'on'" } }] }
                          n: { type: integer }
                        """, "SELECT id, n, state FROM bronze.in_x");
        bench.run();

        assertThat(bench.rows("SELECT * FROM silver.m ORDER BY ALL"))
                .containsExactly("1|1|on", "2|1|off", "2|1|on", "4|1|off", "4|2|off");
        assertThat(bench.rows("SELECT json_extract_string(raw, '$.id'), reason FROM quarantine.silver_m ORDER BY ALL"))
                .containsExactly(
                        "1|n: 'x' is not an INTEGER", "3|id_unique: id is not unique", "3|id_unique: id is not unique");
    }

    @Test
    void an_appended_row_must_differ_from_those_there_already() {
        bench.file("drop/x-1", "id\n1\n2\n2\n")
                .model(
                        "silver.m",
                        "materialized: append\ncolumns: { id: { checks: [{ unique: { severity: quarantine } }] } }",
                        "SELECT id FROM bronze.in_x");
        bench.run();
        RunReport report = bench.file("drop/x-2", "id\n1\n3\n").run();

        assertThat(bench.rows("SELECT id FROM silver.m ORDER BY ALL")).containsExactly("1", "3");
        assertThat(Workbench.ledger(report, "silver.m")).isEqualTo(Ledger.of(2, 1, 1));
        assertThat(bench.rows("SELECT raw, file FROM quarantine.silver_m ORDER BY ALL"))
                .containsExactly("{\"id\":\"1\"}|drop/x-2", "{\"id\":\"2\"}|drop/x-1", "{\"id\":\"2\"}|drop/x-1");
    }

    @Test
    void a_row_refused_behind_a_with_shows_the_file_it_came_from() {
        bench.file("drop/x-1", "id,v\n1,a-5\nodd,rubbish\n").model("silver.m", """
                        materialized: append
                        columns: { n: { type: integer, checks: [{ not_null: { severity: quarantine } }] } }
                        """, """
                        WITH parts(id, part) AS (SELECT id, regexp_extract(v, '-(\\d+)', 1) FROM bronze.in_x),
                             numbers AS (SELECT *, nullif(part, '') AS n FROM parts)
                        SELECT COLUMNS('^[in]d?$') FROM numbers
                        """);
        bench.run();

        assertThat(bench.rows("SELECT id, n FROM silver.m")).containsExactly("1|5");
        assertThat(bench.rows("SELECT raw, file, batch_id, reason FROM quarantine.silver_m"))
                .containsExactly("{\"id\":\"odd\",\"n\":null}|drop/x-1|000001|n_not_null: n is NULL");
    }

    @Test
    void warnings_are_told_with_a_sample_and_stop_nothing() {
        bench.file("drop/x-1", "id,v\n1,a\n1,a\n2,c\n").model("silver.m", """
                        columns:
                          id: { checks: [{ unique: { severity: warn } }] }
                          v: { checks: [{ accepted_values: { values: [a], severity: warn, where: id = '2' } }] }
                        checks: [{ sql: 'SELECT * FROM this WHERE v NOT IN (SELECT k FROM bronze.in_y)', name: known, severity: warn }]
                        """, "SELECT id, v FROM bronze.in_x");
        RunReport report = bench.run();

        assertThat(failing(Workbench.step(report, "silver.m")))
                .containsExactlyInAnyOrder(
                        "id_unique 1 {\"id\":\"1\",\"occurrences\":2}",
                        "v_accepted_values 1 {\"id\":\"2\",\"v\":\"c\"}",
                        "known 1 {\"id\":\"2\",\"v\":\"c\"}");
        assertThat(bench.rows("SELECT count(*) FROM silver.m")).containsExactly("3");
    }

    @Test
    void a_failed_check_publishes_nothing_of_the_run_and_what_depends_on_it_is_not_run() {
        bench.file("drop/x-1", "id,v\n1,a\n")
                .model(
                        "silver.m",
                        "columns: { v: { checks: [{ accepted_values: [a] }] } }",
                        "SELECT id, v FROM bronze.in_x")
                .model("silver.other", "materialized: table", "SELECT count(*) AS n FROM bronze.in_x")
                .model("gold.g", "materialized: table", "SELECT count(*) AS n FROM silver.m");
        bench.run();
        RunReport failed = bench.file("drop/x-2", "id,v\n2,z\n").attempt();

        assertThat(failed.succeeded()).isFalse();
        assertThat(failed.published()).isEmpty();
        assertThat(Workbench.step(failed, "silver.m").status()).isEqualTo(StepReport.Status.FAILED);
        assertThat(Workbench.step(failed, "gold.g").status()).isEqualTo(StepReport.Status.BLOCKED);
        assertThat(failing(Workbench.step(failed, "silver.other"))).isEmpty();
        assertThat(bench.rows("SELECT id FROM silver.m")).containsExactly("1");
        assertThat(bench.rows("SELECT n FROM silver.other")).containsExactly("1");
        assertThat(bench.rows("SELECT n FROM gold.g")).containsExactly("1");
        assertThat(bench.rows("SELECT count(*) FROM bronze.in_x")).containsExactly("2");
    }

    @Test
    void checks_of_other_tables_see_what_this_run_staged() {
        bench.file("drop/x-1", "id,v\n1,a\n")
                .model("silver.keys", "materialized: table", "SELECT DISTINCT v FROM bronze.in_x")
                .model("silver.m", """
                        columns: { v: { checks: [{ relationships: { to: silver.keys, field: v } }] } }
                        checks:
                          - { sql: 'SELECT * FROM this t WHERE (SELECT count(v) FROM silver.keys) <> (SELECT count(DISTINCT v) FROM this)' }
                        """, "SELECT id, v FROM bronze.in_x");
        bench.run();
        bench.file("drop/x-2", "id,v\n2,b\n3,\n").run();

        assertThat(bench.rows("SELECT id FROM silver.m ORDER BY id")).containsExactly("1", "2", "3");

        bench.model("silver.keys", "materialized: table", "SELECT DISTINCT v FROM bronze.in_x WHERE v <> 'b'");
        RunReport failed = bench.file("drop/x-3", "id,v\n4,a\n").attempt();

        assertThat(Workbench.errors(failed)).isNotEmpty().anyMatch(error -> error.contains("v_relationships"));
        assertThat(failed.published()).isEmpty();
        assertThat(bench.rows("SELECT v FROM silver.keys WHERE v IS NOT NULL ORDER BY v"))
                .containsExactly("a", "b");
    }

    @Test
    void every_kind_of_failed_check_names_itself_and_shows_a_row() {
        bench.file("drop/x-1", "id,v\n1,it's\n").model("silver.m", """
                        columns:
                          id: { type: bigint, checks: [{ between: { min: 2 } }] }
                          v: { checks: [{ matches: '[a-z]+' }] }
                        checks: [{ sql: "SELECT v FROM this WHERE v = 'it''s'", name: no_apostrophes }]
                        """, "SELECT id, v FROM bronze.in_x");
        RunReport failed = bench.attempt();
        List<CheckOutcome> outcomes = Workbench.step(failed, "silver.m").checks();

        assertThat(Workbench.errors(failed)).anySatisfy(error -> assertThat(error)
                .contains("id_between", "v_matches", "{\"id\":1,\"v\":\"it's\"}"));
        assertThat(bench.has("silver.m")).isFalse();
        assertThat(outcomes).allMatch(outcome -> outcome.failing() <= 1);
    }
}
