package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.project.Secrets;
import dev.lakesmith.core.run.RunReport;
import dev.lakesmith.lake.storage.Traffic;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How past and present runs are told. */
final class HistoryCommandTest {

    @TempDir
    private Path project = Path.of("");

    @Test
    void people_get_times_and_sizes_to_read_and_programs_exact_ones() throws IOException {
        Files.writeString(project.resolve("lakesmith.yml"), "name: shop\ntargets: { dev: { warehouse: ./lake } }\n");
        Files.createDirectories(project.resolve("models/silver"));
        Files.writeString(project.resolve("models/silver/a.sql"), "SELECT 1 AS a");
        run("run");

        assertThat(run("history"))
                .contains("started (UTC)", "took")
                .containsPattern("succeeded +20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d +[0-9.]+ m?s +1\\n");
        String json = run("history", "--json");
        assertThat(json).containsPattern("\"started_at\":\"20[^\"]+T[^\"]+Z\",\"elapsed_ms\":\\d+,\"steps\":1,");
        String id = json.split("\"", -1)[3];
        assertThat(run("history", id)).containsPattern("silver\\.a +done .* [0-9.]+ m?s +\\d+ B ");
        assertThat(run("history", id, "--json"))
                .containsPattern("\"elapsed_ms\":\\d+,\"bytes\":\\d+,.*\"checks\":null,\"error\":null");
        assertThat(run("tables"))
                .contains("changed (UTC)")
                .containsPattern("20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
    }

    @Test
    void a_run_that_lost_against_another_writer_says_so_with_its_code() {
        Captured captured = new Captured();
        RunReport report = new RunReport(
                "20260131T070000-1a2b",
                Instant.EPOCH,
                Duration.ofMillis(1200),
                List.of(),
                0,
                List.of(),
                Optional.of("run-20260131T070000-1a2b"),
                List.of(),
                Optional.of(new LakesmithException(ErrorCode.LAKE_CONFLICT, "silver.a was changed")),
                Traffic.Total.NONE);

        new RunSummary(captured.piped(), Secrets.of(List.of()), new RunEnding()).print(report, RunSummary.Form.TEXT);

        assertThat(captured.out()).contains("error: silver.a was changed [LS601]", "failed after 1.2 s");
    }

    private String run(String... arguments) {
        Captured captured = new Captured();
        assertThat(captured.run(project, arguments)).as(captured.err()).isZero();
        return captured.out();
    }
}
