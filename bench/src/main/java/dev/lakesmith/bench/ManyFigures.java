package dev.lakesmith.bench;

import dev.lakesmith.testkit.estate.EstateGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Many of a kind: a thousand small runs into one table, a thousand models in one project. */
final class ManyFigures {

    private static final int RUNS = 1_000;
    private static final int MODELS = 1_000;
    private static final int FIRST_ROWS = 1_000_000;
    private static final String READ = "SELECT country, count(*), sum(price) FROM silver.orders GROUP BY country";

    private final Workplace place;
    private final TimedProgram program;
    private final ChangeProject grown;
    private final ChangeProject fresh;
    private final Path estate;
    private boolean prepared;
    private boolean estatePrepared;

    ManyFigures(Workplace place, TimedProgram program) {
        this.place = place;
        this.program = program;
        this.grown = new ChangeProject(place, program, "project-grown");
        this.fresh = new ChangeProject(place, program, "project-fresh");
        this.estate = place.path("estate");
    }

    List<Figure> all() {
        return List.of(
                afterRuns("many-runs-read", "Read a table after %,d runs of one row each", "query", READ),
                afterRuns("many-runs-plan", "Plan with nothing new after %,d runs of one row each", "plan"),
                ofEstate("estate-check", "check of a project of %,d models", 5, "check"),
                ofEstate("estate-plan", "plan with nothing new of a project of %,d models", 3, "plan"));
    }

    private Figure afterRuns(String name, String description, String... command) {
        return Figure.against(
                name,
                description.formatted(RUNS),
                this::prepareRuns,
                new Contender(Contender.Preparation.NONE, grown.command(command)),
                "the same rows in a fresh lake",
                new Contender(Contender.Preparation.NONE, fresh.command(command)),
                ChangeFigures.atMost(1.5));
    }

    /** The second run is measured: the first one fills the memory of analyses. */
    private Figure ofEstate(String name, String description, double seconds, String command) {
        return new Figure(
                name,
                description.formatted(MODELS),
                this::prepareEstate,
                new Contender(Contender.Preparation.NONE, place.lakesmith("-p", estate.toString(), command)),
                Optional.empty(),
                Optional.empty(),
                StartFigures.within(seconds));
    }

    private void prepareRuns() throws IOException {
        if (prepared) {
            return;
        }
        for (ChangeProject project : List.of(grown, fresh)) {
            project.write("csv");
            project.model(
                    "silver.orders",
                    "materialized: merge\nunique_key: order_id\nlatest_by: updated_at",
                    "CAST(order_id AS BIGINT) AS order_id, CAST(customer_id AS BIGINT) AS customer_id, country,"
                            + " CAST(price AS DECIMAL(10,2)) AS price, CAST(updated_at AS TIMESTAMP) AS updated_at");
            Orders.writeCsvRows(project.drop().resolve("first.csv"), FIRST_ROWS);
        }
        grown.run("run");
        Path lib = place.lakesmith().resolve("lib");
        program.run(List.of(
                Machine.java(),
                "-XX:+UseSerialGC",
                "-Dorg.sqlite.lib.path=" + lib.resolve("native"),
                "-Dorg.sqlite.lib.name=" + System.mapLibraryName("sqlitejdbc"),
                "-DZstdNativePath=" + lib.resolve("native").resolve(System.mapLibraryName("zstd-jni")),
                "-cp",
                lib.resolve("*") + ":" + place.benchClasses(),
                ManyRuns.class.getName(),
                grown.directory(),
                grown.drop().toString(),
                Integer.toString(RUNS)));
        ManyRuns.writeFiles(fresh.drop(), RUNS);
        fresh.run("run");
        prepared = true;
    }

    private void prepareEstate() throws IOException {
        if (estatePrepared) {
            return;
        }
        if (Files.notExists(estate)) {
            EstateGenerator.generate(estate, MODELS);
        }
        program.run(place.lakesmith("-p", estate.toString(), "run"));
        program.run(place.lakesmith("-p", estate.toString(), "plan"));
        program.run(place.lakesmith("-p", estate.toString(), "check"));
        estatePrepared = true;
    }
}
