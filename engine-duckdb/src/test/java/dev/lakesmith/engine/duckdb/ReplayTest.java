package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.run.Replay.Mode;
import dev.lakesmith.core.run.ReplayReport;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quarantined rows go through the present definition: what passes lands exactly once, what fails has a new reason. */
final class ReplayTest {

    private final Workbench bench;

    ReplayTest(@TempDir Path folder) {
        this.bench = Workbench.in(folder);
    }

    private static List<Long> numbers(ReplayReport report) {
        assertThat(report.error()).isEmpty();
        return List.of(report.chosen(), report.passed(), report.refused());
    }

    /** What an earlier version of the program may have refused and this one takes. */
    private void quarantined(String... records) {
        bench.quarantine("bronze.in_x", records);
    }

    @Test
    void a_record_that_passes_now_comes_with_its_own_file_batch_and_header_and_leaves_the_quarantine() {
        bench.streams("x: { path: 'drop/x-*', format: { type: csv, delimiter: ';' } }")
                .file("drop/x-1", "id;\"a;b\"\n1;p\n2;q;r\n")
                .file("drop/x-2", "\"a;b\";id\n7;8;9\n")
                .run();
        quarantined("old|3;\"x\ny\"|drop/x-1|3|000001", "old|4;5|drop/x-2|2|000001", "older|6|drop/x-1|9|000001");

        assertThat(numbers(bench.replay("bronze.in_x", "", Mode.TRY))).containsExactly(5L, 2L, 3L);
        assertThat(bench.rows("SELECT count(*) FROM bronze.in_x")).containsExactly("1");
        assertThat(numbers(bench.replay("bronze.in_x", "", Mode.LAND))).containsExactly(5L, 2L, 3L);

        assertThat(bench.rows("SELECT id, \"a;b\", _source_file, _batch_id FROM bronze.in_x ORDER BY id"))
                .containsExactly("1|p|drop/x-1|000001", "3|x\ny|drop/x-1|000001", "5|4|drop/x-2|000001");
        assertThat(bench.rows("SELECT reason, raw, file, line FROM quarantine.bronze_in_x ORDER BY file, line"))
                .containsExactly(
                        "expected 2 columns, found 3|2;q;r|drop/x-1|3",
                        "expected 2 columns, found 1|6|drop/x-1|9",
                        "expected 2 columns, found 3|7;8;9|drop/x-2|2");
        assertThat(numbers(bench.replay("bronze.in_x", "", Mode.LAND))).containsExactly(3L, 0L, 3L);
        assertThat(bench.rows("SELECT count(*) FROM bronze.in_x")).containsExactly("3");
    }

    @Test
    void an_open_quote_swallows_no_other_record() {
        bench.streams("x: { path: 'drop/x-*', format: csv }")
                .file("drop/x-1", "id,a\n1,\"p\n2,q\n3,\"r\n")
                .run();
        List<String> before = bench.rows("SELECT raw, line FROM quarantine.bronze_in_x ORDER BY line");

        bench.replay("bronze.in_x", "", Mode.LAND);

        assertThat(bench.rows("SELECT raw, line FROM quarantine.bronze_in_x ORDER BY line"))
                .isEqualTo(before);
        assertThat(bench.rows("SELECT count(*) FROM bronze.in_x WHERE a LIKE '%3%'"))
                .containsExactly("0");
    }

    @Test
    void a_condition_chooses_and_json_and_lines_are_read_as_their_streams_say() {
        bench.streams("x: { path: 'drop/x-*', format: { type: json, records: data.items } }")
                .file("drop/x-1", "{\"data\":{\"items\":[{\"a\":1},2]}}")
                .run();
        quarantined("old|{\"a\":5}|drop/x-1|1|000001", "old|{\"a\":6}|drop/x-1|4|000001");

        assertThat(numbers(bench.replay("bronze.in_x", "line = 4", Mode.LAND))).containsExactly(1L, 1L, 0L);
        assertThat(bench.rows("SELECT a FROM bronze.in_x ORDER BY a")).containsExactly("1", "6");
        assertThat(bench.rows("SELECT raw FROM quarantine.bronze_in_x ORDER BY raw"))
                .containsExactly("2", "{\"a\":5}");
    }

    @Test
    void bytes_that_are_no_text_and_the_cut_end_of_a_file_are_left_alone() {
        bench.streams("x: { path: 'drop/x-*', format: csv }")
                .file("drop/x-1", new byte[] {'a', '\n', (byte) 0xE9, '\n', 'b', '\n'})
                .run();
        ReplayReport report = bench.replay("bronze.in_x", "", Mode.LAND);

        assertThat(numbers(report)).containsExactly(1L, 0L, 1L);
        assertThat(report.notes().toString()).contains("mend them at the source");
        assertThat(bench.rows("SELECT raw FROM quarantine.bronze_in_x")).containsExactly("\\xE9");
    }

    @Test
    void after_a_changed_column_everything_is_made_anew_from_landing() {
        bench.streams("x: { path: 'drop/x-*', format: csv, columns: { n: integer } }")
                .file("drop/x-1", "n\n1\ntwo\n3.5\n")
                .run();
        bench.streams("x: { path: 'drop/x-*', format: csv, columns: { n: double } }");

        assertThatThrownBy(() -> bench.replay("bronze.in_x", "line = 2", Mode.LAND))
                .hasMessageContaining("--where cannot choose records");
        assertThat(numbers(bench.replay("bronze.in_x", "", Mode.TRY))).containsExactly(2L, 1L, 1L);
        assertThat(numbers(bench.replay("bronze.in_x", "", Mode.LAND))).containsExactly(2L, 1L, 1L);
        assertThat(bench.rows("SELECT n FROM bronze.in_x ORDER BY n")).containsExactly("1.0", "3.5");
        assertThat(bench.run().steps()).isEmpty();
    }

