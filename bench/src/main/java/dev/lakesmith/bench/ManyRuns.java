package dev.lakesmith.bench;

import dev.lakesmith.connectors.files.FilesConnector;
import dev.lakesmith.core.connector.Connector;
import dev.lakesmith.core.history.SqliteHistory;
import dev.lakesmith.core.project.Project;
import dev.lakesmith.core.project.ProjectLoader;
import dev.lakesmith.core.project.ProjectRequest;
import dev.lakesmith.core.run.RunListener;
import dev.lakesmith.core.run.RunOptions;
import dev.lakesmith.core.run.RunReport;
import dev.lakesmith.core.run.Runner;
import dev.lakesmith.core.run.Workspace;
import dev.lakesmith.engine.duckdb.DuckDbEngine;
import dev.lakesmith.engine.duckdb.DuckDbSettings;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.lake.storage.Locations;
import dev.lakesmith.sql.SqlAnalyzer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.LogManager;

/** Runs a project again and again in one process, each time with a file of one more order. */
public final class ManyRuns {

    private static final List<Connector> CONNECTORS = List.of(new FilesConnector());

    private ManyRuns() {}

    /**
     * Runs the project; the orders are new ones and changed ones by turns.
     *
     * @param args the project's folder, the folder of the stream's files, how many runs
     */
    public static void main(String[] args) throws IOException {
        LogManager.getLogManager().reset();
        Path folder = Path.of(args[0]);
        Path drop = Path.of(args[1]);
        for (int i = 0; i < Integer.parseInt(args[2]); i++) {
            writeFile(drop, i);
            run(folder);
        }
    }

    /** Writes the files of all runs. */
    static void writeFiles(Path drop, int runs) throws IOException {
        for (int i = 0; i < runs; i++) {
            writeFile(drop, i);
        }
    }

    private static void writeFile(Path drop, int number) throws IOException {
        int order = number % 2 == 0 ? 1_000_000_000 + number : 1_000_000 + number;
        Files.writeString(
                drop.resolve("more-%06d.csv".formatted(number)),
                String.join(",", Orders.TYPES.keySet()) + "\n" + order
                        + ",1,2026-01-01 00:00:00,new,DE,SKU-000001,1,1.00,a@example.com,,true,2030-01-01 00:00:00\n");
    }

    private static void run(Path folder) {
        Project project = ProjectLoader.load(new ProjectRequest(
                        folder,
                        Optional.empty(),
                        Map.of(),
                        Map.of(),
                        CONNECTORS.stream().map(Connector::spec).toList()))
                .orThrow();
        try (Lake lake = Lake.at(Locations.path(project.target().warehouse()));
                SqlAnalyzer sql = SqlAnalyzer.open();
                SqliteHistory history =
                        SqliteHistory.at(project.stateDirectory().resolve("history.db"));
                DuckDbEngine engine = DuckDbEngine.of(
                        new DuckDbSettings(
                                project.target().memoryBytes(),
                                project.target().threads(),
                                project.stateDirectory().resolve("spill")),
                        lake,
                        sql)) {
            RunReport report = new Runner(
                            new Workspace(project, lake, engine, sql, CONNECTORS, history, Clock.systemUTC()),
                            RunListener.SILENT)
                    .run(RunOptions.all());
            if (!report.succeeded()) {
                throw new IllegalStateException("a run failed: " + report);
            }
        }
    }
}
