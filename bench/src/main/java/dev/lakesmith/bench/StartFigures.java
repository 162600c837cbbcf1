package dev.lakesmith.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small jobs, from the start of the process to its end. */
final class StartFigures {

    private static final int SMALL_ROWS = 1_000;

    private static final String CLEANED =
            "SELECT CAST(order_id AS BIGINT) AS order_id, CAST(ordered_at AS TIMESTAMP) AS ordered_at, country,"
                    + " CAST(quantity AS INTEGER) AS quantity, CAST(price AS DECIMAL(10,2)) AS price FROM %s";
    private static final String SUMMED =
            "SELECT country, count(*) AS orders, CAST(sum(quantity * price) AS DECIMAL(18,2)) AS revenue"
                    + " FROM %s GROUP BY country";

    private final Workplace place;
    private final TimedProgram program;
    private final Path shop;

    /**
     * Small jobs.
     *
     * @param shop the example whose run with nothing new is measured
     */
    StartFigures(Workplace place, TimedProgram program, Path shop) {
        this.place = place;
        this.program = program;
        this.shop = shop;
    }

    List<Figure> all() throws IOException {
        return List.of(thousandRows(), nothingNew(), check(), help());
    }

    private Figure thousandRows() throws IOException {
        Path file = place.path("small.csv");
        BenchProject project = BenchProject.write(place.path("project-small"), file, "csv", Map.of(), place.cores())
                .model("silver", "orders", CLEANED.formatted("bronze.shop_orders"))
                .model("gold", "by_country", SUMMED.formatted("silver.orders"));
        return new Figure(
                "small",
                "1,000 rows of CSV to bronze, silver and gold",
                () -> Orders.writeCsvRows(file, SMALL_ROWS),
                new Contender(project::reset, place.lakesmith("-p", project.directory(), "run")),
                Optional.empty(),
                place.spark(
                        "small",
                        "CREATE NAMESPACE IF NOT EXISTS lake.small",
                        "CREATE OR REPLACE TEMPORARY VIEW incoming USING csv OPTIONS (path '%s', header 'true')"
                                .formatted(file),
                        "CREATE OR REPLACE TABLE lake.small.bronze USING iceberg AS SELECT * FROM incoming",
                        "CREATE OR REPLACE TABLE lake.small.silver USING iceberg AS "
                                + CLEANED.formatted("lake.small.bronze"),
                        "CREATE OR REPLACE TABLE lake.small.gold USING iceberg AS "
                                + SUMMED.formatted("lake.small.silver")),
                Optional.empty());
    }

    private Figure nothingNew() {
        return lakesmithOnly(
                "nothing-new",
                "examples/shop, a run with nothing new",
                shopRun(),
                within(1.0),
                "-p",
                shopCopy(),
                "run");
    }

    private Figure check() {
        return lakesmithOnly("check", "examples/shop, check", shopRun(), Optional.empty(), "-p", shopCopy(), "check");
    }

    private Figure help() {
        return lakesmithOnly("help", "--help", Contender.Preparation.NONE, within(0.4), "--help");
    }

    private Contender.Preparation shopRun() {
        return () -> {
            Path copy = Path.of(shopCopy());
            if (Files.notExists(copy)) {
                Workplace.copy(shop, copy, List.of("lake", ".lakesmith"));
            }
            program.run(place.lakesmith("-p", shopCopy(), "run"));
        };
    }

    private String shopCopy() {
        return place.path("shop").toString();
    }

    private Figure lakesmithOnly(
            String name,
            String description,
            Contender.Preparation once,
            Optional<Figure.Goal> goal,
            String... arguments) {
        return new Figure(
                name,
                description,
                once,
                new Contender(Contender.Preparation.NONE, place.lakesmith(arguments)),
                Optional.empty(),
                Optional.empty(),
                goal);
    }

    static Optional<Figure.Goal> within(double seconds) {
        return Optional.of(new Figure.Goal(
                "under %s s".formatted(seconds),
                result -> result.median(round -> Optional.of(round.lakesmith()), Cost::wallSeconds)
                                .orElse(0)
                        < seconds));
    }
}
