package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code export}, and what other commands do with exports. */
final class ExportCommandTest {

    private static final Path DDL =
            Path.of(System.getProperty("repository.root", ".."), "core", "src", "test", "resources", "ddl");

    private static final String ARROW = """
        import sys
        import pyarrow.parquet as pq
        rows = pq.read_table(sys.argv[1]).sort_by("day")
        print(rows.schema.names, [str(t) for t in rows.schema.types], [tuple(map(str, r.values())) for r in rows.to_pylist()])
        """;

    /**
     * What is no statement that the parser knows becomes a Command, which understands nothing. OPENROWSET is not known to
     * it, nor is Redshift's external schema: the view is parsed around it, and its columns as those of a table.
     */
    private static final String SQLGLOT = """
        import sys, pathlib, re, logging
        import sqlglot
        from sqlglot import exp
        logging.disable()
        dialects = {"athena": "athena", "redshift": "redshift", "synapse": "tsql", "spark": "spark", "trino": "trino",
            "snowflake": "snowflake"}
        rowset = re.compile(r"OPENROWSET\\(\\n.*?\\n\\)\\nWITH \\((.*)\\) AS \\[exported\\]", re.S)
        for name, dialect in dialects.items():
            text = (pathlib.Path(sys.argv[1]) / (name + ".sql")).read_text()
            columns = rowset.search(text)
            if columns:
                text = rowset.sub("[exported]", text) + "CREATE TABLE [exported] (" + columns.group(1) + ");"
            told = []
            for batch in re.split(r"(?m)^GO$", text):
                for statement in sqlglot.parse(batch, read=dialect):
                    if statement is None: continue
                    kind = statement.args.get("kind") or ""
                    count = len([c for c in statement.find_all(exp.ColumnDef) if c.parent is statement.this])
                    told.append((type(statement).__name__ + " " + kind + (" " + str(count) if count else "")).strip())
            print(name + ":", ", ".join(told))
        """;

    @TempDir
    private Path folder = Path.of("");

    private Path project = Path.of("");

    @BeforeEach
    void make_a_project() throws IOException {
        project = folder.resolve("till");
        assertThat(Main.run(new Captured().piped(), Map.of(), "init", project.toString()))
                .isZero();
        header("export: parquet\ndescription: What came in.");
    }

    private void header(String keys) throws IOException {
        Path model = project.resolve("models/gold/revenue_by_day.sql");
        String text = Files.readString(model);
        Files.writeString(
                model,
                "/* lakesmith\n" + keys + "\n*/\n"
                        + text.substring(text.indexOf("*/") + 2).strip() + "\n");
    }

    private String lakesmith(int code, String... command) {
        Captured captured = new Captured();
        List<String> line = new ArrayList<>(List.of("-p", project.toString()));
        line.addAll(Arrays.asList(command));
        assertThat(Main.run(captured.piped(), Map.of(), line.toArray(String[]::new)))
                .as("%s: %s%s", line, captured.out(), captured.err())
                .isEqualTo(code);
        return captured.out() + captured.err();
    }

    private Path export() {
        return project.resolve("lake/exports/gold/revenue_by_day");
    }

    private long versions() throws IOException {
        try (Stream<Path> versions = Files.list(export())) {
            return versions.filter(path -> path.getFileName().toString().startsWith("version-"))
                    .count();
        }
    }

    @Test
    void tables_are_exported_when_asked_also_when_nothing_changed() throws IOException {
        assertThat(lakesmith(0, "export")).contains("nothing to export");
        assertThat(lakesmith(0, "plan")).containsPattern("export +gold.revenue_by_day +not exported yet");
        assertThat(lakesmith(0, "run")).containsPattern("export +gold.revenue_by_day +done +2 +2");
        assertThat(lakesmith(0, "run")).contains("nothing new");
        assertThat(lakesmith(0, "export", "gold.revenue_by_day")).contains("1 table exported");
        assertThat(versions()).isEqualTo(2);
    }

