package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.engine.Quarantined;
import dev.lakesmith.engine.duckdb.DuckDbEngine;
import dev.lakesmith.engine.duckdb.DuckDbSettings;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.lake.RowChange;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.sql.SqlAnalyzer;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replay that dies has moved every row or none, and a second one ends as if nothing had happened. */
final class KilledReplayTest {

    private static final String WHERE_ROWS_ARE = "SELECT 'table' AS place, id FROM bronze.in_x UNION ALL"
            + " SELECT 'quarantine', raw FROM quarantine.bronze_in_x ORDER BY ALL";

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REPLAY_WRITTEN",
                "METADATA_WRITTEN",
                "REPLAY_STAGED",
                "METADATA_WRITTEN:2",
                "PUBLISH_INSIDE",
                "PUBLISH_INSIDE:2",
                "PUBLISH_DONE"
            })
    void a_replay_killed_anywhere_is_all_or_nothing(String place) throws Exception {
        write("lakesmith.yml", "name: x\ntargets:\n  dev: { warehouse: ./lake, threads: 2 }\n");
        write("sources/in.yml", "connector: files\nstreams:\n  x: { path: 'drop/*.csv', format: csv }\n");
        write("drop/a.csv", "id\n1\n2,2\n");
        assertThat(printed("run")).isNotNull();
        refuse("3");
        String before = printed("query", WHERE_ROWS_ARE, "--format", "csv");

        assertThat(killed(place)).isEqualTo(137);

        String meanwhile = printed("query", WHERE_ROWS_ARE, "--format", "csv");
        String after = "place,id\nquarantine,\"2,2\"\ntable,1\ntable,3\n";
        assertThat(meanwhile).isEqualTo(place.equals("PUBLISH_DONE") ? after : before);
        assertThat(printed("quarantine", "replay", "bronze.in_x")).contains("in quarantine now");
        assertThat(printed("query", WHERE_ROWS_ARE, "--format", "csv")).isEqualTo(after);
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.toAbsolutePath().getParent());
        Files.writeString(path, text);
    }

    /** A sound record that was refused, as an earlier version of the program may have. */
    private void refuse(String raw) {
        Path warehouse = folder.resolve("lake");
        try (Lake lake = Lake.at(warehouse);
                SqlAnalyzer sql = SqlAnalyzer.open();
                DuckDbEngine engine =
                        DuckDbEngine.of(new DuckDbSettings(512L << 20, 2, folder.resolve("spill")), lake, sql)) {
            Branch branch = lake.branch("test");
            TableName quarantine = Quarantined.tableFor(TableName.parse("bronze.in_x"));
            TableDraft draft = branch.draft(quarantine, Quarantined.COLUMNS);
            List<List<?>> rows =
                    List.of(List.of("old", raw, "drop/a.csv", "9", "000001", "test", "2026-01-01T00:00:00Z"));
            draft.apply(new RowChange.Append(engine.write(draft, rows))).stage();
            branch.audited(quarantine);
            branch.publish();
        }
    }

    private String printed(String... arguments) {
        Captured captured = new Captured();
        List<String> all = new ArrayList<>(List.of("-p", folder.toString()));
        all.addAll(List.of(arguments));
        int code = Main.run(captured.piped(), Map.of(), all.toArray(String[]::new));
        assertThat(code).as(captured.out() + captured.err()).isZero();
        return captured.out();
    }

    private int killed(String fault) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dlakesmith.fault=" + fault,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "-p",
                        folder.toString(),
                        "quarantine",
                        "replay",
                        "bronze.in_x")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }
}
