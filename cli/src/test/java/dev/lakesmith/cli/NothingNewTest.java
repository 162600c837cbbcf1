package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.testkit.estate.EstateGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run with nothing new costs nothing, however large the project. */
final class NothingNewTest {

    private static final int MODELS = 60;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void it_opens_no_data_file_and_leaves_the_catalog_as_it_was() throws IOException {
        EstateGenerator.generate(folder, MODELS);
        Captured first = new Captured();
        assertThat(first.run(folder, "run")).as(first.err()).isZero();
        assertThat(first.out()).contains(MODELS + " models published");

        byte[] catalog = Files.readAllBytes(folder.resolve("lake/catalog.db"));
        List<Path> kept = files();
        List<Path> data = kept.stream()
                .filter(file -> file.toString().endsWith(".parquet"))
                .toList();
        assertThat(data).hasSizeGreaterThan(MODELS);
        for (Path file : data) {
            Files.delete(file);
        }
        for (String command : List.of("plan", "run")) {
            Captured captured = new Captured();
            assertThat(captured.run(folder, command)).as(captured.err()).isZero();
            assertThat(captured.out()).containsPattern("nothing (new|to do)");
        }

        assertThat(Files.readAllBytes(folder.resolve("lake/catalog.db"))).isEqualTo(catalog);
        assertThat(files())
                .containsExactlyElementsOf(
                        kept.stream().filter(file -> !data.contains(file)).toList());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("lake"))) {
            return files.filter(Files::isRegularFile)
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }
}
