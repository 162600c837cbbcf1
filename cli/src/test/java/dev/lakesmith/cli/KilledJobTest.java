package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that is killed while an API's job is started, watched, read or deleted is run again: every record is there once. */
final class KilledJobTest {

    private static final int KILLED = 137;
    private static final String NONE = "no such request";

    private final Path folder;
    private final HttpServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger jobs = new AtomicInteger();
    private volatile int records = 3;
    /** What the request has at which the run is killed, once. */
    private volatile String deadly = NONE;

    private volatile Optional<Process> running = Optional.empty();

    KilledJobTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            asked.add(request);
            if (request.contains(deadly)) {
                deadly = NONE;
                running.orElseThrow().destroyForcibly();
                return;
            }
            byte[] body = body(exchange, request).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private String body(HttpExchange exchange, String request) {
        if (request.startsWith("POST")) {
            return "{\"id\":\"j" + jobs.incrementAndGet() + "\"}";
        }
        if (!request.contains("/results")) {
            return "{\"state\":\"done\"}";
        }
        int page = request.contains("next=") ? Integer.parseInt(request.replaceAll(".*next=", "")) : 1;
        exchange.getResponseHeaders().add("Next", page >= records ? "null" : Integer.toString(page + 1));
        return "id,at\n" + page + ",2026-01-0" + page + "\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /jobs/j1", "next=3", "DELETE /jobs/j1"})
    void aRunKilledAnywhereAndRunAgainHasEveryRecordOnce(String place) {
        Path project = project();
        deadly = place;
        assertThat(run(project)).as("dies at " + place).isEqualTo(KILLED);
        assertThat(run(project)).isZero();
        assertThat(rows(project)).isEqualTo("1,2026-01-01\n2,2026-01-02\n3,2026-01-03\n");
    }

    @Test
    void aLaterRunThatIsKilledMovesNoBookmark() {
        Path project = project();
        assertThat(run(project)).isZero();
        records = 4;
        deadly = "next=4";
        assertThat(run(project)).isEqualTo(KILLED);
        assertThat(run(project)).isZero();
        assertThat(rows(project)).isEqualTo("1,2026-01-01\n2,2026-01-02\n3,2026-01-03\n4,2026-01-04\n");
        assertThat(asked.stream().filter(each -> each.startsWith("POST /jobs?since=2026-01-03")))
                .hasSize(2);
    }

    private Path project() {
        write("lakesmith.yml", "name: t\ntargets: { dev: { warehouse: ./lake, threads: 1 } }\n");
        write("sources/api.yml", """
            connector: http
            url: http://127.0.0.1:%d
            streams:
              things:
                job:
                  start: { path: /jobs, parameters: { since: "${bookmark}" } }
                  status: /jobs/${job:id}
                  state: state
                  done: done
                  delete: /jobs/${job:id}
                  first_wait: 10ms
                path: /jobs/${job:id}/results
                format: csv
                pagination: { type: cursor, parameter: next, header: Next, end: "null" }
                cursor: at
            """.formatted(server.getAddress().getPort()));
        return folder;
    }

    private void write(String file, String text) {
        try {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int run(Path project) {
        try {
            Process process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Main.class.getName(),
                            "-p",
                            project.toString(),
                            "run"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("run.log").toFile()))
                    .start();
            running = Optional.of(process);
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            return process.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String rows(Path project) {
        Captured captured = new Captured();
        String sql = "SELECT id, \"at\" FROM bronze.api_things ORDER BY ALL";
        int code = Main.run(captured.piped(), Map.of(), "-p", project.toString(), "query", sql, "--format", "csv");
        assertThat(code).as(captured.err()).isZero();
        return captured.out().replaceFirst("^.*\\R", "");
    }
}
