package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {

    private final Captured captured = new Captured();

    @TempDir
    Path folder;

    @Test
    void a_project_with_data_a_source_and_models_is_written() throws IOException {
        assertThat(run("init", folder.resolve("new/shop").toString())).isZero();

        try (Stream<Path> files = Files.walk(folder.resolve("new/shop"))) {
            assertThat(files.filter(Files::isRegularFile).map(file -> folder.resolve("new/shop")
                            .relativize(file)
                            .toString()
                            .replace('\\', '/')))
                    .containsExactlyInAnyOrder(
                            ".gitignore",
                            "README.md",
                            "drop/sales-2026-01.csv",
                            "lakesmith.yml",
                            "models/gold/revenue_by_day.sql",
                            "models/silver/sales.sql",
                            "sources/till.yml",
                            "tests/sales.yml");
        }
        assertThat(folder.resolve("new/shop/lakesmith.yml")).content().contains("warehouse: ./lake");
        assertThat(captured.out()).contains("models/silver/sales.sql", "lakesmith -p", "run");
    }

    @Test
    void existing_files_are_named_and_nothing_is_written() throws IOException {
        Files.writeString(folder.resolve("README.md"), "mine");
        Files.writeString(folder.resolve(".gitignore"), "mine");

        assertThat(run("init", folder.toString())).isEqualTo(2);

        assertThat(captured.err()).contains("would overwrite: README.md, .gitignore", "[LS302]");
        assertThat(folder.resolve("README.md")).hasContent("mine");
        assertThat(folder.resolve("lakesmith.yml")).doesNotExist();
    }

    @Test
    void a_file_is_no_folder() throws IOException {
        Path file = Files.writeString(folder.resolve("shop"), "x");

        assertThat(run("init", file.toString())).isEqualTo(2);
        assertThat(captured.err()).contains(file + " is a file; name a folder");
    }

    @Test
    void a_program_reads_the_files_as_json() {
        assertThat(run("init", folder.toString(), "--json")).isZero();

        assertThat(captured.out().lines()).hasSize(8).allMatch(line -> line.startsWith("{\"file\":\""));
    }

    private int run(String... arguments) {
        return Main.run(
                captured.piped(),
                Map.of("XDG_STATE_HOME", folder.resolve("state").toString()),
                arguments);
    }
}
