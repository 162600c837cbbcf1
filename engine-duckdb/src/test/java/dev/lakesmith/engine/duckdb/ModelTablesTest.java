package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.contract.Budget;
import dev.lakesmith.core.contract.Maintenance;
import dev.lakesmith.core.engine.ResultFormat;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.run.RunReport;
import dev.lakesmith.core.upkeep.Upkeep;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Models kept as tables, as views and by appending; and the parameters their queries read. */
final class ModelTablesTest {

    private static final String HOSTILE = "'; DROP TABLE silver.m; SELECT '\" $day \\ -- /* é";

    private final Workbench bench;

    ModelTablesTest(@TempDir Path folder) {
        this.bench = Workbench.in(folder)
                .streams("x: { path: 'drop/x-*', format: csv }")
                .file("drop/x-1", "id,v\n1,a\n2,b\n");
    }

    private Workbench parameters(String yaml) {
        return bench.file("lakesmith.yml", "name: test\ntargets:\n  dev: { warehouse: ./lake }\nparameters:\n" + yaml);
    }

    @Test
    void a_table_is_made_anew_with_its_quarantine() {
        bench.model(
                "silver.m",
                "columns: { id: bigint }",
                "SELECT id, upper(v) AS v, count(*) OVER () AS n FROM bronze.in_x");
        bench.file("drop/x-2", "id,v\nthree,c\n").run();
        assertThat(bench.rows("SELECT * FROM silver.m ORDER BY id")).containsExactly("1|A|3", "2|B|3");

        RunReport report = bench.file("drop/x-3", "id,v\n4,d\nfive,e\n").run();

        assertThat(bench.rows("SELECT * FROM silver.m ORDER BY id")).containsExactly("1|A|5", "2|B|5", "4|D|5");
        assertThat(bench.rows("SELECT reason, raw FROM quarantine.silver_m ORDER BY 1"))
                .containsExactly(
                        "id: 'five' is not a BIGINT|{\"id\":\"five\",\"v\":\"E\",\"n\":5}",
                        "id: 'three' is not a BIGINT|{\"id\":\"three\",\"v\":\"C\",\"n\":5}");
        assertThat(Workbench.ledger(report, "silver.m")).isEqualTo(Ledger.of(5, 3, 2));
    }

    @Test
    void rows_are_written_in_the_order_asked_for_by_runs_and_by_upkeep() {
        String query = "SELECT id, v FROM bronze.in_x";
        bench.file("drop/x-1", "id,v\n1,a\n3,b\n2,b\n,b\n")
                .model("silver.m", "materialized: append\nsort_by: [V desc, id]", query)
                .run();

        assertThat(bench.table("silver.m").layout().sortBy()).hasToString("[v desc, id]");
        assertThat(bench.rows("SELECT v, id FROM silver.m")).containsExactly("b|2", "b|3", "b|null", "a|1");

        bench.file("drop/x-2", "id,v\n0,c\n9,b\n5,\n").run();
        Maintenance small = Maintenance.DEFAULT.with(new Budget(1, 1, 30, 4_000_000, Duration.ofDays(1)));
        bench.onLake((lake, engine) -> new Upkeep(lake, engine, Clock.systemUTC(), small)
                .all(lake.published().names(), Progress.UNSEEN));

        assertThat(bench.table("silver.m").fileCount()).isEqualTo(1);
        assertThat(bench.rows("SELECT v, id FROM silver.m"))
                .containsExactly("c|0", "b|2", "b|3", "b|9", "b|null", "a|1", "null|5");
    }

    @Test
    void another_order_holds_for_rows_to_come_and_touches_none_that_are_there() {
        String query = "SELECT id, v FROM bronze.in_x";
        bench.model("silver.m", "materialized: append", query).run();
        bench.model("silver.m", "materialized: append\nsort_by: id desc", query);

        assertThat(bench.run().nothingNew()).isTrue();

        bench.file("drop/x-2", "id,v\n3,c\n4,d\n").run();

        assertThat(bench.rows("SELECT id FROM silver.m")).containsExactlyInAnyOrder("1", "2", "4", "3");
        assertThat(bench.rows("SELECT id FROM silver.m WHERE id > '2'")).containsExactly("4", "3");
        assertThat(bench.table("silver.m").layout().sortBy()).hasToString("[id desc]");
    }

