package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.lakesmith.core.ledger.Ledger;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records of an API become bronze tables, each of them once. */
final class HttpSourceTest {

    private final Path folder;
    private final Workbench bench;
    private final HttpServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Function<String, String> answers = uri -> "[]";

    HttpSourceTest(@TempDir Path folder) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        this.folder = folder;
        this.bench = Workbench.in(folder);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String uri = exchange.getRequestURI().toString();
                asked.add(uri);
                byte[] body = answers.apply(uri).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(body.length == 0 ? 400 : 200, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void source(String... streams) {
        bench.file(
                "sources/api.yml",
                "connector: http\nurl: " + url()
                        + "\nauth: { type: api_key, key: topsecret99, parameter: k }\nstreams:\n  "
                        + String.join("\n  ", streams) + "\n");
    }

    @Test
    void recordsAreLoadedExactlyOnceWithTheirDigits() {
        source("orders: { path: /orders, parameters: { since: '${bookmark}' }, cursor: at }");
        answers = uri -> """
            [ {"id": 1, "total": 12345678901234567890.10, "at": "2026-01-01T00:00:00Z", "tags": ["a"]},
              {"id": 2, "total": 0.30, "at": "2026-01-02T00:00:00Z"} ]\
            """;
        assertThat(bench.planned()).contains("extract landing.api_orders: all records, for the first time");
        assertThat(Workbench.ledger(bench.run(), "bronze.api_orders")).isEqualTo(Ledger.of(2, 2, 0));
        assertThat(bench.rows("SELECT id, total, \"at\", tags, _source_file FROM bronze.api_orders ORDER BY id"))
                .containsExactly(
                        "1|12345678901234567890.10|2026-01-01T00:00:00Z|[a]|" + url() + "/orders",
                        "2|0.3|2026-01-02T00:00:00Z|null|" + url() + "/orders");

        answers = uri -> """
            [ {"id": 2, "total": 0.30, "at": "2026-01-02T00:00:00Z"},
              {"id": 3, "total": 1, "at": "2026-01-02T00:00:00Z", "late": true} ]\
            """;
        assertThat(Workbench.ledger(bench.run(), "landing.api_orders"))
                .isEqualTo(Ledger.of(2, 1, 0, Map.of("landed already", 1L)));
        assertThat(bench.rows("SELECT _batch_id, id, late FROM bronze.api_orders ORDER BY id"))
                .containsExactly("000001|1|null", "000001|2|null", "000002|3|true");
        assertThat(asked)
                .containsExactly("/orders?k=topsecret99", "/orders?since=2026-01-02T00%3A00%3A00Z&k=topsecret99");
    }

    @Test
    void aBatchThatComesWhileAnotherIsReadIsNoLossAndLeavesNoCopies() {
        source("orders: { path: /orders }");
        bench.file("drop/a.json", "{\"id\":9}\n");
        answers = uri -> {
            if (asked.size() == 1) {
                // Somebody else's extraction of the same stream ends first.
                bench.file(
                        "sources/api.yml",
                        "connector: files\nstreams: { orders: { path: 'drop/*.json', format: ndjson } }\n");
                bench.extract("", "");
                source("orders: { path: /orders }");
            }
            return "[{\"id\":1}]";
        };

        assertThat(Workbench.ledger(bench.run(), "landing.api_orders")).isEqualTo(Ledger.of(1, 1, 0));

        assertThat(asked).hasSize(2);
        assertThat(bench.rows("SELECT batch_id FROM landing.api_orders ORDER BY ALL"))
                .containsExactly("000001", "000002");
        assertThat(folder.resolve("lake/landing/api_orders/files").toFile().list())
                .extracting(name -> name.substring(0, 6))
                .containsExactlyInAnyOrder("000001", "000002");
        assertThat(bench.rows("SELECT id FROM bronze.api_orders ORDER BY id")).containsExactly("1", "9");
    }

    @Test
    void aFailureIsToldWithoutSecretsAndLandsNothing() {
        source("orders: { path: /orders }", "lines: { path: '/orders/${parent:id}', parent: orders }");
        answers = uri -> uri.startsWith("/orders/2")
                ? ""
                : uri.startsWith("/orders/") ? "[{\"n\":1}]" : "[{\"id\":1},{\"id\":2}]";
        assertThat(Workbench.errors(bench.attempt()))
                .hasSize(2)
                .first()
                .asString()
                .contains("GET " + url() + "/orders/2?k=*** answered with status 400, without a body")
                .doesNotContain("topsecret99");
        assertThat(bench.history().toString()).contains("k=***").doesNotContain("topsecret99");
        assertThat(bench.rows("SELECT id FROM bronze.api_orders ORDER BY id")).containsExactly("1", "2");

        answers = uri -> uri.startsWith("/orders/") ? "[{\"n\":1}]" : "[{\"id\":1},{\"id\":2}]";
        bench.run();
        assertThat(bench.rows("SELECT _parent_id, n FROM bronze.api_lines ORDER BY ALL"))
                .containsExactly("1|1", "2|1");
    }

    @Test
    void recordsOfCsvBecomeTextsAndWhatIsNoRecordIsQuarantined() {
        source("orders: { path: /orders, format: csv }");
        answers = uri -> "id,total,note,none\n1,0.10,\"a\nb\",\n2,,\"\",\n3,4\n{},5\n4,2024-01-01,x,\n";
        assertThat(Workbench.ledger(bench.run(), "bronze.api_orders")).isEqualTo(Ledger.of(5, 3, 2));
        assertThat(bench.rows(
                        "SELECT id, total, note, none, typeof(id), typeof(total) FROM bronze.api_orders ORDER BY id"))
                .containsExactly(
                        "1|0.10|a\nb|null|VARCHAR|VARCHAR",
                        "2|null||null|VARCHAR|VARCHAR",
                        "4|2024-01-01|x|null|VARCHAR|VARCHAR");
        assertThat(bench.rows("SELECT raw FROM quarantine.bronze_api_orders ORDER BY line"))
                .containsExactly("\"3,4\"", "\"{},5\"");

        answers = uri -> "id,total,note,none\n5,1,x,late\n";
        bench.run();
        assertThat(bench.rows("SELECT id, none FROM bronze.api_orders WHERE none IS NOT NULL"))
                .containsExactly("5|late");
    }
}
