package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Sends a real signal to a real run. */
@DisabledOnOs(OS.WINDOWS)
final class InterruptedRunTest {

    @TempDir
    private Path project = Path.of("");

    @BeforeEach
    void make_a_project_whose_model_never_ends() throws IOException {
        write("lakesmith.yml", "name: till\ntargets:\n  dev: { warehouse: ./lake, threads: 2 }\n");
        write("sources/till.yml", """
                connector: files
                streams:
                  sales: { path: "drop/*.csv", format: csv }
                """);
        write("drop/a.csv", "id,qty\n1,2\n2,3\n");
        write("models/silver/sales.sql", "SELECT id::BIGINT AS id, qty FROM bronze.till_sales");
        write("models/silver/slow.sql", """
                SELECT sum(a.range * b.range * s.id)::DOUBLE AS total
                FROM range(10000000) a, range(10000000) b, silver.sales s
                """);
    }

    @Test
    void ctrl_c_ends_a_run_soon_with_one_line_and_nothing_half_done() throws Exception {
        Ended ended = interruptedAt("started   table silver.slow", "run");

        assertThat(ended.code()).isEqualTo(130);
        assertThat(ended.took()).isLessThan(Duration.ofSeconds(10));
        assertThat(ended.lines())
                .last()
                .isEqualTo("error: interrupted; bronze keeps what was loaded, no model was published; run again or go"
                        + " on with 'lakesmith run --resume' [LS701]");
        assertThat(ended.lines()).noneMatch(line -> line.contains("Exception") || line.contains("failed"));
        assertThat(query("SELECT count(*) AS n FROM bronze.till_sales")).isEqualTo("n\n2\n");

        write("models/silver/slow.sql", "SELECT sum(id) AS total FROM silver.sales");
        Captured again = new Captured();
        assertThat(Main.run(again.piped(), Map.of(), "-p", project.toString(), "run", "--resume"))
                .as(again.err())
                .isZero();
        assertThat(query("SELECT count(*) AS n FROM bronze.till_sales")).isEqualTo("n\n2\n");
        assertThat(query("SELECT total FROM silver.slow")).isEqualTo("total\n3\n");
    }

    private record Ended(int code, Duration took, List<String> lines) {}

    private Ended interruptedAt(String trigger, String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "-p",
                        project.toString(),
                        command)
                .redirectErrorStream(true)
                .start();
        List<String> lines = new ArrayList<>();
        long asked = 0;
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (line.startsWith(trigger)) {
                    asked = System.nanoTime();
                    // Not INT, which a process does not hear whose parent was started in the background.
                    new ProcessBuilder("kill", "-TERM", Long.toString(process.pid()))
                            .start()
                            .waitFor();
                }
            }
        }
        int code = process.waitFor();
        assertThat(asked).as(String.join("\n", lines)).isNotZero();
        return new Ended(code, Duration.ofNanos(System.nanoTime() - asked), lines);
    }

    private String query(String sql) {
        Captured captured = new Captured();
        int code = Main.run(captured.piped(), Map.of(), "-p", project.toString(), "query", sql, "--format", "csv");
        assertThat(code).as(captured.err()).isZero();
        return captured.out();
    }

    private void write(String file, String text) throws IOException {
        Path path = project.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
