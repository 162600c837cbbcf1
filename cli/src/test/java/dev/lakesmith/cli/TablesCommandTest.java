package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code tables} says of upkeep. */
final class TablesCommandTest {

    @TempDir
    private Path project = Path.of("");

    @Test
    void tables_over_budget_are_named_until_maintain_brings_them_back() throws IOException {
        maintenance("{ snapshots: 2, time_per_run: 0s, tables: { seeds.many: { snapshots: 50 } } }");
        Files.createDirectories(project.resolve("seeds"));
        for (int i = 0; i < 4; i++) {
            Files.writeString(project.resolve("seeds/few.csv"), "n\n" + i + "\n");
            Files.writeString(project.resolve("seeds/many.csv"), "n\n" + i + "\n");
            run("run");
        }

        assertThat(run("tables", "--budgets"))
                .containsPattern("seeds\\.few .* 1 of 16 .* 0 of 16 .* 4 of 2 .* of 4.*MB")
                .containsPattern("seeds\\.many .* 4 of 50 ");
        assertThat(run("tables")).containsPattern("seeds\\.few .* 4 snapshots, 2 kept");
        assertThat(run("tables", "--json"))
                .contains("\"over_budget\":[\"4 snapshots, 2 kept\"]")
                .contains("\"over_budget\":[]");
        assertThat(run("tables", "--budgets", "--json")).contains("\"snapshots\":{\"used\":4,\"allowed\":2}");

        assertThat(run("maintain")).contains("seeds.few");

        assertThat(run("tables")).doesNotContain("over_budget").contains("seeds.few");
        assertThat(run("query", "SELECT n FROM seeds.few", "--format", "csv")).isEqualTo("n\n3\n");
    }

    private void maintenance(String yaml) throws IOException {
        Files.writeString(
                project.resolve("lakesmith.yml"),
                "name: shop\ntargets: { dev: { warehouse: ./lake } }\nmaintenance: " + yaml + "\n");
    }

    private String run(String... arguments) {
        Captured captured = new Captured();
        assertThat(captured.run(project, arguments)).as(captured.err()).isZero();
        return captured.out();
    }
}
