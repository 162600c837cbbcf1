package dev.lakesmith.server.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests as they come over the wire, sound and unsound ones. */
final class RequestsTest {

    private static final String TABLES = "/v1/namespaces/silver/tables";

    @TempDir
    private Path folder = Path.of("");

    private Served served = Served.openly(Path.of("unused"));

    @BeforeEach
    void serve() {
        served.close();
        served = Served.openly(folder.resolve("lake"));
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void a_table_that_did_not_change_is_not_sent_again() throws IOException {
        try (RESTCatalog catalog = served.client()) {
            catalog.createNamespace(Namespace.of("silver"));
            Table people = catalog.createTable(TableIdentifier.of("silver", "people"), Served.SCHEMA);
            HttpResponse<String> first = served.get(TABLES + "/people");
            String etag = first.headers().firstValue("ETag").orElseThrow();

            HttpResponse<String> second = served.get(TABLES + "/people", "If-None-Match", etag);
            assertThat(second.statusCode()).isEqualTo(304);
            assertThat(second.body()).isEmpty();
            assertThat(second.headers().firstValue("ETag")).contains(etag);
            assertThat(served.get(TABLES + "/people?snapshots=refs", "If-None-Match", etag)
                            .statusCode())
                    .isEqualTo(200);

            people.updateProperties().set("comment", "x").commit();
            HttpResponse<String> third = served.get(TABLES + "/people", "If-None-Match", etag);
            assertThat(third.statusCode()).isEqualTo(200);
            assertThat(third.body()).contains("\"comment\":\"x\"");
            assertThat(third.headers().firstValue("ETag"))
                    .isPresent()
                    .isNotEqualTo(first.headers().firstValue("ETag"));
        }
    }

    @Test
    void what_is_no_request_is_told() {
        refused(served.post("/v1/namespaces", "{"), 400, "BadRequestException", "not the JSON that is expected");
        refused(served.post("/v1/namespaces", "null"), 400, "BadRequestException", "it is null");
        refused(served.post("/v1/namespaces", "[1]"), 400, "BadRequestException", "not the JSON");
        refused(served.post("/v1/namespaces", "{\"namespace\":[]}"), 400, "BadRequestException", "0 levels");
        refused(
                served.post("/v1/namespaces", "{\"namespace\":[\"a\"]}", "Content-Type", "text/plain"),
                415,
                "UnsupportedMediaTypeException",
                "application/json");
        refused(
                served.post("/v1/namespaces", "{\"namespace\":[\"" + "a".repeat(1_000_001) + "\"]}"),
                413,
                "PayloadTooLargeException",
                "larger than this server takes");
        refused(served.get("/v1/nothing"), 404, "NoSuchRouteException", "no such route");
        refused(served.get("/"), 404, "NoSuchRouteException", "address ends with /catalog");
        refused(served.send("PUT", "/v1/namespaces", "{}"), 405, "MethodNotAllowedException", "no such method");
        refused(served.get("/v1/config?warehouse=elsewhere"), 404, "NoSuchWarehouseException", "is not here");
        assertThat(served.get("/v1/config?warehouse=dev").statusCode()).isEqualTo(200);
        assertThat(served.get("/v1/config?warehouse=file://" + folder.resolve("lake") + "/")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void names_that_no_lake_can_hold_are_refused_and_change_nothing() {
        made("silver");
        for (String name : List.of("..", "../x", "a/b", "a.b", "A", "a b", "1a", "a\\u0000", "", "a\\u001fb", "é")) {
            refused(
                    served.post("/v1/namespaces", "{\"namespace\":[\"" + name + "\"]}"),
                    400,
                    "BadRequestException",
                    "");
            refused(served.post(TABLES, table(name, "")), 400, "BadRequestException", "");
        }
        refused(
                served.post("/v1/namespaces", "{\"namespace\":[\"a\",\"b\"]}"),
                400,
                "BadRequestException",
                "namespaces here have one");
        refused(
                served.post("/v1/namespaces", "{\"namespace\":[\"Ab\"]}"),
                400,
                "BadRequestException",
                "names here are lower-case letters, digits and _, a letter first");
        refused(served.get("/v1/namespaces/a%1Fb/tables"), 404, "NoSuchNamespaceException", "a.b");
        refused(served.get("/v1/namespaces/..%2f../tables"), 404, "NoSuchNamespaceException", "");
        refused(served.get(TABLES + "/..%2f..%2fx"), 404, "NoSuchTableException", "");
        assertThat(served.lake.catalog().namespaces().keySet()).containsExactly("silver");
        assertThat(served.lake.catalog().published()).isEmpty();
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void paths_that_are_no_paths_are_answered_in_json() throws IOException {
        URI uri = URI.create(served.server.uri());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream()
                    .write("GET /catalog/v1/namespaces/%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 400 ")
                    .contains("Content-Type: application/json")
                    .endsWith("\"type\":\"BadRequestException\",\"code\":400}}");
        }
    }

    @Test
    void a_page_in_a_browser_cannot_reach_a_server_without_authentication() throws IOException {
        URI uri = URI.create(served.server.uri());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream()
                    .write("GET /catalog/v1/namespaces HTTP/1.1\r\nHost: evil.example.com\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 403 ")
                    .contains("answers only to");
        }
    }

    @Test
    void what_is_not_there_is_told_with_its_kind() {
        made("silver");
        refused(served.get("/v1/namespaces/gold"), 404, "NoSuchNamespaceException", "gold");
        refused(served.get("/v1/namespaces/gold/tables"), 404, "NoSuchNamespaceException", "gold");
        refused(served.get(TABLES + "/x"), 404, "NoSuchTableException", "silver.x");
        refused(served.get("/v1/namespaces/silver/views/x"), 404, "NoSuchViewException", "silver.x");
        refused(served.post("/v1/namespaces/gold/tables", table("x", "")), 404, "NoSuchNamespaceException", "gold");
        assertThat(served.send("HEAD", TABLES + "/x", "").statusCode()).isEqualTo(404);
        assertThat(served.send("HEAD", "/v1/namespaces/silver", "").statusCode())
                .isEqualTo(204);
        refused(served.get(TABLES + "?pageSize=0"), 400, "BadRequestException", "pageSize");
        refused(served.get(TABLES + "?pageToken=!"), 400, "BadRequestException", "pageToken");
        refused(served.get("/v1/namespaces?parent=nowhere"), 404, "NoSuchNamespaceException", "nowhere");
        refused(
                served.post("/v1/namespaces/silver/properties", "{\"removals\":[\"a\"],\"updates\":{\"a\":\"b\"}}"),
                422,
                "UnprocessableEntityException",
                "[a]");
    }

    @Test
    void pages_stay_in_step_when_names_go_between_them() {
        List.of("a", "b", "c", "d", "e").forEach(this::made);
        String first = served.get("/v1/namespaces?pageSize=2").body();
        assertThat(first).contains("[\"a\"],[\"b\"]").doesNotContain("\"c\"");
        String token = first.replaceFirst(".*\"next-page-token\":\"([^\"]+)\".*", "$1");
        assertThat(served.send("DELETE", "/v1/namespaces/a", "").statusCode()).isEqualTo(204);
        made("bb");

        assertThat(served.get("/v1/namespaces?pageSize=3&pageToken=" + token).body())
                .contains("[\"bb\"],[\"c\"],[\"d\"]")
                .doesNotContain("\"e\"");
    }

    @Test
    void a_large_answer_is_packed_for_those_who_unpack() throws IOException, InterruptedException {
        for (int i = 0; i < 300; i++) {
            served.lake.catalog().createNamespace("schema_%03d".formatted(i), Map.of());
        }
        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(served.server.uri() + "/v1/namespaces"))
                                .header("Accept-Encoding", "gzip")
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(new String(unpacked.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("[\"schema_000\"]")
                    .contains("[\"schema_299\"]");
        }
    }

    @Test
    void reports_of_clients_are_taken() throws IOException {
        made("silver");
        served.post(TABLES, table("people", ""));
        HttpResponse<String> answer = served.post(
                TABLES + "/people/metrics",
                "{\"report-type\":\"commit-report\",\"table-name\":\"people\",\"snapshot-id\":1,\"sequence-number\":1,"
                        + "\"operation\":\"append\",\"metrics\":{}}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        refused(served.post(TABLES + "/people/metrics", "{\"report-type\":1}"), 400, "BadRequestException", "");
    }

    private void made(String schema) {
        assertThat(served.post("/v1/namespaces", "{\"namespace\":[\"" + schema + "\"]}")
                        .statusCode())
                .isEqualTo(200);
    }

    static String table(String name, String more) {
        return "{\"name\":\"" + name + "\"," + more
                + "\"schema\":{\"type\":\"struct\",\"fields\":[{\"id\":1,\"name\":\"id\",\"type\":\"long\","
                + "\"required\":false}]}}";
    }

    static void refused(HttpResponse<String> answer, int status, String type, String message) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body())
                .startsWith("{\"error\":{\"message\":\"")
                .contains(message)
                .endsWith("\"type\":\"" + type + "\",\"code\":" + status + "}}");
    }
}
