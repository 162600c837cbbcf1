package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.run.RunReport;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which rows quarantine takes when they refer to each other or to rows there already, and how many it takes. */
final class QuarantineLimitTest {

    private final Workbench bench;

    QuarantineLimitTest(@TempDir Path folder) {
        this.bench = Workbench.in(folder);
    }

    @Test
    void a_load_that_refuses_too_many_records_publishes_nothing_and_says_why() {
        bench.streams("x: { path: 'drop/x-*', format: csv, quarantine: { max_rows: 1, max_share: 0.5 } }")
                .file("drop/x-1", "id,v\n1\n2,b\n3\n4,d\n5,e\n");
        RunReport failed = bench.attempt();

        assertThat(Workbench.errors(failed))
                .anyMatch(error -> error.contains("bronze.in_x: 2 of 5 records (40.00%) would go to quarantine, allowed"
                                + " are max_rows 1 and max_share 0.5")
                        && error.contains("2 × expected 2 columns, found 1")
                        && error.contains("lakesmith quarantine bronze.in_x --branch load-"));
        assertThat(bench.has("bronze.in_x")).isFalse();
        assertThat(bench.has("quarantine.bronze_in_x")).isFalse();

        RunReport report = bench.streams("x: { path: 'drop/x-*', format: csv, quarantine: { max_rows: 2 } }")
                .run();
        assertThat(Workbench.ledger(report, "bronze.in_x")).isEqualTo(Ledger.of(5, 3, 2));
    }

    @Test
    void a_model_that_refuses_too_large_a_share_fails_and_the_next_run_takes_up_the_same_rows() {
        String header = "columns: { v: integer }\nquarantine: { max_share: %s }";
        bench.streams("x: { path: 'drop/x-*', format: csv }")
                .file("drop/x-1", "id,v\n1,1\n2,x\n3,3\n4,y\n")
                .model("silver.m", header.formatted("0.49"), "SELECT id, v FROM bronze.in_x");
        RunReport failed = bench.attempt();

        assertThat(Workbench.errors(failed)).anyMatch(error -> error.contains("2 × v: … is not an INTEGER"));
        assertThat(bench.has("silver.m")).isFalse();
        assertThat(failed.branch()).isPresent();

        bench.model("silver.m", header.formatted("0.5"), "SELECT id, v FROM bronze.in_x")
                .run();
        assertThat(bench.rows("SELECT id FROM silver.m ORDER BY id")).containsExactly("1", "3");
        assertThat(bench.rows("SELECT count(*) FROM quarantine.silver_m")).containsExactly("2");
    }

    @Test
    void a_row_whose_parent_is_refused_is_refused_too_and_parents_may_be_there_already() {
        bench.streams("x: { path: 'drop/x-*', format: csv }")
                .file("drop/x-1", "id,parent\n1,\n2,1\n3,9\n4,3\n5,4\n")
                .model("silver.m", """
                        materialized: append
                        columns: { parent: { checks: [{ relationships: { to: silver.m, field: id, severity: quarantine } }] } }
                        """, "SELECT id, parent FROM bronze.in_x");
        bench.run();
        assertThat(bench.rows("SELECT id FROM silver.m ORDER BY id")).containsExactly("1", "2");

        bench.file("drop/x-2", "id,parent\n6,2\n7,6\n8,3\n").run();
        assertThat(bench.rows("SELECT id FROM silver.m ORDER BY id")).containsExactly("1", "2", "6", "7");
        assertThat(bench.rows("SELECT json_extract_string(raw, '$.id') FROM quarantine.silver_m ORDER BY 1"))
                .containsExactly("3", "4", "5", "8");
    }

    @Test
    void new_rows_may_refer_to_earlier_rows_of_the_input_that_brings_them() {
        bench.streams("x: { path: 'drop/x-*', format: csv }")
                .file("drop/x-1", "id,parent\n1,\n")
                .model("silver.m", """
                        materialized: append
                        columns: { parent: { checks: [{ relationships: { to: bronze.in_x, field: id, severity: quarantine } }] } }
                        """, "SELECT id, parent FROM bronze.in_x");
        bench.run();
        bench.file("drop/x-2", "id,parent\n2,1\n3,7\n").run();

        assertThat(bench.rows("SELECT id FROM silver.m ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    void a_merged_row_must_differ_from_rows_of_other_keys_but_not_from_its_own_versions() {
        bench.streams("x: { path: 'drop/x-*', format: csv }")
                .file("drop/x-1", "id,mail\n1,a\n1,a\n2,b\n")
                .model("silver.m", """
                        materialized: merge
                        unique_key: id
                        columns: { mail: { checks: [{ unique: { severity: quarantine } }] } }
                        """, "SELECT id, mail FROM bronze.in_x");
        bench.run();
        assertThat(bench.rows("SELECT * FROM silver.m ORDER BY id")).containsExactly("1|a", "2|b");

        bench.file("drop/x-2", "id,mail\n2,b\n3,a\n4,d\n").run();
        assertThat(bench.rows("SELECT * FROM silver.m ORDER BY id")).containsExactly("1|a", "2|b", "4|d");
        assertThat(bench.rows("SELECT raw FROM quarantine.silver_m")).containsExactly("{\"id\":\"3\",\"mail\":\"a\"}");
    }
}
