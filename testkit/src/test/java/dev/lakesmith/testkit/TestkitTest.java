package dev.lakesmith.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestkitTest {

    @TempDir
    Path folder;

    /** What the child processes run. */
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) {
            System.out.println("out " + System.getProperty("said") + " " + String.join("+", arguments));
            System.err.println("err");
            Runtime.getRuntime().halt(7);
        }
    }

    @Test
    void a_child_sees_properties_and_arguments_and_gives_back_its_output_and_exit_code() {
        ChildJvm.Ended ended =
                ChildJvm.of(Child.class.getName()).property("said", "yes").run("a", "b c");

        assertThat(ended.exitCode()).isEqualTo(7);
        assertThat(ended.out()).isEqualToNormalizingNewlines("out yes a+b c\n");
        assertThat(ended.err()).isEqualToNormalizingNewlines("err\n");
    }

    @Test
    void a_clock_stands_still_until_it_is_moved_in_every_zone_at_once() {
        SettableClock clock = SettableClock.at("2026-01-31T12:00:00Z");
        var elsewhere = clock.withZone(ZoneId.of("Asia/Tokyo"));

        assertThat(clock.instant()).isEqualTo(clock.instant());
        clock.advance(Duration.ofHours(1));

        assertThat(elsewhere.instant()).isEqualTo(Instant.parse("2026-01-31T13:00:00Z"));
        assertThat(elsewhere.getZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    }

    @Test
    void a_golden_file_names_the_line_that_differs() throws Exception {
        Files.writeString(folder.resolve("plan.txt"), "one\r\ntwo\r\n");
        Golden golden = Golden.in(folder);

        golden.requireEqual("plan.txt", "one\ntwo\n");
        assertThatThrownBy(() -> golden.requireEqual("plan.txt", "one\n2\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("plan.txt:2 differs")
                .hasMessageContaining("expected: two")
                .hasMessageContaining("but was: 2");
        assertThatThrownBy(() -> golden.requireEqual("other.txt", ""))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("other.txt is missing");
    }

    @Test
    void a_project_folder_holds_what_was_written_where_the_loader_looks_for_it() {
        ProjectFolder project = ProjectFolder.in(folder.resolve("p"))
                .stream("crm", "contacts: { path: drop/*.csv, format: csv }")
                .model("silver.contacts", "description: All.", "SELECT 1 AS one")
                .seed("countries", "country\nDE\n");

        assertThat(project.path().resolve("sources/crm.yml"))
                .content()
                .contains("connector: files", "  contacts: { path: drop/*.csv, format: csv }");
        assertThat(project.path().resolve("models/silver/contacts.sql"))
                .hasContent("/* lakesmith\ndescription: All.\n*/\nSELECT 1 AS one");
        assertThat(project.path().resolve("seeds/countries.csv")).hasContent("country\nDE");
        assertThat(project.warehouse()).isEqualTo(project.path().resolve("lake"));
    }
}
