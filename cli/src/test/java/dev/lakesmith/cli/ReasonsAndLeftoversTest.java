package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What plan says of parameters, and of tables whose files are gone. */
final class ReasonsAndLeftoversTest {

    private final Captured captured = new Captured();

    @TempDir
    private Path project = Path.of("");

    @BeforeEach
    void a_project_that_ran() throws IOException {
        write("lakesmith.yml", """
                name: shop
                targets:
                  dev: { warehouse: ./lake }
                parameters:
                  day: { type: date, default: 2026-01-01 }
                """);
        write("seeds/kinds.csv", "kind\nopen\n");
        write("models/silver/kinds.sql", "SELECT kind, $day AS day FROM seeds.kinds");
        write("models/silver/old.sql", "SELECT kind FROM seeds.kinds");
        assertThat(run("run")).as(captured.err()).isZero();
    }

    @Test
    void the_end_of_a_run_counts_seeds_and_models_apart() {
        assertThat(captured.out()).contains("1 seed published, 2 models published in ");
    }

    @Test
    void another_value_of_a_parameter_is_told_with_both_values() {
        assertThat(run("plan", "--var", "day=2026-01-02")).isZero();

        assertThat(captured.out())
                .contains("$day changed from '2026-01-01' to '2026-01-02'")
                .doesNotContain("definition changed");
    }

    @Test
    void another_query_is_told_as_another_definition() throws IOException {
        write("models/silver/kinds.sql", "SELECT upper(kind) AS kind, $day AS day FROM seeds.kinds");
        assertThat(run("plan")).isZero();

        assertThat(captured.out()).contains("its definition changed");
    }

    @Test
    void a_model_that_asks_the_clock_is_named_by_check_and_not_computed_again_as_time_passes() throws IOException {
        write("models/silver/old.sql", "SELECT kind, now() AS seen_at FROM seeds.kinds WHERE random() < 2");
        write(
                "models/silver/day.sql",
                "/* lakesmith\nmaterialized: view\n*/\nSELECT current_date AS d FROM seeds.kinds");

        assertThat(run("check")).as(captured.err()).isZero();
        assertThat(captured.out() + captured.err())
                .contains("note: silver.old uses now(), random(): its rows keep the answer of the run")
                .doesNotContain("silver.day uses");
        assertThat(run("run")).isZero();
        assertThat(run("run")).isZero();
        assertThat(captured.out()).endsWith("nothing new: 4 tables are up to date\n");
    }

    @Test
    void a_table_whose_file_is_gone_is_told_and_kept() throws IOException {
        Files.delete(project.resolve("models/silver/old.sql"));
        String told = "silver.old is in the lake, but no file of this project makes it";

        assertThat(run("plan")).isZero();
        assertThat(captured.out()).contains("note: " + told);
        assertThat(run("tables")).isZero();
        assertThat(captured.err()).contains("note: " + told);
        assertThat(run("query", "SELECT kind FROM silver.old", "--format", "csv"))
                .isZero();
    }

    @Test
    void the_rows_of_a_check_that_is_gone_are_told_and_kept() throws IOException {
        String check =
                "/* lakesmith\nchecks: [{ sql: SELECT * FROM this, name: none, severity: warn, store_failures: %s }]\n*/\n";
        write("models/silver/old.sql", check.formatted(true) + "SELECT kind FROM seeds.kinds");
        assertThat(run("run")).as(captured.err()).isZero();
        assertThat(captured.out()).doesNotContain("no file of this project");
        write("models/silver/old.sql", check.formatted(false) + "SELECT kind FROM seeds.kinds");

        assertThat(run("plan")).isZero();

        assertThat(captured.out())
                .contains("note: failures.silver_old__none is in the lake, but no file of this project makes it");
        assertThat(run("query", "SELECT kind FROM failures.silver_old__none", "--format", "csv"))
                .isZero();
    }

    @Test
    void rows_in_quarantine_are_shown_when_the_file_of_their_table_is_gone() throws IOException {
        String header = "/* lakesmith\ncolumns: { kind: integer }\n*/\n";
        write("models/silver/old.sql", header + "SELECT kind FROM seeds.kinds");
        assertThat(run("run")).as(captured.err()).isZero();
        Files.delete(project.resolve("models/silver/old.sql"));

        assertThat(run("quarantine")).isZero();
        assertThat(captured.out()).contains("quarantine.silver_old  kind: … is not an INTEGER");
        assertThat(run("quarantine", "silver.old")).isZero();
        assertThat(run("quarantine", "quarantine.silver_old")).isZero();
        assertThat(captured.out())
                .contains("kind: 'open' is not an INTEGER")
                .doesNotContain("nothing is in quarantine");
    }

    @Test
    void a_table_whose_file_is_broken_is_not_told_as_left() throws IOException {
        write("models/silver/old.sql", "/* lakesmith\nmaterialised: table\n*/\nSELECT kind FROM seeds.kinds\n");

        assertThat(run("tables")).isZero();

        assertThat(captured.err()).doesNotContain("no file of this project");
    }

    private int run(String... arguments) {
        return captured.run(project, arguments);
    }

    private void write(String file, String text) throws IOException {
        Path path = project.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
