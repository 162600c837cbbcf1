package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.run.RunReport;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose query fails at a value tells the file, the place, the value and what can be done here. */
final class FailingModelsTest {

    private final Workbench bench;

    FailingModelsTest(@TempDir Path folder) {
        this.bench = Workbench.in(folder).streams("x: { path: 'drop/x-*', format: csv }");
    }

    @Test
    void a_cast_that_fails_names_its_place_the_value_and_the_way_to_quarantine() {
        bench.file("drop/x-1", "id,day,n\n1,2026-01-41,one\n")
                .model("silver.a", "", "SELECT id,\n  n::int AS n\nFROM bronze.in_x")
                .model("silver.b", "", "SELECT id, CAST(x.day AS DATE) AS d FROM bronze.in_x AS x");

        assertThat(errors(bench.attempt()))
                .satisfiesExactly(
                        message -> assertThat(message)
                                .startsWith("models/silver/a.sql:5:3: n: 'one' is not an INTEGER; to send such rows to"
                                        + " quarantine, leave the cast out and declare the type")
                                .contains("columns: { n: { type: \"integer\" } }", "TRY_CAST"),
                        message -> assertThat(message)
                                .startsWith("models/silver/b.sql:4:17: day: '2026-01-41' is not a DATE;"));
    }

    @Test
    void other_failures_name_the_model_and_say_nothing_of_settings() {
        bench.file("drop/x-1", "id\n9223372036854775807\n")
                .model("silver.a", "", "SELECT ln(-1.0 * length(id)) AS n FROM bronze.in_x")
                .model(
                        "silver.b",
                        "columns: { n: { type: bigint } }",
                        "SELECT 1 / 0 * length(id) AS n FROM bronze.in_x")
                .model("silver.c", "", "SELECT strptime(id, '%Y-%m-%d') AS n FROM bronze.in_x");

        assertThat(errors(bench.attempt())).isNotEmpty().allSatisfy(message -> assertThat(message)
                .matches("(?s)models/silver/[abc]\\.sql:4:1: .*; mend the expression, or leave such rows out.*")
                .doesNotContain("SET ", "Error:"));
    }

    @Test
    void a_value_too_long_for_a_partition_is_told_by_its_beginning() {
        bench.file("drop/x-1", "id\n1\n")
                .model("silver.a", "partition_by: p", "SELECT id, 'ä b/' || repeat('x', 300) AS p FROM bronze.in_x");

        assertThat(errors(bench.attempt()))
                .containsExactly(
                        "a value by which the table is partitioned is too long to name a folder, which 255 bytes"
                                + " can: it begins with 'ä b/" + "x".repeat(35)
                                + "'; partition by something shorter, such as"
                                + " left(…, 50)");
    }

    @Test
    void a_column_under_a_name_of_the_program_is_refused_with_its_place() {
        bench.file("drop/x-1", "id\n1\n")
                .model(
                        "silver.a",
                        "materialized: merge\nunique_key: id",
                        "SELECT id, 'x' AS _LS_reason FROM bronze.in_x")
                .model("silver.b", "", "SELECT _ls FROM (SELECT id AS _ls FROM bronze.in_x)");

        assertThat(errors(bench.attempt()))
                .containsExactly(
                        "models/silver/a.sql:5:1: the query gives a column named '_LS_reason'; names that begin"
                                + " with _ls_ are the program's own, so give it another name with AS");
    }

    private static List<String> errors(RunReport report) {
        return report.steps().stream()
                .flatMap(step -> step.error().stream())
                .map(error -> String.valueOf(error.getMessage()))
                .sorted()
                .toList();
    }
}
