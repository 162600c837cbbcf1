package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SensitiveColumnsTest {

    @TempDir
    private Path project = Path.of("");

    @BeforeEach
    void people_with_addresses() throws IOException {
        write("lakesmith.yml", "name: crm\ntargets: { dev: { warehouse: ./lake } }\n");
        write("drop/people.csv", "id,mail,card\n1,ann@example.org,4111111111111111\n");
        write("sources/crm.yml", """
                connector: files
                streams:
                  people:
                    path: drop/people.csv
                    format: csv
                    columns: { mail: { sensitive: email }, card: { sensitive: card } }
                """);
        write("models/silver/people.sql", """
                /* lakesmith
                columns:
                  last_digits: { sensitive: none }
                  phone: { sensitive: phone }
                */
                SELECT id, lower(mail) AS email, right(card, 4) AS last_digits, mail || card AS both, '0' AS phone
                FROM bronze.crm_people
                """);
        write(
                "models/gold/mails.sql",
                "SELECT count(*) AS people, max(email) AS one, max(last_digits) AS digits" + " FROM silver.people\n");
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
    void columns_made_of_declared_ones_are_listed_with_where_their_values_come_from() {
        assertThat(run(0, "lineage", "--sensitive")).contains("note: not loaded yet", "silver.people");
        run(0, "run");

        String listed = run(0, "lineage", "--sensitive");
        assertThat(listed)
                .containsPattern("bronze.crm_people +mail +email +declared")
                .containsPattern("silver.people +email +email +from bronze.crm_people.mail")
                .containsPattern(
                        "silver.people +both +card, email +from bronze.crm_people.card, bronze.crm_people.mail")
                .containsPattern("silver.people +phone +phone +declared")
                .containsPattern("gold.mails +one +email +from silver.people.email")
                .doesNotContain("digits", "people +id", "note:");
        assertThat(run(0, "lineage", "--sensitive", "--json"))
                .contains("{\"table\":\"silver.people\",\"column\":\"email\",\"sensitive\":[\"email\"],"
                        + "\"from\":[\"bronze.crm_people.mail\"]}");
    }

    @Test
    void declaring_a_column_sensitive_makes_no_table_anew() throws IOException {
        run(0, "run");
        write("sources/crm.yml", "connector: files\nstreams:\n  people: { path: drop/people.csv, format: csv }\n");

        assertThat(run(0, "plan")).doesNotContain("bronze.crm_people:").contains("nothing to do");
    }

    @Test
    void another_word_and_a_table_beside_the_option_are_refused() throws IOException {
        assertThat(run(2, "lineage", "--sensitive", "gold.mails")).contains("leave out gold.mails");
        write(
                "sources/crm.yml",
                "connector: files\nstreams:\n  people: { path: drop/people.csv, format: csv, columns: { mail: {"
                        + " sensitive: mail } } }\n");
        assertThat(run(2, "check")).contains("'mail'", "email, phone, name").contains("did you mean 'email'?");
    }
}