    @Test
    void a_sort_order_is_held_against_the_query() {
        bench.model("silver.m", "sort_by: [ids, l]", "SELECT id, [v] AS l FROM bronze.in_x");

        assertThatThrownBy(bench::run)
                .hasMessageContaining("sort_by names 'ids', which the query does not give; did you mean 'id'?")
                .hasMessageContaining("sort_by: l has the type VARCHAR[], which has no order");
    }

    @Test
    void a_column_is_called_as_the_query_calls_it() {
        bench.model("silver.m", "", "SELECT id AS ID, v AS Value FROM bronze.in_x")
                .run();

        assertThat(bench.columns("silver.m")).containsExactly("ID VARCHAR", "Value VARCHAR");
    }

    @ParameterizedTest
    @EnumSource(ResultFormat.class)
    void rows_are_written_to_a_file_again_and_again(ResultFormat format, @TempDir Path results) throws Exception {
        bench.run();
        Path file = results.resolve("rows");
        for (int i = 0; i < 2; i++) {
            assertThat(bench.export("SELECT id, v FROM bronze.in_x ORDER BY id", format, file))
                    .isEqualTo(2);
        }
        assertThat(results).isDirectoryContaining(file::equals);
        if (format == ResultFormat.CSV) {
            assertThat(file).content().isEqualTo("id,v\n1,a\n2,b\n");
        }
    }

    @Test
    void a_quarantine_is_cleared_when_its_reason_is_gone() {
        bench.model("silver.m", "columns: { v: { type: bigint } }", "SELECT id, v FROM bronze.in_x");
        bench.run();
        assertThat(bench.rows("SELECT count(*) FROM quarantine.silver_m")).containsExactly("2");

        bench.model("silver.m", "columns: { v: { type: varchar } }", "SELECT id, v FROM bronze.in_x")
                .run();

        assertThat(bench.rows("SELECT count(*) FROM quarantine.silver_m")).containsExactly("0");
        assertThat(bench.rows("SELECT v FROM silver.m ORDER BY v")).containsExactly("a", "b");
    }

    @Test
    void append_adds_the_rows_that_new_input_gives_and_no_other() {
        bench.model(
                "silver.m",
                "materialized: append\ncolumns: { id: integer }",
                "SELECT id, v FROM bronze.in_x WHERE v <> 'skip'");
        bench.run();
        List<String> before = files();
        RunReport report = bench.file("drop/x-2", "id,v\n1,a\nbad,c\n3,skip\n").run();

        assertThat(bench.rows("SELECT * FROM silver.m ORDER BY id")).containsExactly("1|a", "1|a", "2|b");
        assertThat(Workbench.ledger(report, "silver.m"))
                .isEqualTo(Ledger.of(3, 1, 1, Map.of("filtered: v <> 'skip'", 1L)));
        assertThat(files()).containsAll(before);
        assertThat(bench.run().nothingNew()).isTrue();

        bench.file("drop/x-3", "id,v\nworse,c\n").run();
        assertThat(bench.rows("SELECT file, raw FROM quarantine.silver_m ORDER BY file"))
                .containsExactly("drop/x-2|{\"id\":\"bad\",\"v\":\"c\"}", "drop/x-3|{\"id\":\"worse\",\"v\":\"c\"}");
    }

    private List<String> files() {
        return bench.table("silver.m").files().stream()
                .map(file -> file.data().location())
                .toList();
    }

    @Test
    void a_view_keeps_the_query_and_sees_what_is_published() {
        bench.model("silver.v", "materialized: view", "SELECT id, v || '!' AS v FROM bronze.in_x")
                .model("silver.w", "materialized: view", "SELECT max(v) AS v FROM silver.v")
                .model("gold.g", "materialized: table", "SELECT v FROM silver.w");
        bench.run();
        bench.file("drop/x-2", "id,v\n3,c\n").run();

        assertThat(bench.rows("SELECT v FROM silver.v ORDER BY id")).containsExactly("a!", "b!", "c!");
        assertThat(bench.rows("SELECT v FROM silver.w")).containsExactly("c!");
        assertThat(bench.rows("SELECT v FROM gold.g")).containsExactly("c!");
    }