    @Test
    void what_cannot_be_exported_is_told() {
        assertThat(lakesmith(2, "export", "silver.sales"))
                .contains("silver.sales is not exported; write export: parquet into the header of its model");
        assertThat(lakesmith(2, "export", "gold.revenue_by_dya")).contains("did you mean 'gold.revenue_by_day'?");
        assertThat(lakesmith(2, "export", "--ddl", "atena")).contains("did you mean 'athena'?");
        assertThat(lakesmith(2, "export", "--output", "x.sql")).contains("--output is for the SQL of --ddl");
        assertThat(lakesmith(2, "export", "--ddl", "spark"))
                .contains("gold.revenue_by_day is not exported yet; run the project");
        lakesmith(0, "run");
        assertThat(lakesmith(2, "export", "--ddl", "athena"))
                .contains("Athena reads S3, and the export of gold.revenue_by_day is in");
    }

    @Test
    void sql_for_other_engines_names_what_is_exported_now() throws IOException {
        lakesmith(0, "run");
        String sql = lakesmith(0, "export", "--ddl", "spark");
        assertThat(sql)
                .contains("CREATE TABLE `gold`.`revenue_by_day` (\n    `day` date,\n    `sales` bigint,\n    `revenue`"
                        + " decimal(18,2)\n)\nUSING parquet\nCOMMENT 'What came in.'\nLOCATION 'file://")
                .contains(export().resolve("current").toRealPath().getFileName().toString());
        Path file = folder.resolve("tables.sql");
        assertThat(lakesmith(0, "export", "--ddl", "spark", "--output", file.toString()))
                .contains("1 table for spark in " + file);
        assertThat(Files.readString(file)).isEqualTo(sql);
        assertThat(versions()).isEqualTo(1);
    }

    @Test
    void an_export_ends_with_its_table_and_with_its_key() throws IOException {
        lakesmith(0, "run");
        header("description: Not exported any more.");
        assertThat(lakesmith(0, "maintain")).contains("ended the export of gold.revenue_by_day, which nobody asks for");
        assertThat(export().resolve("current")).doesNotExist();
        // For those who still read them.
        assertThat(versions()).isEqualTo(1);
        header("export: parquet");
        assertThat(lakesmith(0, "run")).containsPattern("export +gold.revenue_by_day +done +2 +2");
        assertThat(export().resolve("current")).isDirectory();

        Files.delete(project.resolve("models/gold/revenue_by_day.sql"));
        assertThat(lakesmith(0, "maintain")).doesNotContain("ended");
        assertThat(lakesmith(0, "drop", "gold.revenue_by_day", "--yes")).contains("gold.revenue_by_day");
        assertThat(export().resolve("current")).doesNotExist();
        assertThat(export().resolve("_symlink_format_manifest/manifest")).doesNotExist();
    }

    @Test
    void pyarrow_reads_the_folder_of_the_current_version() throws IOException, InterruptedException {
        lakesmith(0, "run");
        assertThat(python("pyarrow", ARROW, export().resolve("current")))
                .isEqualTo("['day', 'sales', 'revenue'] ['date32[day]', 'int64', 'decimal128(18, 2)']"
                        + " [('2026-01-02', '2', '6.20'), ('2026-01-03', '3', '13.50')]\n");
    }

    @Test
    void another_parser_takes_the_sql_of_every_engine() throws IOException, InterruptedException {
        assertThat(python("sqlglot", SQLGLOT, DDL.toAbsolutePath())).isEqualTo("""
                athena: Create DATABASE, Drop TABLE, Create TABLE 16
                redshift: Command, Drop TABLE, Create TABLE 16
                synapse: IfBlock, Create VIEW, Create TABLE 16
                spark: Create DATABASE, Drop TABLE, Create TABLE 16
                trino: Create SCHEMA, Drop TABLE, Create TABLE 16
                snowflake: Create SCHEMA, Create TABLE 16
                """);
    }

    private static String python(String module, String script, Path argument) throws IOException, InterruptedException {
        String python = System.getenv("LAKESMITH_TEST_PYTHON");
        boolean there =
                python != null && run(python, "import " + module, argument).isEmpty();
        if (!there) {
            System.err.println("SKIPPED: no " + module + "; set LAKESMITH_TEST_PYTHON to a Python that has it");
        }
        assumeTrue(there, "LAKESMITH_TEST_PYTHON names no Python with " + module);
        return run(Objects.requireNonNull(python), script, argument);
    }

    private static String run(String python, String script, Path argument) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(python, "-W", "ignore", "-c", script, argument.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return output;
    }
}
