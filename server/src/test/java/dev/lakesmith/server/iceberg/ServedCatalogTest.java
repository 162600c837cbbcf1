package dev.lakesmith.server.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.lake.catalog.Catalog;
import dev.lakesmith.lake.catalog.CatalogChange;
import dev.lakesmith.lake.catalog.Dropped;
import dev.lakesmith.lake.catalog.JdbcCatalog;
import dev.lakesmith.lake.catalog.Pointer;
import dev.lakesmith.lake.catalog.RestCatalog;
import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.testkit.storage.Fault;
import dev.lakesmith.testkit.storage.Faults;
import dev.lakesmith.testkit.storage.FaultyProxy;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A catalog that Lakesmith serves, for those who run on it: the same as the one beneath. */
final class ServedCatalogTest {

    private static final TableName ORDERS = new TableName("silver", "orders");
    private static final TableName LINES = new TableName("silver", "lines");

    @TempDir
    private Path folder = Path.of("");

    private String warehouse() {
        return "file://" + folder.resolve("lake");
    }

    private Catalog at(String uri, String... properties) {
        Map<String, String> all = new TreeMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            all.put(properties[i], properties[i + 1]);
        }
        return new RestCatalog(uri, all, Storage.local(), warehouse());
    }

    private Pointer table(TableName name, String state, String... base) {
        return new Pointer(
                name,
                Pointer.Kind.TABLE,
                warehouse() + "/" + name + "/" + state,
                Arrays.stream(base).findFirst().map(each -> warehouse() + "/" + name + "/" + each),
                true);
    }

    /** Everything that a catalog tells. */
    private static Map<String, Object> all(Catalog catalog) {
        Map<String, Object> all = new TreeMap<>();
        all.put("published", Set.copyOf(catalog.published()));
        all.put("namespaces", catalog.namespaces());
        all.put("dropped", Set.copyOf(catalog.dropped()));
        for (String branch : catalog.branches()) {
            all.put("branch " + branch, Set.copyOf(catalog.staged(branch)));
        }
        return all;
    }

    private CatalogChange any(Random random, Catalog now) {
        List<String> branches = List.of("run-1", "load ü/2");
        String branch = branches.get(random.nextInt(2));
        String state = "m" + random.nextInt(1_000_000);
        TableName name = new TableName("s" + random.nextInt(2), "t" + random.nextInt(3));
        Optional<Pointer> published = now.published(name);
        // Mostly what may be done, sometimes what is a conflict.
        Optional<String> base =
                random.nextInt(6) == 0 ? Optional.of(warehouse() + "/none") : published.map(Pointer::metadata);
        Pointer pointer = new Pointer(
                name,
                random.nextInt(4) == 0 ? Pointer.Kind.VIEW : Pointer.Kind.TABLE,
                warehouse() + "/x/" + state,
                base,
                random.nextBoolean());
        List<Pointer> staged = now.staged(branch);
        return switch (random.nextInt(11)) {
            case 0, 1 -> new CatalogChange.Stage(branch, pointer);
            case 2 -> new CatalogChange.ReplaceBranch(branch, random.nextBoolean() ? List.of() : List.of(pointer));
            case 3 -> new CatalogChange.DropBranch(branch);
            case 4, 5 -> new CatalogChange.Publish(branch, random.nextInt(5) == 0 ? List.of() : staged, staged);
            case 6 -> new CatalogChange.Commit(List.of(pointer));
            case 7 ->
                published
                        .map(gone -> (CatalogChange) new CatalogChange.Drop(
                                List.of(gone),
                                Instant.parse("2026-01-02T03:04:05.678Z").plusSeconds(random.nextInt(900))))
                        .orElse(new CatalogChange.DropNamespace(name.schema()));
            case 8 ->
                now.dropped().stream()
                        .findFirst()
                        .map(dropped -> (CatalogChange) new CatalogChange.Forget(dropped))
                        .orElse(new CatalogChange.CreateNamespace(name.schema(), Map.of("owner", "ü \"x\"")));
            case 9 ->
                published
                        .map(table -> (CatalogChange)
                                new CatalogChange.Rename(table, new TableName("s1", "t" + random.nextInt(4))))
                        .orElse(new CatalogChange.DropNamespace(name.schema()));
            default -> new CatalogChange.ChangeNamespace(name.schema(), Map.of("tier", state), Set.of("owner"));
        };
    }

    private static String done(CatalogChange change, Catalog catalog) {
        try {
            change.on(catalog);
            return "done";
        } catch (LakesmithException e) {
            return e.code() + ": " + e.message();
        }
    }

    @Test
    void whatever_is_asked_of_it_becomes_of_it_what_becomes_of_the_catalog_itself() {
        Random random = new Random(32);
        List<String> results = new ArrayList<>();
        try (Served served = Served.toEngines(folder.resolve("lake"), 0);
                Catalog through = at(served.server.uri());
                Catalog direct = JdbcCatalog.sqlite(folder.resolve("direct.db"))) {
            for (int i = 0; i < 400; i++) {
                CatalogChange change = any(random, direct);
                String expected = done(change, direct);
                results.add(change.getClass().getSimpleName() + (expected.equals("done") ? " done" : " refused"));

                assertThat(done(change, through)).as("%d: %s", i, change).isEqualTo(expected);
                assertThat(all(through)).as("after %d: %s", i, change).isEqualTo(all(direct));
            }
        }
        assertThat(results)
                .contains(
                        "Stage done",
                        "ReplaceBranch done",
                        "DropBranch done",
                        "Publish done",
                        "Publish refused",
                        "Commit done",
                        "Commit refused",
                        "Drop done",
                        "Forget done",
                        "Rename done",
                        "Rename refused",
                        "CreateNamespace done",
                        "ChangeNamespace done",
                        "ChangeNamespace refused",
                        "DropNamespace refused");
    }

    static List<Fault> lost() {
        return List.of(new Fault.LostResponse(), new Fault.Reset());
    }

    @ParameterizedTest
    @MethodSource("lost")
    void an_answer_that_is_lost_neither_doubles_a_change_nor_tells_it_as_failed(Fault fault) {
        try (Served served = Served.toEngines(folder.resolve("lake"), 0);
                FaultyProxy proxy =
                        FaultyProxy.before(URI.create(served.server.uri()).getPort());
                Catalog direct = at(served.server.uri());
                Catalog through = at(proxy.endpoint() + CatalogServer.PATH)) {
            direct.commit(List.of(table(ORDERS, "a")));
            through.replaceBranch("run-1", List.of(table(ORDERS, "b", "a"), table(LINES, "c")));
            proxy.meet(Faults.first(3, request -> request.method().equals("POST"), fault));
            proxy.forget();

            through.publish("run-1", through.staged("run-1"), through.staged("run-1"));

            assertThat(proxy.requests().stream()
                            .filter(request -> request.method().equals("POST"))
                            .map(request -> request.header("Idempotency-Key").orElseThrow()))
                    .hasSizeGreaterThan(3)
                    .containsOnly(proxy.requests()
                            .get(proxy.requests().size() - 1)
                            .header("Idempotency-Key")
                            .orElseThrow());
            assertThat(direct.published())
                    .extracting(Pointer::metadata)
                    .containsExactlyInAnyOrder(warehouse() + "/silver.orders/b", warehouse() + "/silver.lines/c");
            assertThat(direct.branches()).isEmpty();
        }
    }

    @Test
    void a_change_outlives_a_server_that_is_started_again() throws Exception {
        int port;
        try (Served first = Served.toEngines(folder.resolve("lake"), 0)) {
            port = URI.create(first.server.uri()).getPort();
            try (Catalog catalog = at(first.server.uri())) {
                catalog.stage("run-1", table(ORDERS, "a"));
            }
        }
        ExecutorService threads = Executors.newSingleThreadExecutor();
        Served again = Served.toEngines(folder.resolve("lake"), port);
        try (Catalog catalog = at(again.server.uri())) {
            List<Pointer> staged = catalog.staged("run-1");
            again.close();
            var publishing = threads.submit(() -> catalog.publish("run-1", staged, staged));
            Thread.sleep(1_500);
            assertThat(publishing.isDone()).isFalse();
            again = Served.toEngines(folder.resolve("lake"), port);
            publishing.get();
            assertThat(catalog.published()).containsExactly(table(ORDERS, "a"));
        } finally {
            threads.shutdownNow();
            again.close();
        }
    }

    @Test
    void a_token_that_the_server_forgot_is_asked_for_anew() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String uri = "http://127.0.0.1:" + port + CatalogServer.PATH;
        try (Catalog catalog =
                at(uri, "credential", "runs:" + Served.RUNNER, "oauth2-server-uri", uri + "/v1/oauth/tokens")) {
            try (Served first = Served.toClients(folder.resolve("lake"), Clock.systemUTC(), port)) {
                catalog.commit(List.of(table(ORDERS, "a")));
                assertThat(first.log).anyMatch(line -> line.contains(" runs POST /catalog/v1/oauth/tokens 200"));
            }
            try (Served again = Served.toClients(folder.resolve("lake"), Clock.systemUTC(), port)) {
                catalog.commit(List.of(table(ORDERS, "b", "a")));
                assertThat(catalog.published()).containsExactly(table(ORDERS, "b"));
                assertThat(again.log).anyMatch(line -> line.contains(" runs POST /catalog/v1/oauth/tokens 200"));
            }
        }
    }

    @Test
    void of_writers_at_once_one_wins_and_nothing_is_half() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Served served = Served.toEngines(folder.resolve("lake"), 0);
                Catalog look = at(served.server.uri())) {
            look.commit(List.of(table(ORDERS, "r0"), table(LINES, "r0")));
            for (int round = 1; round <= 4; round++) {
                String before = look.published(ORDERS).orElseThrow().metadata().replaceFirst(".*/", "");
                String mark = "r" + round;
                List<Callable<Boolean>> writers = IntStream.range(0, 4)
                        .mapToObj(writer -> (Callable<Boolean>) () -> {
                            try (Catalog own = at(served.server.uri())) {
                                return done(
                                                new CatalogChange.Commit(List.of(
                                                        table(ORDERS, mark + "w" + writer, before),
                                                        table(LINES, mark + "w" + writer, before))),
                                                own)
                                        .equals("done");
                            }
                        })
                        .toList();
                int won = 0;
                for (var result : threads.invokeAll(writers)) {
                    won += result.get() ? 1 : 0;
                }
                assertThat(won).isEqualTo(1);
                assertThat(look.published())
                        .extracting(pointer -> pointer.metadata().replaceFirst(".*/", ""))
                        .allMatch(state -> state.startsWith(mark + "w"))
                        .hasSize(2)
                        .satisfies(states -> assertThat(Set.copyOf(states)).hasSize(1));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void who_is_no_engine_reads_and_is_told_why_no_more() {
        try (Served served = Served.toClients(folder.resolve("lake"), Clock.systemUTC());
                Catalog reader = at(served.server.uri(), "token", Served.READ_TOKEN);
                Catalog writer = at(served.server.uri(), "token", Served.WRITE_TOKEN);
                Catalog runner = at(served.server.uri(), "token", Served.RUN_TOKEN);
                Catalog nobody = at(served.server.uri())) {
            runner.stage("run-1", table(ORDERS, "a"));
            runner.publish("run-1", runner.staged("run-1"), runner.staged("run-1"));

            assertThat(reader.published()).containsExactly(table(ORDERS, "a"));
            assertThatThrownBy(() -> reader.dropBranch("run-1"))
                    .isInstanceOfSatisfying(
                            LakesmithException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LAKE_UNREADABLE))
                    .hasMessageContaining("the client bi has the scope read; this needs the scope engine");
            assertThatThrownBy(() -> writer.commit(List.of(table(LINES, "b"))))
                    .hasMessageContaining("the client etl has the scope write; this needs the scope engine");
            assertThatThrownBy(nobody::published).hasMessageContaining("check 'credential' or 'token'");
            assertThat(runner.published()).containsExactly(table(ORDERS, "a"));
        }
        try (Served served = Served.openly(folder.resolve("lake"));
                Catalog anybody = at(served.server.uri())) {
            assertThatThrownBy(() -> anybody.commit(List.of(table(LINES, "b"))))
                    .hasMessageContaining(
                            "everybody on this machine has the scope write here; this needs the scope engine:"
                                    + " start the server with --scope engine");
            assertThat(anybody.published()).containsExactly(table(ORDERS, "a"));
        }
    }

    @Test
    void nothing_is_written_for_a_lake_that_is_elsewhere() {
        try (Served served = Served.toEngines(folder.resolve("lake"), 0);
                Catalog elsewhere =
                        new RestCatalog(served.server.uri(), Map.of(), Storage.local(), "s3://other/lake")) {
            assertThat(elsewhere.published()).isEmpty();
            assertThatThrownBy(() -> elsewhere.dropBranch("run-1"))
                    .hasMessageContaining("is of the warehouse " + warehouse() + ", and the target's warehouse is"
                            + " s3://other/lake");
        }
    }

    @Test
    void what_is_no_change_is_refused_and_changes_nothing() {
        try (Served served = Served.toEngines(folder.resolve("lake"), 0)) {
            for (String body : List.of(
                    "{}",
                    "[]",
                    "null",
                    "7",
                    "{\"change\":\"explode\"}",
                    "{\"change\":\"commit\"}",
                    "{\"change\":\"commit\",\"pointers\":[{\"schema\":\"a\"}]}",
                    "{\"change\":\"commit\",\"pointers\":[{\"schema\":\"a\",\"name\":\"b\",\"kind\":\"CUBE\",\"metadata\":\"x\"}]}",
                    "{\"change\":\"drop\",\"pointers\":[],\"at\":\"yesterday\"}",
                    "{\"change\":",
                    pointer("../..", "b", warehouse() + "/x"),
                    pointer("a", "b.c", warehouse() + "/x"),
                    pointer("a", "b\\u0000", warehouse() + "/x"))) {
                assertThat(served.post("/v1/lakesmith/changes", body).statusCode())
                        .as(body)
                        .isEqualTo(400);
            }
            for (String place : List.of("/etc/passwd", "file:///etc/x", warehouse() + "/../x", "s3://b/x", "x")) {
                assertThat(served.post("/v1/lakesmith/changes", pointer("a", "b", place))
                                .body())
                        .as(place)
                        .contains("is outside of the warehouse");
            }
            assertThat(served.post(
                                    "/v1/lakesmith/changes",
                                    "{\"change\":\"commit\",\"pointers\":[]}",
                                    "Content-Type",
                                    "text/plain")
                            .statusCode())
                    .isEqualTo(415);
            assertThat(served.get("/v1/lakesmith/staged").statusCode()).isEqualTo(400);
            assertThat(served.lake.catalog().published()).isEmpty();
            assertThat(served.lake.catalog().namespaces()).isEmpty();
        }
    }

    private static String pointer(String schema, String name, String metadata) {
        return "{\"change\":\"commit\",\"pointers\":[{\"schema\":\"" + schema + "\",\"name\":\"" + name
                + "\",\"kind\":\"TABLE\",\"metadata\":\"" + metadata + "\",\"audited\":true}]}";
    }

    @Test
    void what_was_dropped_is_forgotten_when_that_is_asked() {
        try (Served served = Served.toEngines(folder.resolve("lake"), 0);
                Catalog catalog = at(served.server.uri())) {
            Instant now = Instant.parse("2026-01-02T03:04:05.678901Z");
            catalog.commit(List.of(table(ORDERS, "a")));
            catalog.drop(catalog.published(), now);
            assertThat(catalog.dropped()).containsExactly(new Dropped(table(ORDERS, "a"), now));
            catalog.forget(catalog.dropped().get(0));
            assertThat(catalog.dropped()).isEmpty();
        }
    }
}
