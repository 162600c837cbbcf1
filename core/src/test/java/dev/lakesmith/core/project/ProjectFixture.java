package dev.lakesmith.core.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.vocabulary.Diagnostic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A project folder that a test writes. */
final class ProjectFixture {

    private final Path directory;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, String> variables = new LinkedHashMap<>();
    private Optional<String> target = Optional.empty();

    private ProjectFixture(Path directory) {
        this.directory = directory;
    }

    /** A folder without any file. */
    static ProjectFixture empty(Path directory) {
        return new ProjectFixture(directory);
    }

    /** A folder with the smallest sound {@code lakesmith.yml}. */
    static ProjectFixture in(Path directory) {
        return empty(directory).file("lakesmith.yml", "name: shop\ntargets:\n  dev: { warehouse: ./lake }\n");
    }

    ProjectFixture file(String name, String text) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    ProjectFixture environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    ProjectFixture variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    ProjectFixture target(String name) {
        target = Optional.of(name);
        return this;
    }

    LoadedProject load() {
        return ProjectLoader.load(
                new ProjectRequest(directory, target, variables, environment, List.of(SampleConnector.SPEC)));
    }

    /** The project, which must be sound. */
    Project project() {
        LoadedProject loaded = load();
        assertThat(loaded.diagnostics()).isEmpty();
        return loaded.orThrow();
    }

    /** Every mistake as it is printed. */
    List<String> mistakes() {
        LoadedProject loaded = load();
        assertThat(loaded.project()).isEmpty();
        return loaded.diagnostics().stream().map(Diagnostic::toString).toList();
    }
}
