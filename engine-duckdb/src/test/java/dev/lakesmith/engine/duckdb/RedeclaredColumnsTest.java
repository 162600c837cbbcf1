package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream's other declaration is known to the models that read it before a run makes its table anew. */
final class RedeclaredColumnsTest {

    private final Workbench bench;

    RedeclaredColumnsTest(@TempDir Path folder) {
        this.bench = Workbench.in(folder)
                .streams("x: { path: 'drop/x-*', format: csv }")
                .file("drop/x-1", "id,v\n1,10\n2,20\n")
                .model("silver.m", "", "SELECT id, upper(v) AS v FROM bronze.in_x")
                .model("gold.n", "", "SELECT max(v) AS v FROM silver.m");
        bench.run();
    }

    @Test
    void a_query_that_does_not_fit_the_new_type_is_told_before_anything_is_loaded() {
        bench.streams("x: { path: 'drop/x-*', format: csv, columns: { v: date } }")
                .model("silver.m", "", "SELECT id, v + 'a' AS v FROM bronze.in_x");

        assertThatThrownBy(bench::planned)
                .hasMessageContaining("models/silver/m.sql:4:")
                .hasMessageContaining("DATE");
        assertThatThrownBy(bench::run).hasMessageContaining("models/silver/m.sql:4:");
        assertThat(bench.columns("bronze.in_x")).contains("v VARCHAR");
    }

    @Test
    void the_plan_does_not_promise_to_read_less_of_a_table_that_is_made_anew() {
        bench.model("silver.l", "materialized: append", "SELECT id FROM bronze.in_x")
                .run();
        bench.streams("x: { path: 'drop/x-*', format: csv, columns: { v: integer } }")
                .model("silver.m", "", "SELECT id, v FROM bronze.in_x");

        assertThat(bench.planned())
                .contains("append silver.l: bronze.in_x will change, being made anew; the run decides how much of it is"
                        + " read");
    }

    @Test
    void one_that_was_not_touched_is_held_against_it_too_and_one_that_fits_is_made_anew() {
        bench.streams("x: { path: 'drop/x-*', format: csv, columns: { v: integer } }");
        assertThatThrownBy(bench::planned)
                .hasMessageContaining("models/silver/m.sql:4:")
                .hasMessageContaining("INTEGER");

        bench.model("silver.m", "", "SELECT id, v + 1 AS v FROM bronze.in_x").run();

        assertThat(bench.rows("SELECT * FROM silver.m ORDER BY ALL")).containsExactly("1|11", "2|21");
        assertThat(bench.columns("gold.n")).containsExactly("v INTEGER");
    }

    @Test
    void a_column_that_only_new_files_have_can_be_used_as_soon_as_it_is_declared() {
        bench.file("drop/x-2", "id,v,weight\n3,30,7\n").model("silver.m", "", "SELECT id, weight FROM bronze.in_x");
        assertThatThrownBy(bench::planned)
                .hasMessageContaining("column 'weight' not found in bronze.in_x")
                .hasMessageContaining(
                        "If files of bronze.in_x that are not loaded yet have it, declare it under 'columns'"
                                + " of the stream at sources/in.yml:");

        bench.streams("x: { path: 'drop/x-*', format: csv, columns: { weight: integer } }");
        bench.model("gold.n", "", "SELECT sum(weight) AS v FROM silver.m").run();

        assertThat(bench.rows("SELECT * FROM silver.m ORDER BY ALL")).containsExactly("1|null", "2|null", "3|7");
        assertThat(bench.rows("FROM gold.n")).containsExactly("7");
    }

    @Test
    void what_reads_a_table_whose_query_gives_other_columns_is_held_against_those() {
        bench.file("seeds/s.csv", "id,v\n1,2\n")
                .model("silver.a", "materialized: table", "SELECT id, v FROM seeds.s")
                .model("silver.b", "materialized: table", "SELECT * FROM silver.a")
                .model(
                        "gold.c",
                        "checks: [{ sql: SELECT * FROM silver.b WHERE id IS NULL }]",
                        "SELECT 1 AS one FROM seeds.s")
                .run();

        bench.model("silver.a", "materialized: table", "SELECT v AS other FROM seeds.s")
                .model(
                        "gold.c",
                        "checks: [{ sql: SELECT * FROM silver.b WHERE other IS NULL }]",
                        "SELECT 1 AS one FROM seeds.s")
                .run();
        assertThat(bench.columns("silver.b")).containsExactly("other VARCHAR");

        bench.model("silver.a", "materialized: table", "SELECT id FROM seeds.s");
        assertThatThrownBy(bench::attempt).hasMessageContaining("column 'other' not found in silver.b; there is: id");
    }
}
