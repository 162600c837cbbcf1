package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project with mistakes: all of them are told, and its lake can be read meanwhile. */
final class ProjectWithMistakesTest {

    private final Captured captured = new Captured();

    @TempDir
    private Path project = Path.of("");

    @BeforeEach
    void a_project_that_ran_and_was_then_broken() throws IOException {
        write("lakesmith.yml", "name: shop\ntargets:\n  dev: { warehouse: ./lake }\n");
        write("seeds/kinds.csv", "kind\nopen\n");
        write("models/silver/kinds.sql", "SELECT kind FROM seeds.kinds");
        assertThat(run("run")).as(captured.err()).isZero();
        write("models/silver/kinds.sql", "/* lakesmith\nmaterialised: table\n*/\nSELECT kind FROM seeds.kinds\n");
    }

    @Test
    void sql_mistakes_are_told_beside_those_of_headers() throws IOException {
        write("models/gold/a.sql", "SELECT kin FROM seeds.kinds");
        write("models/gold/b.sql", "SELEC kind FROM seeds.kinds");
        write("models/gold/c.sql", "SELECT kind FROM seeds.kindes");

        assertThat(run("check")).isEqualTo(2);

        assertThat(captured.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("models/gold/a.sql:1:8: column 'kin' not found"),
                        line -> assertThat(line).startsWith("models/gold/b.sql:1:1: syntax error"),
                        line -> assertThat(line).contains("models/gold/c.sql:1:18:", "did you mean 'seeds.kinds'?"),
                        line -> assertThat(line).startsWith("models/silver/kinds.sql:2:1: unknown key 'materialised'"),
                        line -> assertThat(line).isEqualTo("4 mistakes"));
    }

    @Test
    void what_reads_a_table_of_a_broken_file_is_not_blamed() throws IOException {
        write("models/gold/a.sql", "SELECT nope FROM silver.kinds JOIN quarantine.silver_kinds ON true");
        write("models/gold/b.sql", "SELECT nope FROM gold.a");

        assertThat(run("check")).isEqualTo(2);

        assertThat(captured.err()).contains("materialised").doesNotContain("models/gold");
    }

    @Test
    void a_table_is_not_called_unknown_while_the_source_that_may_make_it_is_broken() throws IOException {
        write("sources/till.yml", "connector: files\nstraems: {}\n");
        write("models/gold/a.sql", "SELECT * FROM bronze.till_sales");

        assertThat(run("check")).isEqualTo(2);

        assertThat(captured.err()).contains("straems").doesNotContain("models/gold");
    }

    @Test
    void an_undeclared_parameter_is_told_once_for_each_place() throws IOException {
        write("models/silver/kinds.sql", "SELECT kind FROM seeds.kinds WHERE kind = $kind\n");

        assertThat(run("check")).isEqualTo(2);

        assertThat(captured.err().lines())
                .containsExactly(
                        "models/silver/kinds.sql:1:43: $kind is not declared under 'parameters' in lakesmith.yml [LS112]",
                        "1 mistake");
    }

    @Test
    void a_table_without_its_schema_is_found_among_those_of_the_project() throws IOException {
        write("models/gold/a.sql", "SELECT kind FROM kinds");

        assertThat(run("check")).isEqualTo(2);

        assertThat(captured.err()).contains("did you mean 'seeds.kinds' or 'silver.kinds'?");
    }

    @Test
    void programs_get_an_error_as_an_object() {
        assertThat(run("run", "--json")).isEqualTo(2);

        assertThat(captured.err())
                .startsWith("{\"error\":{\"code\":\"LS102\",\"message\":\"models/silver/kinds.sql:2:1: unknown key")
                .endsWith("}}\n");
    }

