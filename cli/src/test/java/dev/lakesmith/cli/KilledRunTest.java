package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.vocabulary.FaultPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kills a run at every named place and runs again: the tables must be those of a run that nothing happened to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KilledRunTest {

    private static final int KILLED = 137;

    /** Every column that does not tell when or by which run a row came. */
    private static final Map<String, String> CONTENTS = Map.of(
            "landing.till_sales", "SELECT batch_id, path, bytes, etag, version FROM landing.till_sales ORDER BY ALL",
            "landing.till_events", "SELECT batch_id, path, bytes, etag, version FROM landing.till_events ORDER BY ALL",
            "bronze.till_sales", "SELECT * EXCLUDE (_loaded_at) FROM bronze.till_sales ORDER BY ALL",
            "bronze.till_events", "SELECT * EXCLUDE (_loaded_at) FROM bronze.till_events ORDER BY ALL",
            "quarantine.bronze_till_events",
                    "SELECT reason, raw, file, line, batch_id FROM quarantine.bronze_till_events ORDER BY ALL",
            "quarantine.silver_sales", "SELECT reason, raw, file FROM quarantine.silver_sales ORDER BY ALL",
            "silver.sales", "SELECT * FROM silver.sales ORDER BY ALL",
            "silver.events", "SELECT * FROM silver.events ORDER BY ALL",
            "gold.revenue", "SELECT * FROM gold.revenue ORDER BY ALL",
            "gold.big_days", "SELECT * FROM gold.big_days ORDER BY ALL");

    @TempDir
    private static Path folder = Path.of("");

    private Map<String, String> undisturbed = Map.of();

    @BeforeAll
    void run_once_undisturbed() {
        Path project = project("undisturbed");
        run(project);
        undisturbed = contents(project);
        assertThat(undisturbed)
                .hasEntrySatisfying(
                        "silver.sales", text -> assertThat(text.lines()).hasSize(3))
                .hasEntrySatisfying(
                        "quarantine.silver_sales", text -> assertThat(text).contains("is not an INTEGER"))
                .containsEntry("exported", "2026-01-01 4.40\n2026-01-02 12.40\n2026-01-03 5.00\n")
                .hasEntrySatisfying("quarantine.bronze_till_events", text -> assertThat(text)
                        .contains("{broken"));
    }

    static Stream<String> places() {
        return Stream.concat(
                Stream.of(FaultPoint.values())
                        .map(FaultPoint::name)
                        .filter(name -> !name.startsWith("REPLAY_") && !name.startsWith("UPKEEP_")),
                Stream.of(
                        "EXTRACT_COMMITTED:2",
                        "LOAD_WRITTEN:2",
                        "LOAD_COMMITTED:2",
                        "MODEL_STAGED:2",
                        "MODEL_CHECKED:3",
                        "METADATA_WRITTEN:4",
                        "METADATA_WRITTEN:7",
                        "PUBLISH_INSIDE:3"));
    }

    @ParameterizedTest
    @MethodSource("places")
    void a_run_killed_anywhere_and_run_again_ends_in_the_same_tables(String place) {
        Path project = project(place.replace(':', '_'));
        assertThat(child(project, place)).as("dies at " + place).isEqualTo(KILLED);
        run(project);
        assertThat(contents(project)).isEqualTo(undisturbed);
    }

    @Test
    void a_killed_run_can_be_resumed() {
        Path project = project("resumed");
        assertThat(child(project, "MODEL_CHECKED:2")).isEqualTo(KILLED);
        run(project, "--resume");
        assertThat(contents(project)).isEqualTo(undisturbed);
    }

    @Test
    void two_runs_at_once_load_every_batch_once() throws InterruptedException {
        Path project = project("two");
        Process first = start(project, "");
        Process second = start(project, "");
        first.waitFor(2, TimeUnit.MINUTES);
        second.waitFor(2, TimeUnit.MINUTES);
        run(project);
        assertThat(contents(project)).isEqualTo(undisturbed);
    }

    private Path project(String name) {
        Path project = folder.resolve(name);
        write(project, "lakesmith.yml", "name: till\ntargets:\n  dev: { warehouse: ./lake, threads: 2 }\n");
        write(project, "sources/till.yml", """
                connector: files
                streams:
                  sales: { path: "drop/*.csv", format: csv }
                  events: { path: "drop/*.ndjson", format: ndjson }
                """);
        write(project, "drop/a.csv", """
                id,day,qty,price
                1,2026-01-01,2,2.20
                2,2026-01-01,one,1.80
                3,2026-01-02,1,3.10
                3,2026-01-02,4,3.10
                """);
        write(project, "drop/b.csv", "id,day,qty,price\n4,2026-01-03,5,1.00\n");
        write(project, "drop/e.ndjson", "{\"id\": 1, \"kind\": \"open\"}\n{broken\n{\"id\": 2, \"kind\": \"close\"}\n");
        write(project, "seeds/kinds.csv", "kind,meaning\nopen,door opens\nclose,door closes\n");
        write(project, "models/silver/sales.sql", """
                /* lakesmith
                materialized: merge
                unique_key: id
                latest_by: qty
                columns:
                  id: { type: bigint, checks: [not_null, unique] }
                  day: { type: date }
                  qty: { type: integer }
                  price: { type: "decimal(10,2)" }
                */
                SELECT id, day, qty, price FROM bronze.till_sales
                """);
        write(project, "models/silver/events.sql", """
                /* lakesmith
                materialized: append
                columns:
                  kind: { checks: [{ relationships: { to: seeds.kinds, field: kind } }] }
                */
                SELECT id, kind FROM bronze.till_events
                """);
        write(project, "models/gold/revenue.sql", """
                /* lakesmith
                export: parquet
                */
                SELECT day, CAST(sum(qty * price) AS DECIMAL(18, 2)) AS revenue FROM silver.sales GROUP BY day
                """);
        write(project, "models/gold/big_days.sql", """
                /* lakesmith
                materialized: view
                */
                SELECT day FROM gold.revenue WHERE revenue > 4
                """);
        return project;
    }

    private static void write(Path project, String file, String text) {
        try {
            Path path = project.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(Path project, String... more) {
        Captured captured = new Captured();
        List<String> command = new ArrayList<>(List.of("run"));
        command.addAll(List.of(more));
        int code = captured.run(project, command.toArray(String[]::new));
        assertThat(code).as(captured.out() + captured.err()).isZero();
    }

    private int child(Path project, String fault) {
        try {
            Process process = start(project, fault);
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Process start(Path project, String fault) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dlakesmith.fault=" + fault,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "-p",
                project.toString(),
                "run"));
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve(project.getFileName() + ".log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> contents(Path project) {
        Map<String, String> contents = new LinkedHashMap<>();
        String rows = CONTENTS.entrySet().stream()
                .map(table -> "SELECT '" + table.getKey() + "' AS name, CAST(to_json(r) AS VARCHAR) AS content FROM ("
                        + table.getValue() + ") AS r")
                .collect(Collectors.joining(" UNION ALL "));
        Captured captured = new Captured();
        int code = captured.run(project, "query", rows + " ORDER BY ALL", "--format", "csv");
        assertThat(code).as(captured.err()).isZero();
        captured.out()
                .lines()
                .skip(1)
                .forEach(line -> contents.merge(line.substring(0, line.indexOf(',')), line + "\n", String::concat));
        assertThat(contents).containsOnlyKeys(CONTENTS.keySet());
        contents.put("exported", exported(project.resolve("lake/exports/gold/revenue")));
        return contents;
    }

    /** The rows that the manifest of an export leads to; its other pointers lead to the same ones. */
    private static String exported(Path export) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            List<String> files = Files.readAllLines(export.resolve("_symlink_format_manifest/manifest"));
            String current = export.resolve("current").toRealPath().toString();
            assertThat(files).isNotEmpty().allMatch(file -> Path.of(URI.create(file))
                    .startsWith(current));
            assertThat(Files.readString(export.resolve("current.json"))).contains(files);
            StringBuilder rows = new StringBuilder();
            try (ResultSet result =
                    statement.executeQuery("FROM read_parquet('" + current + "/*.parquet') ORDER BY ALL")) {
                while (result.next()) {
                    rows.append(result.getString(1))
                            .append(' ')
                            .append(result.getString(2))
                            .append('\n');
                }
            }
            return rows.toString();
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
