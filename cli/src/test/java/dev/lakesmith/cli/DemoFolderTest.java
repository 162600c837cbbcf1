package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {

    @TempDir
    Path folder;

    private Path example;
    private Path target;

    @BeforeEach
    void writeExample() throws IOException {
        example = Files.createDirectories(folder.resolve("example"));
        target = folder.resolve("target");
        Files.createDirectories(example.resolve("models/gold"));
        Files.writeString(example.resolve("lakesmith.yml"), "name: shop\n");
        Files.writeString(example.resolve("models/gold/a.sql"), "SELECT 1\n");
    }

    @Test
    void files_are_copied_with_their_folders() throws IOException {
        new DemoFolder(target).copy(example);

        assertThat(target.resolve("lakesmith.yml")).hasContent("name: shop");
        assertThat(target.resolve("models/gold/a.sql")).hasContent("SELECT 1");
        assertThat(target.resolve(".gitignore")).exists();
    }

    @Test
    void a_demo_made_before_gets_its_files_anew_and_keeps_its_lake() throws IOException {
        new DemoFolder(target).copy(example);
        Files.writeString(target.resolve("lakesmith.yml"), "changed");
        Files.createDirectories(target.resolve("lake"));

        new DemoFolder(target).copy(example);

        assertThat(target.resolve("lakesmith.yml")).hasContent("name: shop");
        assertThat(target.resolve("lake")).exists();
    }

    @Test
    void a_folder_of_the_users_own_is_refused() throws IOException {
        Files.createDirectories(target);
        Files.writeString(target.resolve("thesis.txt"), "mine");

        assertThatThrownBy(() -> new DemoFolder(target).fill())
                .isInstanceOf(LakesmithException.class)
                .hasMessageContaining(target + " holds files that are not the demo's")
                .hasMessageContaining("lakesmith demo my-demo");
    }
}
