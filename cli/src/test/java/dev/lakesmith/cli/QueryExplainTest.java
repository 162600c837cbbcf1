package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code query --explain} tells. */
final class QueryExplainTest {

    @TempDir
    private Path folder = Path.of("");

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private Captured lakesmith(int expectedCode, String... arguments) {
        Captured captured = new Captured();
        int code = Main.run(
                captured.piped(),
                Map.of(),
                Stream.concat(Stream.of("-p", folder.toString()), Stream.of(arguments))
                        .toArray(String[]::new));
        assertThat(code).as(captured.out() + captured.err()).isEqualTo(expectedCode);
        return captured;
    }

    @Test
    void files_conditions_and_reasons_are_told_and_mistakes_are_the_users() throws IOException {
        write("lakesmith.yml", "name: p\ntargets:\n  dev: { warehouse: ./lake }\n");
        write(
                "sources/s.yml",
                "connector: files\nstreams:\n  t: { path: 'drop/*.csv', format: csv, columns: { id: bigint } }\n");
        write(
                "models/silver/t.sql",
                "/* lakesmith\nmaterialized: table\npartition_by: id\n*/\nSELECT id FROM bronze.s_t");
        write(
                "drop/a.csv",
                IntStream.range(0, 10).mapToObj(id -> id + "\n").collect(Collectors.joining("", "id\n", "")));
        lakesmith(0, "run");

        assertThat(lakesmith(0, "query", "--explain", "SELECT * FROM silver.t WHERE id IN (3, 7)")
                        .out())
                .startsWith("silver.t: 2 of 10 files, ")
                .contains(", at most 2 rows\n  where id IN (3, 7)\n")
                .contains("Read Parquet");
        assertThat(lakesmith(
                                0,
                                "query",
                                "--explain",
                                "SELECT t.id FROM silver.t JOIN bronze.s_t AS s ON s.id % 3 = t.id % 3",
                                "--format",
                                "json")
                        .out()
                        .lines())
                .satisfiesExactly(
                        bronze -> assertThat(bronze)
                                .contains("\"table\":\"bronze.s_t\",\"files\":1,\"all_files\":1,")
                                .contains("\"all_because\":\"few files on the local disk are always read\""),
                        silver -> assertThat(silver)
                                .contains("\"table\":\"silver.t\",\"files\":10,\"all_files\":10,")
                                .contains("\"condition\":\"true\",\"all_because\":\"the query tells nothing"));
        assertThat(lakesmith(2, "query", "--explain").err()).contains("--explain needs a query");
        assertThat(lakesmith(2, "query", "--explain", "SELECT x FROM silver.t").err())
                .contains("column 'x' not found");
        assertThat(lakesmith(2, "query", "--explain", "FROM silver.t", "--output", "x.csv", "--format", "csv")
                        .err())
                .contains("--output has nothing to write");
    }
}
