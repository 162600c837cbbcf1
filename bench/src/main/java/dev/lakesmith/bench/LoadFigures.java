package dev.lakesmith.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Files to bronze. Plain DuckDB writes the same rows as zstd Parquet; Spark writes them to an Iceberg table. */
final class LoadFigures {

    private final Workplace place;

    LoadFigures(Workplace place) {
        this.place = place;
    }

    List<Figure> all() throws IOException {
        return List.of(csvAsText(), csvDeclared(), json());
    }

    private Figure csvAsText() throws IOException {
        Path file = place.path("orders.csv");
        Map<String, String> texts = new LinkedHashMap<>(Orders.TYPES);
        texts.replaceAll((name, type) -> "VARCHAR");
        return new Figure(
                "csv",
                "CSV to bronze, all text",
                () -> Orders.writeCsv(file, place.dataBytes()),
                lakesmith("csv", file, "csv", Map.of()),
                Optional.of(place.duckDb("csv", copy("csv", readCsv(file, texts)))),
                place.spark("csv", sparkCsv("csv", file, texts)),
                Optional.of(ratios(1.15, 1.2)));
    }

    private Figure csvDeclared() throws IOException {
        Path file = place.path("orders.csv");
        return new Figure(
                "csv-typed",
                "CSV to bronze, declared types",
                () -> Orders.writeCsv(file, place.dataBytes()),
                lakesmith("csv-typed", file, "csv", Orders.TYPES),
                Optional.of(place.duckDb("csv-typed", copy("csv-typed", readCsv(file, Orders.TYPES)))),
                place.spark("csv-typed", sparkCsv("csv_typed", file, Orders.TYPES)),
                Optional.of(ratios(1.15, 1.2)));
    }

    private Figure json() throws IOException {
        Path file = place.path("orders.json");
        String read = "read_json('%s', format = 'newline_delimited', columns = %s)"
                .formatted(file, Orders.struct(Orders.jsonTypes()));
        return new Figure(
                "json",
                "JSON lines to bronze, nested",
                () -> Orders.writeJson(file, place.dataBytes()),
                lakesmith("json", file, "json", Map.of()),
                Optional.of(place.duckDb("json", copy("json", read))),
                place.spark(
                        "json",
                        "CREATE NAMESPACE IF NOT EXISTS lake.bronze",
                        """
                        CREATE OR REPLACE TEMPORARY VIEW incoming (
                            order_id BIGINT, customer STRUCT<id: BIGINT, email: STRING>, ordered_at STRING, status STRING,
                            country STRING, items ARRAY<STRUCT<sku: STRING, quantity: BIGINT, price: DOUBLE>>,
                            note STRING, express BOOLEAN, updated_at STRING)
                        USING json OPTIONS (path '%s')
                        """.formatted(file),
                        "CREATE OR REPLACE TABLE lake.bronze.json USING iceberg AS SELECT * FROM incoming"),
                Optional.of(ratios(2.5, 2.5)));
    }

    private static Figure.Goal ratios(double cpu, double wall) {
        return new Figure.Goal(
                "at most %s x CPU, %s x wall of DuckDB".formatted(cpu, wall),
                result -> result.ratio(Result.Round::limit, Cost::cpuSeconds).orElse(0) <= cpu
                        && result.ratio(Result.Round::limit, Cost::wallSeconds).orElse(0) <= wall);
    }

    private Contender lakesmith(String name, Path file, String format, Map<String, String> columns) throws IOException {
        BenchProject project = BenchProject.write(place.path("project-" + name), file, format, columns, place.cores());
        return new Contender(project::reset, place.lakesmith("-p", project.directory(), "run"));
    }

    private String copy(String name, String read) {
        return "COPY (SELECT * FROM %s) TO '%s' (FORMAT parquet, COMPRESSION zstd)".formatted(read, place.output(name));
    }

    private static String readCsv(Path file, Map<String, String> types) {
        return "read_csv('%s', header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', columns = %s)"
                .formatted(file, Orders.struct(types));
    }

    private static String[] sparkCsv(String table, Path file, Map<String, String> types) {
        String columns = types.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue().replace("VARCHAR", "STRING"))
                .collect(Collectors.joining(", "));
        return new String[] {
            "CREATE NAMESPACE IF NOT EXISTS lake.bronze",
            "CREATE OR REPLACE TEMPORARY VIEW incoming (%s) USING csv OPTIONS (path '%s', header 'true', escape '\"')"
                    .formatted(columns, file),
            "CREATE OR REPLACE TABLE lake.bronze.%s USING iceberg AS SELECT * FROM incoming".formatted(table)
        };
    }
}