    @Test
    void numbers_and_days_that_a_type_would_change_are_quarantined_whatever_type_they_come_in() {
        bench.model("silver.m", """
                columns: { n: bigint, a: 'decimal(5,2)', d: date, j: bigint, f: float, b: boolean, t: varchar }
                """, """
                SELECT n, a, d, j, f, b, n AS t FROM (VALUES
                    (1.0::DOUBLE, 1.25::DOUBLE, TIMESTAMP '2026-01-31', '5'::JSON, 1.5::DOUBLE, 1, 0),
                    (1.5, 1.25, NULL, NULL, NULL, NULL, 1), (NULL, 1.255, NULL, NULL, NULL, NULL, 2),
                    (NULL, NULL, TIMESTAMP '2026-01-31 00:00:01', NULL, NULL, NULL, 3),
                    (NULL, NULL, NULL, '1.7'::JSON, NULL, NULL, 4), (NULL, NULL, NULL, '"x"'::JSON, NULL, NULL, 5),
                    (NULL, NULL, NULL, NULL, 0.1::DOUBLE, NULL, 6), (NULL, NULL, NULL, NULL, NULL, 2, 7))
                    AS v(n, a, d, j, f, b, k), (SELECT count(*) FROM bronze.in_x)
                """);
        RunReport report = bench.run();

        assertThat(bench.rows("SELECT * FROM silver.m")).containsExactly("1|1.25|2026-01-31|5|1.5|true|1.0");
        assertThat(Workbench.ledger(report, "silver.m")).isEqualTo(Ledger.of(8, 1, 7));
        assertThat(bench.rows("SELECT reason FROM quarantine.silver_m ORDER BY reason"))
                .containsExactly(
                        "a: '1.255' is not a DECIMAL(5,2)",
                        "b: '2' is not a BOOLEAN",
                        "d: '2026-01-31 00:00:01' is not a DATE",
                        "f: '0.1' is not a FLOAT",
                        "j: '\"x\"' is not a BIGINT",
                        "j: '1.7' is not a BIGINT",
                        "n: '1.5' is not a BIGINT");
    }

    @Test
    void a_parameter_is_a_value_whatever_stands_in_it() {
        String yaml = HOSTILE.replace("\\", "\\\\").replace("\"", "\\\"");
        parameters("  word: { type: varchar, default: \"" + yaml + "\" }\n  day: { type: date, default: 2026-01-31 }\n"
                        + "  nothing: { type: bigint, default: 7 }\n")
                .model(
                        "silver.m",
                        "checks: [{ sql: 'SELECT * FROM this WHERE word <> $word OR n <> $nothing' }]",
                        "SELECT id, $word AS word, $day + 1 AS next, $nothing AS n, '$word' AS text FROM bronze.in_x"
                                + " WHERE v <> $word OR $word = v");
        bench.run();

        assertThat(bench.columns("silver.m"))
                .containsExactly("id VARCHAR", "word VARCHAR", "next DATE", "n BIGINT", "text VARCHAR");
        assertThat(bench.rows("SELECT * FROM silver.m ORDER BY id"))
                .containsExactly("1|" + HOSTILE + "|2026-02-01|7|$word", "2|" + HOSTILE + "|2026-02-01|7|$word");
    }

    @Test
    void another_value_of_a_parameter_makes_the_tables_that_read_it_anew() {
        parameters("  wanted: { type: varchar, default: a }\n")
                .model("silver.m", "materialized: append", "SELECT id FROM bronze.in_x WHERE v = $wanted")
                .model("silver.n", "materialized: table", "SELECT id FROM bronze.in_x");
        bench.run();
        RunReport report =
                parameters("  wanted: { type: varchar, default: b }\n").run();

        assertThat(bench.rows("SELECT id FROM silver.m")).containsExactly("2");
        assertThat(report.steps().stream().map(step -> step.table().toString())).containsExactly("silver.m");
    }
}
