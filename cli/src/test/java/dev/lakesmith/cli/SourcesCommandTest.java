package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code sources} says of what a project reads and could read. */
final class SourcesCommandTest {

    @TempDir
    private Path project = Path.of("");

    @BeforeEach
    void aProject() throws IOException {
        write("lakesmith.yml", "name: shop\ntargets: { dev: { warehouse: ./lake } }\n");
        write("drop/contacts/contacts-2026-01-01.csv", "id,name\n1,Ann\n");
        write("drop/contacts/contacts-2026-01-02.csv", "id,name\n2,Bea\n");
        write("drop/orders/day=1/0001.jsonl", "{\"id\": 1}\n");
        write("drop/orders/day=2/0002.jsonl", "{\"id\": 2}\n");
        write(
                "sources/crm.yml",
                "connector: files\nstreams:\n  contacts: { path: 'drop/contacts/*.csv', format: csv }\n");
    }

    private void write(String name, String text) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
    }

    private String run(int code, String... arguments) {
        Captured captured = new Captured();
        assertThat(captured.run(project, arguments)).as(captured.err()).isEqualTo(code);
        return captured.out() + captured.err();
    }

    @Test
    void every_stream_is_listed_with_what_it_reads_and_its_table() {
        assertThat(run(0, "sources"))
                .containsPattern("crm +files +contacts +drop/contacts/\\*.csv +bronze.crm_contacts");
        assertThat(run(0, "sources", "--json"))
                .contains("{\"source\":\"crm\",\"connector\":\"files\",\"stream\":\"contacts\"");
        assertThat(Files.exists(project.resolve("lake"))).isFalse();
    }

    @Test
    void a_test_names_what_is_wrong_and_goes_on_with_the_rest() throws IOException {
        write("sources/old.yml", "connector: files\nstreams:\n  gone: { path: 'nowhere/*.csv', format: csv }\n");

        assertThat(run(1, "sources", "test"))
                .containsPattern("crm +contacts +ok +2 files")
                .containsPattern("old +gone +failed")
                .contains("sources/old.yml:3:3: the folder")
                .contains("[LS401]");
        assertThat(run(0, "sources", "test", "crm")).doesNotContain("gone");
    }

    @Test
    void a_password_stays_unseen_when_a_database_cannot_be_reached() throws IOException {
        write("password", "correct horse battery");
        write(
                "sources/db.yml",
                "connector: jdbc\nurl: jdbc:postgresql://127.0.0.1:1/shop\nuser: me\npassword: ${file:password}\n");

        assertThat(run(1, "sources", "test", "db"))
                .contains("jdbc:postgresql://127.0.0.1:1/shop cannot connect")
                .contains("check host, port")
                .doesNotContain("horse");
    }

    @Test
    void what_files_there_are_is_told_in_groups_and_becomes_streams_that_load() throws IOException {
        assertThat(run(0, "sources", "discover", "crm", "drop"))
                .containsPattern("drop/contacts/contacts-\\*.csv +2 .* contacts +2 files")
                .contains("drop/orders/day=*/*.jsonl");

        String yaml = run(0, "sources", "discover", "crm", "drop", "--yaml");
        assertThat(yaml)
                .isEqualTo(
                        "streams:\n  orders: { path: \"drop/orders/day=*/*.jsonl\", format: ndjson }  # 20 B; 2 files\n");

        write("sources/more.yml", "connector: files\n" + yaml);
        run(0, "run");
        assertThat(run(0, "query", "SELECT sum(id) AS sum FROM bronze.more_orders", "--format", "csv"))
                .isEqualTo("sum\n3\n");
    }

    @Test
    void a_source_needs_no_streams_to_be_looked_into() throws IOException {
        write("sources/drop.yml", "connector: files\n");

        assertThat(run(0, "sources", "discover", "drop", "--json"))
                .contains("\"keys\":{\"path\":\"drop/contacts/contacts-*.csv\",\"format\":\"csv\"}")
                .contains("{\"name\":\"name\",\"type\":\"VARCHAR\"");
        assertThat(run(0, "plan")).contains("crm_contacts");
    }

    @Test
    void a_sample_shows_what_a_stream_reads_and_lands_nothing() {
        assertThat(run(0, "sources", "sample", "crm", "contacts", "--rows", "1"))
                .contains("drop/contacts/contacts-2026-01-01.csv")
                .doesNotContain("2026-01-02.csv");
        assertThat(run(2, "sources", "sample", "crm", "contact"))
                .contains("declares no stream 'contact'; it has contacts; did you mean 'contacts'?");
        assertThat(Files.exists(project.resolve("lake"))).isFalse();
    }

    @Test
    void a_name_that_is_no_source_is_told_with_those_that_are() {
        assertThat(run(2, "sources", "discover", "crn"))
                .contains("the project has no source 'crn'; it has crm; did you mean 'crm'?");
    }
}
