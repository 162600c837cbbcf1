package dev.lakesmith.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Models over the orders: silver cleans and keeps each order's latest version, gold sums up. Plain DuckDB runs the same
 * SQL over the same Parquet files; Spark over Iceberg tables of its own.
 */
final class ModelFigures {

    private static final String GOLD = """
            SELECT country, CAST(ordered_at AS DATE) AS day, status, count(*) AS orders,
                CAST(sum(quantity * price) AS DECIMAL(18, 2)) AS revenue, count(DISTINCT customer_id) AS customers
            FROM %s
            GROUP BY ALL
            """;

    private final Workplace place;
    private final Path file;
    private final TimedProgram program;

    ModelFigures(Workplace place, TimedProgram program) {
        this.place = place;
        this.file = place.path("orders.csv");
        this.program = program;
    }

    List<Figure> all() throws IOException {
        BenchProject project = BenchProject.write(place.path("project-models"), file, "csv", Map.of(), place.cores())
                .model("silver", "orders", silverModel())
                .model("gold", "daily_sales", GOLD.formatted("silver.orders"));
        return List.of(silver(project), gold(project));
    }

    private Figure silver(BenchProject project) throws IOException {
        return new Figure(
                "silver",
                "Silver: cast every column, latest version of each key",
                () -> prepare(project),
                model(project, "silver.orders"),
                Optional.of(overFiles("silver", project, "bronze", "shop_orders", deduped("bronze_orders"))),
                place.spark(
                        "silver",
                        "CREATE NAMESPACE IF NOT EXISTS lake.silver",
                        "CREATE OR REPLACE TABLE lake.silver.orders USING iceberg AS "
                                + dedupedInSpark("lake.bronze.orders")),
                Optional.empty());
    }

    private Figure gold(BenchProject project) throws IOException {
        return new Figure(
                "gold",
                "Gold: sums and distinct counts by three columns",
                () -> prepare(project),
                model(project, "gold.daily_sales"),
                Optional.of(overFiles("gold", project, "silver", "orders", GOLD.formatted("silver_orders"))),
                place.spark(
                        "gold",
                        "CREATE NAMESPACE IF NOT EXISTS lake.gold",
                        "CREATE OR REPLACE TABLE lake.gold.daily_sales USING iceberg AS "
                                + GOLD.formatted("lake.silver.orders")),
                Optional.empty());
    }

    private Contender model(BenchProject project, String table) {
        return new Contender(
                Contender.Preparation.NONE,
                place.lakesmith("-p", project.directory(), "run", "--full-refresh", "--select", table));
    }

    /** Runs Lakesmith up to here, and Spark, so that both find their inputs. */
    private void prepare(BenchProject project) throws IOException {
        Orders.writeCsv(file, place.dataBytes());
        program.run(place.lakesmith("-p", project.directory(), "run"));
        String columns =
                Orders.TYPES.keySet().stream().map(name -> name + " STRING").collect(Collectors.joining(", "));
        Optional<Contender> spark = place.spark(
                "models-prepared",
                "CREATE NAMESPACE IF NOT EXISTS lake.bronze",
                "CREATE NAMESPACE IF NOT EXISTS lake.silver",
                "CREATE OR REPLACE TEMPORARY VIEW incoming (%s) USING csv OPTIONS (path '%s', header 'true', escape '\"')"
                        .formatted(columns, file),
                "CREATE OR REPLACE TABLE lake.bronze.orders USING iceberg AS SELECT * FROM incoming",
                "CREATE OR REPLACE TABLE lake.silver.orders USING iceberg AS " + dedupedInSpark("lake.bronze.orders"));
        if (spark.isPresent()) {
            program.run(spark.get().command());
        }
    }

    /** The files are known only after the preparation, so the statements are written right before each start. */
    private Contender overFiles(String name, BenchProject project, String schema, String table, String sql)
            throws IOException {
        Contender known = place.duckDb(name, "SELECT 1");
        return new Contender(
                () -> {
                    known.before().run();
                    place.duckDb(
                            name,
                            "CREATE TEMPORARY VIEW %s_orders AS SELECT * FROM read_parquet(%s)"
                                    .formatted(schema, project.dataFiles(schema, table)),
                            "COPY (%s) TO '%s' (FORMAT parquet, COMPRESSION zstd)".formatted(sql, place.output(name)));
                },
                known.command());
    }

    private static String silverModel() {
        return """
                /* lakesmith
                materialized: merge
                unique_key: order_id
                latest_by: updated_at
                columns:
                %s
                */
                SELECT %s
                FROM bronze.shop_orders
                """.formatted(
                        Orders.TYPES.entrySet().stream()
                                .map(each -> "  %s: { type: \"%s\" }".formatted(each.getKey(), each.getValue()))
                                .collect(Collectors.joining("\n")),
                        String.join(", ", Orders.TYPES.keySet()));
    }

    private static String deduped(String input) {
        return "SELECT %s FROM %s QUALIFY row_number() OVER (PARTITION BY order_id ORDER BY updated_at DESC) = 1"
                .formatted(cast(), input);
    }

    private static String dedupedInSpark(String input) {
        return """
                SELECT %s FROM (
                    SELECT *, row_number() OVER (PARTITION BY order_id ORDER BY updated_at DESC) AS place
                    FROM (SELECT %s FROM %s))
                WHERE place = 1
                """.formatted(String.join(", ", Orders.TYPES.keySet()), cast().replace("VARCHAR", "STRING"), input);
    }

    private static String cast() {
        return Orders.TYPES.entrySet().stream()
                .map(each -> "CAST(%s AS %s) AS %s".formatted(each.getKey(), each.getValue(), each.getKey()))
                .collect(Collectors.joining(", "));
    }
}
