package dev.lakesmith.core.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.vocabulary.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The text of a project's files: YAML, SQL and what else may be in their folders. */
final class ProjectTextTest {

    @TempDir
    Path directory;

    @Test
    void quotesAndCommentsInTheQueryAreNoSemicolonsAndNoHeaders() {
        Project project = ProjectFixture.in(directory)
                .file(
                        "models/silver/a.sql",
                        "SELECT ';/* lakesmith */' AS a, $$ -- ; $$ AS b /* ; /* ; */ */ ;;\n-- ;\n")
                .file("models/silver/b.sql", "/* lakesmith {materialized: view} */ SELECT e'\\';' AS a, $day AS d")
                .project();

        assertThat(project.models().get(0).sql()).isEqualTo("SELECT ';/* lakesmith */' AS a, $$ -- ; $$ AS b");
        assertThat(project.models().get(1).sql()).isEqualTo("SELECT e'\\';' AS a, $day AS d");
        assertThat(project.models().get(1).materialization()).isEqualTo(Materialization.VIEW);
        assertThat(project.models().get(1).sqlStart()).isEqualTo(new Place("models/silver/b.sql", 1, 38));
    }

    @Test
    void anchorsAndAliasesShareValues() {
        Project project =
                ProjectFixture.in(directory).file("sources/a.yml", """
                        connector: files
                        streams:
                          x: { path: x.csv, format: &dialect { type: csv, delimiter: ";" } }
                          y: { path: y.csv, format: *dialect }
                        """).project();

        List<Stream> streams = project.sources().get(0).streams();
        assertThat(streams.get(1).format()).isEqualTo(streams.get(0).format());
    }

    @Test
    void symbolicLinksInACircleAreTold() throws IOException {
        ProjectFixture fixture = ProjectFixture.in(directory).file("models/silver/a.sql", "SELECT 1");
        Files.createSymbolicLink(directory.resolve("models/loop"), directory.resolve("models"));

        assertThat(fixture.mistakes())
                .containsExactly("models/loop: this symbolic link leads back to a folder around it; remove it [LS102]");
    }

    @Test
    void filesThatCannotBeReadAreTold() throws IOException {
        ProjectFixture fixture = ProjectFixture.in(directory);
        Files.createDirectories(directory.resolve("models/silver"));
        Files.createSymbolicLink(directory.resolve("models/silver/gone.sql"), directory.resolve("nowhere.sql"));
        Files.write(
                directory.resolve("models/silver/latin.sql"),
                "SELECT 1,\n'Käse'".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(fixture.mistakes())
                .containsExactly(
                        "models/silver/gone.sql: cannot be read: NoSuchFileException [LS102]",
                        "models/silver/latin.sql:2: is not UTF-8 text; save the file as UTF-8 [LS102]");
    }

    @Test
    void bracketsBeyondMeasureAreAMistakeAndNoStackOverflow() {
        assertThat(ProjectFixture.in(directory)
                        .file("sources/a.yml", "connector: " + "[".repeat(100_000))
                        .mistakes())
                .singleElement()
                .asString()
                .startsWith("sources/a.yml:1:61: more than 50 levels of nesting");
    }

    @Test
    void aCharacterThatYamlForbidsIsShownWhereItStands() {
        assertThat(ProjectFixture.empty(directory)
                        .file("lakesmith.yml", "name: shop\ntargets:\n  dev: { warehouse: ./l\u0000ake }\n")
                        .mistakes())
                .containsExactly("lakesmith.yml:3:24: not readable as YAML: the character U+0000 is not allowed;"
                        + " remove it [LS103]");
    }

    @Test
    void anAliasOfItselfIsAMistakeAndNoEndlessLoop() {
        assertThat(ProjectFixture.empty(directory)
                        .file("lakesmith.yml", "name: shop\ntargets: &all\n  dev: *all\n")
                        .mistakes())
                .isNotEmpty();
    }

    @Test
    void aByteOrderMarkAndWindowsLineEndsDoNoHarm() {
        Project project = ProjectFixture.empty(directory)
                .file("lakesmith.yml", "\uFEFFname: shop\r\ntargets:\r\n  dev: { warehouse: ./lake }\r\n")
                .file("models/silver/a.sql", "\uFEFF/* lakesmith\r\ntags: [x]\r\n*/\r\nSELECT 1\r\n")
                .project();

        assertThat(project.models().get(0).sql()).isEqualTo("SELECT 1");
        assertThat(project.models().get(0).sqlStart()).isEqualTo(new Place("models/silver/a.sql", 4, 1));
        assertThat(project.models().get(0).tags()).containsExactly("x");
    }
}
