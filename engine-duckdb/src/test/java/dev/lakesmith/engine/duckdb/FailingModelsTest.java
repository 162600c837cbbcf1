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

    private static List<String> errors(RunReport report) {
        return report.steps().stream()
                .flatMap(step -> step.error().stream())
                .map(error -> String.valueOf(error.getMessage()))
                .sorted()
                .toList();
    }
}
