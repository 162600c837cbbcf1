package dev.lakesmith.core.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.vocabulary.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Run with {@code -Dgolden.update=true} to write what the messages are now. */
final class BrokenProjectTest {

    private static final Path PROJECTS = Path.of("src/test/resources/projects");

    @Test
    void everyMistakeOfABrokenProjectIsToldAtOnceWithItsPlace() throws IOException {
        LoadedProject loaded = ProjectLoader.load(new ProjectRequest(
                PROJECTS.resolve("broken"),
                Optional.empty(),
                Map.of("dya", "2026-01-31", "day", "tomorrow"),
                Map.of("DROP", "/drop", "HOME", "/home/me"),
                List.of(SampleConnector.SPEC)));

        String told =
                loaded.diagnostics().stream().map(Diagnostic::toString).collect(Collectors.joining("\n", "", "\n"));
        Path golden = PROJECTS.resolve("broken.txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, told);
        }
        assertThat(loaded.project()).isEmpty();
        assertThat(told).isEqualTo(Files.readString(golden));
    }
}