    @Test
    void the_lake_is_read_with_a_warning() {
        assertThat(run("query", "SELECT kind FROM silver.kinds", "--format", "csv"))
                .isZero();
        assertThat(captured.out()).endsWith("kind\nopen\n");
        assertThat(captured.err())
                .contains("warning: the project has 1 mistake, see 'lakesmith check'; reading what the lake holds");

        assertThat(run("query", "DESCRIBE silver.kinds", "--format", "csv")).isZero();
        assertThat(captured.out()).endsWith("column,type\nkind,VARCHAR\n");
        assertThat(run("query", "describe SELECT 1 AS n FROM silver.kinds;", "--format", "csv"))
                .isZero();
        assertThat(captured.out()).endsWith("column,type\nn,INTEGER\n");
        assertThat(run("query", "SHOW TABLES", "--format", "csv")).isZero();
        assertThat(captured.out()).endsWith("table,kind\nseeds.kinds,table\nsilver.kinds,table\n");
        assertThat(run("query", "DESC silver.kindes")).isEqualTo(2);
        assertThat(captured.err()).contains("line 1, column 6: there is no table silver.kindes in the lake");
        assertThat(run("query", "SUMMARIZE silver.kinds")).isEqualTo(2);
        assertThat(captured.err()).contains("'lakesmith query' answers DESCRIBE schema.table and SHOW TABLES");

        assertThat(run("tables")).isZero();
        assertThat(run("history")).isZero();
        assertThat(run("quarantine")).isZero();
        assertThat(run("run")).isEqualTo(2);
    }

    @Test
    void lineage_and_trace_work_with_what_is_sound() throws IOException {
        write("models/silver/kinds.sql", "SELECT kind FROM seeds.kinds");
        write("models/silver/words.sql", "SELECT upper(kind) AS word FROM silver.kinds");
        write("models/gold/words.sql", "SELECT word FROM silver.words");
        assertThat(run("run")).as(captured.err()).isZero();
        write("models/silver/kinds.sql", "SELECT nope FROM seeds.kinds");
        write("models/silver/other.sql", "SELEC 1");
        write("models/silver/third.sql", "/* lakesmith\nmaterialised: view\n*/ SELECT 1 AS a");
        write("models/gold/alone.sql", "SELECT kind FROM seeds.kinds");

        assertThat(run("lineage", "gold.alone")).as(captured.err()).isZero();
        assertThat(captured.out()).containsPattern("gold\\.alone +kind +seeds\\.kinds +kind");
        assertThat(captured.err())
                .contains("warning: the project has 1 mistake, see 'lakesmith check'")
                .contains(
                        "warning: there are mistakes in the SQL of silver.kinds, silver.other, see 'lakesmith check'");
        assertThat(run("lineage")).isZero();
        assertThat(captured.out()).containsPattern("gold\\.words +silver\\.words");
        assertThat(run("lineage", "--json")).isZero();
        assertThat(captured.out()).contains("{\"table\":\"gold.alone\",").doesNotContain("{\"table\":\"gold.words\",");
        assertThat(run("lineage", "gold.words.word")).isEqualTo(2);
        assertThat(captured.err())
                .contains("gold.words cannot be followed: the file that makes silver.kinds has mistakes");
        assertThat(run("lineage", "silver.third")).isEqualTo(2);
        assertThat(captured.err()).contains("error: the file that makes silver.third has mistakes");
        assertThat(run("lineage", "silver.other")).isEqualTo(2);
        assertThat(captured.err()).contains("error: the file that makes silver.other has mistakes");

        assertThat(run("trace", "gold.words")).as(captured.err()).isZero();
        assertThat(captured.out())
                .contains("gold.words {\"word\":\"OPEN\"}", "silver.words {\"word\":\"OPEN\"}")
                .contains("silver.kinds {\"kind\":\"open\"}")
                .contains("note: not followed: the file that makes silver.kinds has mistakes, see 'lakesmith check'");
    }

    private int run(String... arguments) {
        return captured.run(project, arguments);
    }

    private void write(String file, String text) throws IOException {
        Path path = project.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
