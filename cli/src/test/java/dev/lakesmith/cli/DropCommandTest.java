package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that the project does not declare any more leave the lake, and only those. */
final class DropCommandTest {

    @TempDir
    private Path project = Path.of("");

    @BeforeEach
    void a_project_that_ran() throws IOException {
        write("lakesmith.yml", "name: shop\ntargets: { dev: { warehouse: ./lake } }\n");
        write("sources/crm.yml", "connector: files\nstreams:\n  people: { path: 'drop/*.csv', format: csv }\n");
        write("drop/a.csv", "id,age\n1,22\n2,old\n");
        write("models/silver/people.sql", """
                /* lakesmith
                columns: { age: { type: int } }
                checks: [{ sql: SELECT * FROM this, name: any, severity: warn, store_failures: true }]
                */
                SELECT id, age FROM bronze.crm_people""");
        write("models/silver/people_names.sql", "SELECT id FROM bronze.crm_people");
        write("models/gold/heads.sql", "/* lakesmith\nmaterialized: view */ SELECT count(*) AS n FROM silver.people");
        succeeds("run");
    }

    @Test
    void a_table_leaves_with_what_accompanies_it_and_the_history_tells() throws IOException {
        delete("models/silver/people.sql", "models/gold/heads.sql");
        assertThat(succeeds("tables").out())
                .containsPattern("silver\\.people .*not declared")
                .containsPattern("failures\\.silver_people__any .*not declared")
                .doesNotContainPattern("silver\\.people_names .*not declared");

        Captured dropped = succeeds("drop", "silver.people", "gold.heads", "--yes");

        assertThat(dropped.out())
                .containsPattern("silver\\.people +table +1 .*asked for")
                .containsPattern("gold\\.heads +view ")
                .containsPattern("quarantine\\.silver_people +table +1 .*goes with silver\\.people")
                .containsPattern("failures\\.silver_people__any +table .*goes with silver\\.people")
                .contains("dropped 4 tables", "'lakesmith maintain' removes them after 1 d");
        assertThat(succeeds("tables").out())
                .contains("silver.people_names")
                .doesNotContain("silver.people ", "gold.heads", "silver_people", "declared");
        String history = succeeds("history", "--json", "--limit", "1").out();
        String run = history.substring(history.indexOf("\"run\":\"") + 7).split("\"", -1)[0];
        assertThat(succeeds("history", run).out()).contains("drop", "goes with silver.people");
        assertThat(succeeds("maintain").err()).isEmpty();
        succeeds("run");
    }

    @Test
    void a_table_that_the_project_makes_is_refused_with_the_file_that_makes_it() {
        assertThat(refused("drop", "silver.people", "--yes"))
                .contains("silver.people is declared in models/silver/people.sql")
                .contains("[LS304]");
        assertThat(refused("drop", "bronze.crm_people", "--yes")).contains("is declared in sources/crm.yml");
        assertThat(refused("drop", "quarantine.silver_people", "--yes"))
                .contains("belongs to a table or a check that the project declares");
        assertThat(refused("drop", "silver.peple", "--yes")).contains("did you mean 'silver.people'?", "[LS110]");
    }

    @Test
    void a_table_that_a_model_or_a_view_reads_is_refused() throws IOException {
        delete("models/silver/people.sql");
        assertThat(refused("drop", "silver.people", "--yes"))
                .contains("gold.heads (models/gold/heads.sql) reads silver.people: change that model first");
        delete("models/gold/heads.sql");
        assertThat(refused("drop", "silver.people", "--yes"))
                .contains("the view gold.heads reads silver.people: drop the view with it");
    }

    @Test
    void nothing_is_dropped_while_a_file_has_mistakes_that_may_declare_it() throws IOException {
        write("models/silver/people.sql", "/* lakesmith\nmaterialised: table\n*/\nSELECT 1 AS a\n");

        assertThat(refused("drop", "silver.people", "--yes")).contains("models/silver/people.sql:2:1");
        assertThat(succeeds("tables", "--json").out()).contains("\"silver.people\"", "\"declared\":null");
    }

    @Test
    void without_a_yes_nothing_is_dropped_where_nobody_can_be_asked() throws IOException {
        delete("models/silver/people_names.sql");

        assertThat(refused("drop", "silver.people_names")).contains("say --yes to drop 1 table");
        Captured json = new Captured();
        assertThat(json.run(project, "drop", "silver.people_names", "--json")).isEqualTo(2);
        assertThat(json.out()).contains("\"table\":\"silver.people_names\"", "\"dropped\":false");

        assertThat(succeeds("drop", "silver.people_names", "--json", "--yes").out())
                .contains("\"because\":\"asked for\"", "\"dropped\":true");
    }

    @Test
    void on_a_terminal_the_answer_counts() throws IOException {
        delete("models/silver/people_names.sql");

        assertThat(answered("\n", "drop", "silver.people_names")).contains("drop 1 table? [y/N] nothing was dropped");
        assertThat(answered("y\n", "drop", "silver.people_names")).contains("dropped 1 table");
    }

    @Test
    void landed_data_stays_unless_it_is_said_and_a_stream_that_comes_back_loads_it_again() throws IOException {
        delete("models/silver/people.sql", "models/gold/heads.sql", "models/silver/people_names.sql");
        String source = Files.readString(project.resolve("sources/crm.yml"));
        delete("sources/crm.yml", "drop/a.csv");

        assertThat(succeeds("drop", "bronze.crm_people", "--yes").out())
                .contains("note: landed data is kept: landing.crm_people");
        write("sources/crm.yml", source);
        succeeds("run");
        assertThat(succeeds("query", "SELECT age FROM bronze.crm_people ORDER BY 1", "--format", "csv")
                        .out())
                .isEqualTo("age\n22\nold\n");

        delete("sources/crm.yml");
        assertThat(refused("drop", "landing.crm_people", "--yes")).contains("say --with-landed if they may");
        assertThat(succeeds("drop", "bronze.crm_people", "--with-landed", "--yes")
                        .out())
                .containsPattern("landing\\.crm_people .*goes with bronze\\.crm_people");
    }

    private Captured succeeds(String... arguments) {
        Captured captured = new Captured();
        assertThat(captured.run(project, arguments)).as(captured.err()).isZero();
        return captured;
    }

    private String refused(String... arguments) {
        Captured captured = new Captured();
        assertThat(captured.run(project, arguments)).isEqualTo(2);
        return captured.err();
    }

    private String answered(String answer, String... arguments) {
        Captured captured = new Captured();
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)));
            assertThat(Main.run(captured.terminal(100), Map.of(), with(arguments)))
                    .isZero();
        } finally {
            System.setIn(before);
        }
        return captured.out();
    }

    private String[] with(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "-p";
        all[1] = project.toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return all;
    }

    private void delete(String... files) throws IOException {
        for (String file : files) {
            Files.delete(project.resolve(file));
        }
    }

    private void write(String file, String text) throws IOException {
        Path path = project.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
