package dev.lakesmith.server.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that no client sends by mistake. */
final class AttacksTest {

    private static final String TABLES = "/v1/namespaces/silver/tables";
    private static final String PEOPLE = "{\"name\":\"people\",\"schema\":{\"type\":\"struct\",\"fields\":"
            + "[{\"id\":1,\"name\":\"id\",\"type\":\"long\",\"required\":true}]}}";

    @TempDir
    private Path folder = Path.of("");

    private static String update(String update) {
        return "{\"requirements\":[],\"updates\":[" + update + "]}";
    }

    @Test
    void what_a_table_cannot_become_is_refused_and_changes_nothing() {
        try (Served served = Served.openly(folder.resolve("lake"))) {
            served.lake.catalog().createNamespace("silver", Map.of());
            String before = served.post(TABLES, PEOPLE).body();
            for (String body : List.of(
                    update("{\"action\":\"assign-uuid\",\"uuid\":\"9c12d441-03fe-4693-9a96-a0705ddf69c1\"}"),
                    update(
                            "{\"action\":\"set-properties\",\"updates\":{\"write.metadata.compression-codec\":\"explode\"}}"),
                    update("{\"action\":\"upgrade-format-version\",\"format-version\":99}"),
                    update(
                            "{\"action\":\"set-snapshot-ref\",\"ref-name\":\"main\",\"snapshot-id\":42,\"type\":\"branch\"}"),
                    "{\"identifier\":{\"namespace\":[\"silver\"],\"name\":\"other\"},\"requirements\":[],\"updates\":"
                            + "[{\"action\":\"set-properties\",\"updates\":{\"x\":\"y\"}}]}")) {
                assertThat(served.post(TABLES + "/people", body).statusCode())
                        .as(body)
                        .isEqualTo(400);
            }
            assertThat(served.get(TABLES + "/people").body()).isEqualTo(before);
            assertThat(served.post(
                                    TABLES + "/people",
                                    "{\"identifier\":{\"namespace\":[\"silver\"],\"name\":\"people\"},\"requirements\":[],"
                                            + "\"updates\":[{\"action\":\"set-properties\",\"updates\":{\"x\":\"y\"}}]}")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void properties_without_a_value_are_refused() {
        try (Served served = Served.openly(folder.resolve("lake"))) {
            assertThat(served.post("/v1/namespaces", "{\"namespace\":[\"silver\"],\"properties\":{\"a\":null}}")
                            .body())
                    .contains("the property 'a' has no name or no value");
            served.lake.catalog().createNamespace("silver", Map.of("a", "b"));
            assertThat(served.post("/v1/namespaces/silver/properties", "{\"removals\":[],\"updates\":{\"a\":null}}")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(served.post(
                                    TABLES,
                                    PEOPLE.replace(
                                            "{\"name\":\"people\"", "{\"name\":\"people\",\"properties\":{\"a\":null}"))
                            .statusCode())
                    .isEqualTo(400);
            assertThat(served.lake.catalog().namespaces()).isEqualTo(Map.of("silver", Map.of("a", "b")));
            assertThat(served.lake.catalog().published()).isEmpty();
        }
    }

    @Test
    void many_slow_clients_that_want_tokens_keep_nobody_else_waiting() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try (Served served = Served.toClients(folder.resolve("lake"), Clock.systemUTC())) {
            int port = URI.create(served.server.uri()).getPort();
            byte[] half = ("POST /catalog/v1/oauth/tokens HTTP/1.1\r\nHost: localhost\r\nContent-Type:"
                            + " application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\ngrant_type=")
                    .getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 500; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                slow.add(socket);
                socket.getOutputStream().write(half);
            }
            HttpResponse<String> answer = served.get("/v1/config", "Authorization", "Bearer " + Served.READ_TOKEN);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(served.log).anyMatch(line -> line.contains("/v1/oauth/tokens 503"));
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void who_is_nobody_is_refused_before_what_he_sends_is_read() throws IOException {
        try (Served served = Served.toClients(folder.resolve("lake"), Clock.systemUTC());
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(),
                        URI.create(served.server.uri()).getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(
                            ("POST /catalog/v1/namespaces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                            + "Content-Length: 900000\r\n\r\n{")
                                    .getBytes(StandardCharsets.US_ASCII));
            byte[] head = socket.getInputStream().readNBytes(12);
            assertThat(new String(head, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 401");
        }
    }
}
