package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.project.ReferenceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ReferenceTest {

    private static final Path FOLDER = Path.of(System.getProperty("repository.root", ".."), "docs", "reference");

    @Test
    void the_generated_reference_is_up_to_date() throws IOException {
        Map<String, String> files = new TreeMap<>(ReferenceFiles.render(OpenProject.specs()));
        files.put("commands.md", CommandsPage.render());
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = FOLDER.resolve(file.getKey());
            if (Boolean.getBoolean("golden.update")) {
                Files.createDirectories(path.toAbsolutePath().getParent());
                Files.writeString(path, file.getValue());
            }
            assertThat(path)
                    .as("regenerate with ./mvnw -pl cli -am verify -Dgolden.update=true")
                    .hasContent(file.getValue());
        }
    }
}
