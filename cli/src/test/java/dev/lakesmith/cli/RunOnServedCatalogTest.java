package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.testkit.storage.Fault;
import dev.lakesmith.testkit.storage.Faults;
import dev.lakesmith.testkit.storage.FaultyProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A project whose catalog is a Lakesmith that serves one ends in the same cells as on the catalog itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RunOnServedCatalogTest {

    private static final String SALES = "id,day,qty,price\n";
    private static final String NAMES = "SELECT id, name FROM seeds.names\n";
    private static final int KILLED = 137;

    private static final String SILVER_SALES = "SELECT * FROM silver.sales ORDER BY ALL";

    /** Everything but what tells when or by which run a row came. */
    private static final Map<String, String> CONTENTS = Map.of(
            "landing.till_sales", "SELECT batch_id, path, bytes, version FROM landing.till_sales ORDER BY ALL",
            "bronze.till_sales", "SELECT * EXCLUDE (_loaded_at) FROM bronze.till_sales ORDER BY ALL",
            "quarantine.silver_sales", "SELECT reason, raw, file FROM quarantine.silver_sales ORDER BY ALL",
            "silver.sales", SILVER_SALES,
            "silver.names", "SELECT * FROM silver.names ORDER BY ALL",
            "gold.revenue", "SELECT * FROM gold.revenue ORDER BY ALL",
            "gold.big_days", "SELECT * FROM gold.big_days ORDER BY ALL");

    @TempDir
    private static Path folder = Path.of("");

    private Map<String, String> onSqlite = Map.of();

    @BeforeAll
    void run_on_sqlite() {
        Path project = project("sqlite", "{ warehouse: ./lake, threads: 2 }");
        story(project, Map.of());
        onSqlite = contents(project, Map.of());
        assertThat(onSqlite)
                .containsEntry(
                        "silver.sales",
                        "id,day,qty,price\n1,2026-01-01,2,2.20\n3,2026-01-02,4,3.10\n4,2026-01-03,6,1.00\n5,2026-01-03,1,9.00\n")
                .containsEntry("gold.big_days", "day\n2026-01-01\n2026-01-02\n2026-01-03\n")
                .hasEntrySatisfying(
                        "quarantine.silver_sales", text -> assertThat(text).contains("is not an INTEGER"));
    }

    /** Two good days, one whose check fails, the same put right; then a table that is dropped and made again. */
    private void story(Path project, Map<String, String> environment) {
        ends(0, project, environment, "run");
        write(project, "drop/b.csv", SALES + "4,2026-01-03,5,1.00\n4,2026-01-03,6,1.00\n");
        ends(0, project, environment, "run");
        write(project, "drop/c.csv", SALES + "5,2026-01-03,-1,9.00\n");
        ends(1, project, environment, "run");
        assertThat(query(project, environment, "SELECT count(*) AS n FROM silver.sales"))
                .isEqualTo("n\n3\n");
        write(project, "drop/d.csv", SALES + "5,2026-01-03,1,9.00\n");
        ends(0, project, environment, "run");
        delete(project, "models/silver/names.sql");
        ends(0, project, environment, "drop", "silver.names", "--yes");
        write(project, "models/silver/names.sql", NAMES);
        ends(0, project, environment, "run");
        ends(0, project, environment, "maintain");
        assertThat(query(project, environment, "SELECT count(*) AS n FROM silver.names"))
                .isEqualTo("n\n2\n");
    }

    @Test
    void a_project_ends_in_the_same_cells_as_on_sqlite() throws Exception {
        Path server = project("server", "{ warehouse: ./lake }");
        try (ServingProcess serving = new ServingProcess(server)) {
            Path runner = runner("runner", server, serving.uri());

            story(runner, Map.of());

            assertThat(contents(runner, Map.of())).isEqualTo(onSqlite);
            assertThat(contents(server, Map.of())).isEqualTo(onSqlite);
        }
        assertThat(server.resolve("lake/.lakesmith"))
                .as("no journal, no branches in files")
                .doesNotExist();
        Captured direct = new Captured();
        assertThat(direct.run(server, "plan")).isZero();
    }

    @Test
    void answers_that_are_lost_change_nothing() throws Exception {
        Path server = project("losing", "{ warehouse: ./lake }");
        try (ServingProcess serving = new ServingProcess(server);
                FaultyProxy proxy = FaultyProxy.before(URI.create(serving.uri()).getPort())) {
            Path runner = runner("unlucky", server, proxy.endpoint() + "/catalog");
            proxy.meet(Faults.share(0.2, 20260103, List.of(new Fault.LostResponse(), new Fault.Reset())));

            story(runner, Map.of());

            proxy.meet(Faults.none());
            assertThat(contents(runner, Map.of())).isEqualTo(onSqlite);
        }
    }

    @Test
    void a_server_that_is_killed_again_and_again_loses_nothing() throws Exception {
        Path server = project("killed", "{ warehouse: ./lake }");
        AtomicBoolean done = new AtomicBoolean();
        try (ServingProcess serving = new ServingProcess(server)) {
            Path runner = runner("patient", server, serving.uri());
            Thread killing = new Thread(() -> {
                Random random = new Random(7);
                while (!done.get() && serving.kills() < 4) {
                    pause(500 + random.nextInt(3000));
                    serving.kill();
                    serving.startAgain();
                }
            });
            killing.start();
            try {
                story(runner, Map.of());
            } finally {
                done.set(true);
                killing.join();
            }
            assertThat(contents(runner, Map.of())).isEqualTo(onSqlite);
            assertThat(serving.kills()).isGreaterThan(2);
        }
    }

    @ParameterizedTest
    @Tag("soak")
    @ValueSource(strings = {"EXTRACT_COMMITTED", "MODEL_STAGED:2", "PUBLISH_DONE"})
    void a_run_killed_anywhere_and_run_again_ends_in_the_same_tables(String place) throws Exception {
        Path server = project("s_" + place.replace(':', '_'), "{ warehouse: ./lake }");
        try (ServingProcess serving = new ServingProcess(server)) {
            Path runner = runner("r_" + place.replace(':', '_'), server, serving.uri());
            Process killed = start(runner, "-Dlakesmith.fault=" + place, "run");
            assertThat(killed.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(killed.exitValue()).as("dies at " + place).isEqualTo(KILLED);

            story(runner, Map.of());

            assertThat(contents(runner, Map.of())).isEqualTo(onSqlite);
        }
    }

    @Test
    void two_machines_at_once_load_every_batch_once() throws Exception {
        Path server = project("shared", "{ warehouse: ./lake }");
        Path access = Files.writeString(
                folder.resolve("clients.yml"), "clients: { runs: { scope: engine, secret: \"${env:RUNS_SECRET}\" } }");
        try (ServingProcess serving = new ServingProcess(server, "--access", access.toString())) {
            String catalog = "{ type: rest, uri: '" + serving.uri() + "', credential: 'runs:${env:RUNS_SECRET}' }";
            Path one = runner("machine1", server.resolve("lake"), serving.uri(), catalog);
            Path two = runner("machine2", server.resolve("lake"), serving.uri(), catalog);
            // Both see the same files, which are in the folder of neither.
            write(two, "sources/till.yml", source(server));
            write(one, "sources/till.yml", source(server));
            List<Process> both = List.of(start(one, "-Da=b", "run"), start(two, "-Da=b", "run"));
            for (Process each : both) {
                assertThat(each.waitFor(2, TimeUnit.MINUTES)).isTrue();
            }
            ends(0, two, ServingProcess.ENVIRONMENT, "run");
            assertThat(query(two, ServingProcess.ENVIRONMENT, "SELECT count(*) AS n FROM bronze.till_sales"))
                    .isEqualTo("n\n4\n");
            assertThat(query(two, ServingProcess.ENVIRONMENT, "SELECT count(*) AS n FROM landing.till_sales"))
                    .isEqualTo("n\n1\n");
            assertThat(query(one, ServingProcess.ENVIRONMENT, SILVER_SALES))
                    .isEqualTo("id,day,qty,price\n1,2026-01-01,2,2.20\n3,2026-01-02,4,3.10\n");
        }
    }

    @Test
    void who_may_not_run_reads_and_is_told() throws Exception {
        Path server = project("strict", "{ warehouse: ./lake }");
        ends(0, server, Map.of(), "run");
        try (ServingProcess serving = new ServingProcess(server, "--scope", "write")) {
            Path runner = runner("visitor", server, serving.uri());
            assertThat(query(runner, Map.of(), "SELECT count(*) AS n FROM silver.sales"))
                    .isEqualTo("n\n2\n");
            write(runner, "drop/b.csv", SALES + "4,2026-01-03,5,1.00\n");
            Captured refused = new Captured();
            assertThat(refused.run(runner, "run")).isNotZero();
            assertThat(refused.out() + refused.err())
                    .contains("everybody on this machine has the scope write here; this needs the scope engine")
                    .contains("--scope engine");
        }
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code catalog serve} in a process of its own, which can be killed and comes back at the same address. */
    private static final class ServingProcess implements AutoCloseable {

        static final Map<String, String> ENVIRONMENT = Map.of("RUNS_SECRET", "the-secret-of-the-runs");

        private final Path project;
        private final int port;
        private final List<String> options;
        private Process process;
        private final AtomicInteger kills = new AtomicInteger();

        ServingProcess(Path project, String... options) throws IOException {
            this.project = project;
            this.options = options.length == 0 ? List.of("--scope", "engine") : List.of(options);
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            process = start();
        }

        String uri() {
            return "http://127.0.0.1:" + port + "/catalog";
        }

        int kills() {
            return kills.get();
        }

        private Process start() {
            List<String> arguments = new ArrayList<>(List.of("catalog", "serve", "--port", Integer.toString(port)));
            arguments.addAll(options);
            Process started = RunOnServedCatalogTest.start(project, "-Da=b", arguments.toArray(String[]::new));
            for (int i = 0; i < 600 && started.isAlive(); i++) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    assertThat(socket.isConnected()).isTrue();
                    return started;
                } catch (IOException e) {
                    pause(50);
                }
            }
            throw new AssertionError("it does not serve");
        }

        void kill() {
            process.destroyForcibly();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            kills.incrementAndGet();
        }

        void startAgain() {
            process = start();
        }

        @Override
        public void close() {
            process.destroy();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static Process start(Path project, String option, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                option,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "-p",
                project.toString()));
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(project.resolveSibling(project.getFileName() + ".log")
                                    .toFile()));
            builder.environment().putAll(ServingProcess.ENVIRONMENT);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A command that met a server that was just killed is given once more, as its user would. */
    private static void ends(int expected, Path project, Map<String, String> environment, String... arguments) {
        String[] all = Stream.concat(Stream.of("-p", project.toString()), Stream.of(arguments))
                .toArray(String[]::new);
        int code = -1;
        Captured captured = new Captured();
        for (int i = 0; i < 5 && code != expected; i++) {
            captured = new Captured();
            code = Main.run(captured.piped(), environment, all);
            if (!captured.err().contains("[LS602]")) {
                break;
            }
        }
        assertThat(code).as(captured.out() + captured.err()).isEqualTo(expected);
    }

    private static String query(Path project, Map<String, String> environment, String sql) {
        Captured captured = new Captured();
        String[] query = {"-p", project.toString(), "query", sql, "--format", "csv"};
        int code = Main.run(captured.piped(), environment, query);
        for (int i = 0; i < 4 && captured.err().contains("[LS602]"); i++) {
            captured = new Captured();
            code = Main.run(captured.piped(), environment, query);
        }
        assertThat(code).as(captured.err()).isZero();
        return captured.out();
    }

    private static Map<String, String> contents(Path project, Map<String, String> environment) {
        Map<String, String> contents = new LinkedHashMap<>();
        CONTENTS.forEach((table, sql) -> contents.put(table, query(project, environment, sql)));
        return contents;
    }

    /** A project on another machine, as it were: the same files, the server's warehouse and its address. */
    private Path runner(String name, Path server, String uri) {
        return runner(name, server.resolve("lake"), uri, "{ type: rest, uri: '" + uri + "' }");
    }

    private Path runner(String name, Path warehouse, String uri, String catalog) {
        assertThat(uri).endsWith("/catalog");
        return project(name, "{ warehouse: '" + warehouse + "', threads: 2, catalog: " + catalog + " }");
    }

    private static String source(Path project) {
        return "connector: files\nstreams:\n  sales: { path: '" + project + "/drop/*.csv', format: csv }\n";
    }

    private Path project(String name, String target) {
        Path project = folder.resolve(name);
        write(project, "lakesmith.yml", "name: till\ntargets:\n  dev: " + target + "\n");
        write(
                project,
                "sources/till.yml",
                "connector: files\nstreams:\n  sales: { path: 'drop/*.csv', format: csv }\n");
        write(
                project,
                "drop/a.csv",
                SALES + "1,2026-01-01,2,2.20\n2,2026-01-01,one,1.80\n3,2026-01-02,1,3.10\n3,2026-01-02,4,3.10\n");
        write(project, "seeds/names.csv", "id,name\n1,Ann\n3,Bob\n");
        write(project, "models/silver/sales.sql", """
                /* lakesmith
                materialized: merge
                unique_key: id
                latest_by: qty
                columns:
                  id: { type: bigint, checks: [not_null, unique] }
                  day: { type: date }
                  qty: { type: integer, checks: [{ min: { min: 0 } }] }
                  price: { type: "decimal(10,2)" }
                */
                SELECT id, day, qty, price FROM bronze.till_sales
                """);
        write(project, "models/silver/names.sql", NAMES);
        write(project, "models/gold/revenue.sql", """
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

    private static void delete(Path project, String file) {
        try {
            Files.delete(project.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
}