    @Test
    void a_model_is_computed_again_from_its_inputs_and_downstream_follows_with_the_next_run() {
        bench.streams("x: { path: 'drop/x-*', format: csv }", "k: { path: 'drop/k-*', format: csv }")
                .file("drop/x-1", "id,k,seen\n1,a,1\n2,b,1\n")
                .file("drop/k-1", "k\na\n")
                .model("silver.m", """
                        materialized: append
                        columns: { k: { checks: [{ relationships: { to: bronze.in_k, field: k, severity: quarantine } }] } }
                        """, "SELECT id, k, seen FROM bronze.in_x")
                .model("gold.n", "materialized: table", "SELECT count(*) AS n FROM silver.m");
        bench.run();
        bench.file("drop/k-2", "k\nb\n").file("drop/x-2", "id,k,seen\n3,a,2\n").run();
        bench.quarantine("silver.m", "gone|{\"id\":\"9\"}|drop/x-1|0|000001");

        assertThat(bench.replay("silver.m", "", Mode.TRY).passed()).isPositive();
        assertThat(bench.replay("silver.m", "", Mode.LAND).refused()).isZero();
        assertThat(bench.rows("SELECT id, k FROM silver.m ORDER BY id")).containsExactly("1|a", "2|b", "3|a");
        assertThat(bench.rows("SELECT count(*) FROM quarantine.silver_m")).containsExactly("0");
        assertThat(Workbench.ledger(bench.run(), "gold.n")).isEqualTo(Ledger.of(1, 1, 0));
        assertThat(bench.rows("SELECT n FROM gold.n")).containsExactly("3");
    }

    @Test
    void a_merged_row_that_passes_late_does_not_take_the_place_of_one_that_came_since() {
        String loose = "materialized: merge\nunique_key: id\ncolumns: { v: { type: integer } }";
        bench.streams("x: { path: 'drop/x-*', format: csv }")
                .file("drop/x-1", "id,v\n1,one\n2,2\n")
                .model("silver.m", loose, "SELECT id, v FROM bronze.in_x");
        bench.run();
        bench.file("drop/x-2", "id,v\n1,5\n").run();
        bench.model("silver.m", loose.replace("integer", "varchar"), "SELECT id, v FROM bronze.in_x");

        assertThat(numbers(bench.replay("silver.m", "", Mode.LAND))).containsExactly(1L, 1L, 0L);
        assertThat(bench.rows("SELECT id, v FROM silver.m ORDER BY id")).containsExactly("1|5", "2|2");
    }

    @Test
    void a_failed_check_changes_nothing_and_mistakes_are_told() {
        bench.streams("x: { path: 'drop/x-*', format: csv }")
                .file("drop/x-1", "id,v\n1,one\n2,2\n")
                .model("silver.m", "columns: { v: { type: integer } }", "SELECT id, v FROM bronze.in_x");
        bench.run();
        bench.model(
                "silver.m", "columns: { v: { checks: [{ accepted_values: [2] }] } }", "SELECT id, v FROM bronze.in_x");

        ReplayReport report = bench.replay("silver.m", "", Mode.LAND);

        assertThat(report.error().orElseThrow().message()).contains("v_accepted_values failed for 1 row");
        assertThat(bench.rows("SELECT id, v FROM silver.m")).containsExactly("2|2");
        assertThat(bench.rows("SELECT count(*) FROM quarantine.silver_m")).containsExactly("1");
        assertThatThrownBy(() -> bench.replay("silver.mm", "", Mode.LAND))
                .hasMessageContaining("did you mean 'silver.m'");
        assertThatThrownBy(() -> bench.replay("silver.m", "true", Mode.LAND))
                .hasMessageContaining("silver.m is computed again from all rows of its inputs, for a row may depend on")
                .hasMessageContaining("leave --where away")
                .hasMessageContaining("query quarantine.silver_m");
        assertThatThrownBy(() -> bench.replay("silver.mm", "true", Mode.LAND))
                .hasMessageContaining("no stream or model makes silver.mm");
        assertThatThrownBy(() -> bench.replay("bronze.in_x", "lin = 1", Mode.LAND))
                .hasMessageContaining("--where 'lin = 1'")
                .hasMessageContaining("line");
    }

    @Test
    void a_condition_that_no_record_meets_says_so_and_an_empty_one_is_refused() {
        bench.streams("x: { path: 'drop/x-*', format: csv }")
                .file("drop/x-1", "id\n1,2\n")
                .run();

        assertThat(bench.replay("bronze.in_x", "line = 99", Mode.LAND).notes())
                .containsExactly("nothing in quarantine meets the condition");
        assertThatThrownBy(() -> bench.replay("bronze.in_x", " ", Mode.LAND))
                .hasMessage("--where is empty; write a condition such as \"id = 1\", or leave it away");
        assertThat(bench.rows("SELECT raw FROM quarantine.bronze_in_x")).containsExactly("1,2");
    }
}
