package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCommandTest {

    @TempDir
    Path folder;

    private final Captured captured = new Captured();

    @BeforeEach
    void write_a_project() {
        file("lakesmith.yml", "name: t\ntargets:\n  dev: { warehouse: ./lake, threads: 2, memory: 512MB }\n");
        file(
                "sources/in.yml",
                "connector: files\nstreams:\n  x: { path: drop/*.csv, format: csv, columns: { id: bigint, v: varchar } }\n");
        file(
                "models/silver/t.sql",
                "/* lakesmith\ncolumns:\n  id: { checks: [unique] }\n  v: { checks: [not_null: { severity: warn }] }\n*/\nSELECT id, v FROM bronze.in_x\n");
        file("drop/a.csv", "id,v\n1,a\n2,\n");
        tests("""
                model: silver.t
                tests:
                  rows pass through:
                    given: { bronze.in_x: [{ id: 1, v: a }] }
                    expect: [{ id: 1, v: a }]
                """);
    }

    @Test
    void unit_tests_and_then_checks_of_published_tables_are_told() {
        assertThat(run("run")).isZero();
        assertThat(run("test")).as(captured.err()).isZero();

        assertThat(captured.out())
                .contains("tests/t.yml", "✔ silver.t: rows pass through")
                .contains("published tables", "✔ silver.t  2 checks", "warning: v_not_null: 1 row")
                .contains("✔ 1 unit test passed, 2 checks passed");
    }

    @Test
    void either_half_can_be_left_out() {
        assertThat(run("run")).isZero();
        assertThat(run("test", "--checks-only")).isZero();
        assertThat(captured.out()).doesNotContain("rows pass through").contains("✔ 2 checks passed");

        assertThat(run("test", "--checks-only", "--units-only")).isEqualTo(2);
        assertThat(captured.err()).contains("mutually exclusive");
    }

    @Test
    void a_difference_is_shown_cell_by_cell_and_ends_with_1() {
        tests("""
                model: silver.t
                tests:
                  three ways to differ:
                    given: { bronze.in_x: [{ id: 1, v: a }, { id: 2, v: ' b' }, { id: 3 }] }
                    expect: [{ id: 1, v: a }, { id: 2, v: b }, { id: 4, v: 'NULL' }]
                """);

        assertThat(run("test", "--units-only")).isEqualTo(1);

        assertThat(captured.out()).contains("""
                      rows: 1 missing, 1 unexpected, 1 different, 1 as expected
                         id  v
                      ~  2   b → ' b'
                      -  4   'NULL'
                      +  3   NULL
                """).contains("✘ 1 of 1 unit test failed");
    }

    @Test
    void a_terminal_gets_colours() {
        tests("""
                model: silver.t
                tests:
                  differs:
                    given: { bronze.in_x: [{ id: 1, v: a }] }
                    expect: [{ id: 1, v: b }]
                """);
        Main.run(captured.colouredTerminal(80), Map.of(), "-p", folder.toString(), "test", "--units-only");

        assertThat(captured.out()).contains("\u001b[31mb\u001b[0m → \u001b[32ma\u001b[0m");
    }

    @Test
    void mistakes_end_with_2_and_nothing_is_run() {
        tests("""
                model: silver.t
                tests:
                  x:
                    givn: {}
                    expect: []
                """);

        assertThat(run("test")).isEqualTo(2);
        assertThat(captured.err())
                .contains("tests/t.yml:4:5: unknown key 'givn' in a unit test", "did you mean 'given'?", "1 mistake");
        assertThat(run("check")).isEqualTo(2);
        assertThat(folder.resolve("lake")).doesNotExist();
    }

    @Test
    void selected_tables_only_are_tested() {
        assertThat(run("test", "--select", "silver.t")).isZero();
        assertThat(run("test", "--select", "gold.t")).isEqualTo(2);
        assertThat(captured.err()).contains("--select gold.t names no table of the project");
    }

    @Test
    void junit_xml_is_what_its_schema_allows() throws Exception {
        tests("""
                model: silver.t
                tests:
                  passes <&"':
                    given: { bronze.in_x: [{ id: 1 }] }
                    expect: [{ id: 1 }]
                  fails:
                    given: { bronze.in_x: [{ id: 1, v: "a\\u0001]]>" }] }
                    expect: [{ id: 1, v: b }]
                  breaks:
                    given: { bronze.in_x: { sql: "SELECT 'no number' AS id" } }
                    expect: []
                """);
        Path report = folder.resolve("out/report.xml");

        assertThat(run("test", "--junit", report.toString())).isEqualTo(1);

        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(TestCommandTest.class.getResource("/junit.xsd"))
                .newValidator()
                .validate(new StreamSource(report.toFile()));
        assertThat(report)
                .content()
                .contains("tests=\"4\" failures=\"1\" errors=\"1\"")
                .contains("<testcase classname=\"silver.t\" name=\"passes &lt;&amp;&quot;'\"")
                .contains("rows: 1 different", "~  1   b → a\\x01]]&gt;")
                .contains("<skipped message=\"not built yet\">");
    }

    @Test
    void a_program_reads_json() {
        assertThat(run("test", "--units-only", "--json")).isZero();

        assertThat(captured.out())
                .startsWith("{\"kind\":\"unit_test\",\"table\":\"silver.t\",\"name\":\"rows pass through\","
                        + "\"status\":\"passed\",\"place\":\"tests/t.yml:3:3\"");
    }

    private void tests(String text) {
        file("tests/t.yml", text);
    }

    private void file(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int run(String... arguments) {
        return Main.run(
                captured.piped(),
                Map.of(),
                Stream.concat(Stream.of("-p", folder.toString()), Stream.of(arguments))
                        .toArray(String[]::new));
    }
}
