package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models over quarantine tables: those are there before their first row, and filled before they are read. */
final class QuarantineReadersTest {

    @Test
    void a_model_over_a_quarantine_follows_it_in_the_run_that_fills_it_and_needs_no_first_row(@TempDir Path folder) {
        Workbench bench = Workbench.in(folder)
                .streams("x: { path: 'drop/x-*', format: csv, columns: { v: integer } }")
                .file("drop/x-1", "id,v\n1,1\n")
                .model("gold.raw", "", "SELECT reason, raw FROM quarantine.bronze_in_x")
                .model("gold.refused", "materialized: merge\nunique_key: raw", "SELECT raw FROM gold.seen")
                .model("gold.seen", "materialized: view", "SELECT raw FROM quarantine.silver_m")
                .model(
                        "silver.m",
                        "materialized: merge\nunique_key: id\n"
                                + "columns: { v: { checks: [{ between: { max: 5, severity: quarantine } }] } }",
                        "SELECT id, v FROM bronze.in_x");
        bench.run();
        assertThat(bench.rows("SELECT raw FROM gold.raw UNION ALL SELECT raw FROM gold.refused"))
                .isEmpty();

        bench.file("drop/x-2", "id,v\n2,9\n3,x\n").run();

        assertThat(bench.rows("SELECT reason, raw FROM gold.raw")).containsExactly("v: 'x' is not an INTEGER|3,x");
        assertThat(bench.rows("FROM gold.refused")).containsExactly("{\"id\":\"2\",\"v\":9}");
        assertThat(bench.planned()).isEmpty();
    }
}
