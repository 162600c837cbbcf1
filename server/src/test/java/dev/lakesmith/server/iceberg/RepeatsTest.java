package dev.lakesmith.server.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.lake.catalog.Pointer;
import dev.lakesmith.testkit.storage.Fault;
import dev.lakesmith.testkit.storage.Faults;
import dev.lakesmith.testkit.storage.FaultyProxy;
import dev.lakesmith.vocabulary.TableName;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked for again under one key. */
final class RepeatsTest {

    private static final String KEY = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
    private static final String OTHER = "017F22E2-79B0-7CC3-98C4-DC0C0C073990";
    private static final String THIRD = "017f22e2-79b0-7cc3-98c4-dc0c0c073991";
    private static final String SCHEMA =
            "{\"type\":\"struct\",\"fields\":[{\"id\":1,\"name\":\"id\",\"type\":\"long\",\"required\":true}]}";
    private static final String PEOPLE = "{\"name\":\"people\",\"schema\":" + SCHEMA + "}";
    private static final String TABLES = "/v1/namespaces/silver/tables";

    @TempDir
    private Path folder = Path.of("");

    private Served open() {
        return Served.openly(folder.resolve("lake"));
    }

    private static HttpResponse<String> keyed(Served served, String method, String path, String body, String key) {
        return served.send(method, path, body, "Idempotency-Key", key, "Content-Type", "application/json");
    }

    @Test
    void the_server_says_how_long_keys_hold() {
        try (Served served = open()) {
            assertThat(served.get("/v1/config").body()).contains("\"idempotency-key-lifetime\":\"PT1H\"");
        }
    }

    @Test
    void every_change_is_made_once_and_answered_twice_also_by_a_server_started_since() {
        List<List<String>> requests = List.of(
                List.of("POST", "/v1/namespaces", "{\"namespace\":[\"silver\"],\"properties\":{\"owner\":\"crm\"}}"),
                List.of(
                        "POST",
                        "/v1/namespaces/silver/properties",
                        "{\"removals\":[\"owner\",\"x\"],\"updates\":{\"a\":\"b\"}}"),
                List.of("POST", TABLES, PEOPLE),
                List.of(
                        "POST",
                        TABLES + "/people",
                        "{\"requirements\":[],\"updates\":[{\"action\":\"set-properties\",\"updates\":{\"k\":\"v\"}}]}"),
                List.of(
                        "POST",
                        "/v1/transactions/commit",
                        "{\"table-changes\":[{\"identifier\":{\"namespace\":[\"silver\"],\"name\":\"people\"},"
                                + "\"requirements\":[],\"updates\":[{\"action\":\"set-properties\",\"updates\":{\"k\":\"w\"}}]}]}"),
                List.of(
                        "POST",
                        "/v1/tables/rename",
                        "{\"source\":{\"namespace\":[\"silver\"],\"name\":\"people\"},"
                                + "\"destination\":{\"namespace\":[\"silver\"],\"name\":\"persons\"}}"),
                List.of("DELETE", TABLES + "/persons", ""),
                List.of("POST", TABLES, PEOPLE),
                List.of("DELETE", TABLES + "/people", ""),
                List.of("DELETE", "/v1/namespaces/silver", ""));
        List<HttpResponse<String>> first = new ArrayList<>();
        try (Served served = open()) {
            for (int i = 0; i < requests.size(); i++) {
                List<String> request = requests.get(i);
                HttpResponse<String> answer = keyed(served, request.get(0), request.get(1), request.get(2), key(i));
                assertThat(answer.statusCode()).as(request + answer.body()).isIn(200, 204);
                HttpResponse<String> again = keyed(served, request.get(0), request.get(1), request.get(2), key(i));
                assertThat(again.statusCode()).as(request + again.body()).isEqualTo(answer.statusCode());
                assertThat(again.body()).isEqualTo(answer.body());
                assertThat(again.headers().firstValue("ETag"))
                        .isEqualTo(answer.headers().firstValue("ETag"));
                first.add(answer);
            }
            assertThat(served.lake.catalog().namespaces()).isEmpty();
            assertThat(served.lake.catalog().dropped()).hasSize(2);
        }
        try (Served served = open()) {
            for (int i = requests.size() - 1; i >= 0; i--) {
                List<String> request = requests.get(i);
                HttpResponse<String> again = keyed(served, request.get(0), request.get(1), request.get(2), key(i));
                assertThat(again.statusCode())
                        .as(request + again.body())
                        .isEqualTo(first.get(i).statusCode());
                assertThat(again.body()).isEqualTo(first.get(i).body());
            }
            assertThat(served.lake.catalog().namespaces()).isEmpty();
            assertThat(served.lake.catalog().published()).isEmpty();
        }
    }

    private static String key(int i) {
        return KEY.substring(0, 34) + (10 + i);
    }

    @Test
    void a_refusal_stays_one_and_nothing_else_is_asked_for_under_its_key() {
        try (Served served = open()) {
            served.lake.catalog().createNamespace("silver", Map.of());
            HttpResponse<String> missing = keyed(served, "DELETE", TABLES + "/people", "", KEY);
            assertThat(missing.statusCode()).isEqualTo(404);
            keyed(served, "POST", TABLES, PEOPLE, OTHER);
            assertThat(keyed(served, "DELETE", TABLES + "/people", "", KEY).body())
                    .isEqualTo(missing.body());
            assertThat(served.lake.catalog().published()).hasSize(1);

            HttpResponse<String> taken = keyed(served, "POST", TABLES, PEOPLE, THIRD);
            assertThat(taken.statusCode()).isEqualTo(409);
            assertThat(keyed(served, "POST", TABLES, PEOPLE, OTHER).statusCode())
                    .isEqualTo(200);
            keyed(served, "DELETE", TABLES + "/people", "", key(1));
            assertThat(keyed(served, "POST", TABLES, PEOPLE, THIRD).statusCode())
                    .isEqualTo(409);

            HttpResponse<String> stolen = keyed(served, "DELETE", "/v1/namespaces/silver", "", OTHER);
            assertThat(stolen.statusCode()).isEqualTo(422);
            assertThat(stolen.body()).contains("belongs to another request");
            HttpResponse<String> other =
                    keyed(served, "POST", TABLES, PEOPLE.replace("people", "others"), OTHER.toLowerCase(Locale.ROOT));
            assertThat(other.statusCode()).isEqualTo(422);
            assertThat(served.lake.catalog().namespaces()).containsOnlyKeys("silver");
        }
    }

    @Test
    void a_client_gets_nothing_of_what_another_one_asked_for() {
        try (Served served = Served.toClients(folder.resolve("lake"), Clock.systemUTC())) {
            String body = "{\"namespace\":[\"silver\"]}";
            assertThat(served.post(
                                    "/v1/namespaces",
                                    body,
                                    "Authorization",
                                    "Bearer " + Served.WRITE_TOKEN,
                                    "Idempotency-Key",
                                    KEY,
                                    "Content-Type",
                                    "application/json")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(served.post(
                                    "/v1/namespaces",
                                    body,
                                    "Authorization",
                                    "Bearer " + Served.RUN_TOKEN,
                                    "Idempotency-Key",
                                    KEY,
                                    "Content-Type",
                                    "application/json")
                            .statusCode())
                    .isEqualTo(422);
            assertThat(served.post(
                                    "/v1/namespaces",
                                    body,
                                    "Authorization",
                                    "Bearer " + Served.READ_TOKEN,
                                    "Idempotency-Key",
                                    KEY,
                                    "Content-Type",
                                    "application/json")
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void a_key_that_is_none_is_refused_and_one_on_what_changes_nothing_is_overlooked() {
        try (Served served = open()) {
            for (String key :
                    List.of("", "1", "x".repeat(5000), KEY.replace("-7", "-4"), "'; DROP TABLE iceberg_tables;")) {
                assertThat(keyed(served, "POST", "/v1/namespaces", "{\"namespace\":[\"silver\"]}", key)
                                .statusCode())
                        .as(key)
                        .isEqualTo(400);
            }
            assertThat(served.get("/v1/namespaces", "Idempotency-Key", "1").statusCode())
                    .isEqualTo(200);
            assertThat(served.lake.catalog().namespaces()).isEmpty();
        }
    }

    @Test
    void asked_for_at_the_same_time_it_is_made_once_and_answered_alike() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Served served = open()) {
            served.lake.catalog().createNamespace("silver", Map.of());
            for (int round = 0; round < 5; round++) {
                String key = key(round);
                String body = PEOPLE.replace("people", "people_" + round);
                Callable<HttpResponse<String>> asking = () -> keyed(served, "POST", TABLES, body, key);
                List<Future<HttpResponse<String>>> answers =
                        threads.invokeAll(java.util.Collections.nCopies(8, asking));
                for (Future<HttpResponse<String>> answer : answers) {
                    assertThat(answer.get().statusCode())
                            .as(answer.get().body())
                            .isEqualTo(200);
                    assertThat(answer.get().body())
                            .isEqualTo(answers.get(0).get().body());
                }
            }
            assertThat(served.lake.catalog().published()).hasSize(5).allSatisfy(pointer -> assertThat(
                            served.lake.storage().files(pointer.metadata().replaceFirst("/[^/]*$", "")))
                    .as("no other metadata file stays")
                    .hasSize(1));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void an_append_of_icebergs_own_client_whose_answer_is_lost_is_made_once() throws Exception {
        try (Served served = open();
                FaultyProxy proxy =
                        FaultyProxy.before(URI.create(served.server.uri()).getPort());
                RESTCatalog catalog = new RESTCatalog()) {
            catalog.initialize(
                    "test",
                    Map.of("uri", proxy.endpoint() + CatalogServer.PATH, "io-impl", TestFileIo.class.getName()));
            catalog.createNamespace(Namespace.of("silver"));
            Table people = catalog.createTable(TableIdentifier.of("silver", "people"), Served.SCHEMA);
            proxy.meet(Faults.first(1, request -> request.target().endsWith("/people"), new Fault.LostResponse()));

            people.newFastAppend().appendFile(Served.file(people, "a.parquet")).commit();

            people.refresh();
            assertThat(people.snapshots()).extracting(Snapshot::operation).containsExactly("append");
            assertThat(served.lake.catalog().published(new TableName("silver", "people")))
                    .map(Pointer::metadata)
                    .hasValueSatisfying(place -> assertThat(place).contains("/00001-"));
        }
    }
}
