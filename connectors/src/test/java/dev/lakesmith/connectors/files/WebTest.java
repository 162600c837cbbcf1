package dev.lakesmith.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lakesmith.core.connector.Explorer;
import dev.lakesmith.core.connector.Offer;
import dev.lakesmith.core.connector.SourceFailure;
import dev.lakesmith.core.connector.SourceFailure.Extent;
import dev.lakesmith.core.connector.SourceFailure.Outlook;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of web servers. */
final class WebTest {

    private static final String A = "streams: { s: { path: a.csv, format: csv } }";

    @TempDir
    Path project;

    private final Map<String, Resource> resources = Collections.synchronizedMap(new HashMap<>());
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private Remote remote;
    private volatile String credentials = "";
    private volatile boolean heads = true;
    private final AtomicInteger halves = new AtomicInteger();
    private final AtomicInteger failing = new AtomicInteger();

    /** What is at a path; empty texts are headers that are not sent. */
    private record Resource(String text, String etag, String modified, String location) {}

    @BeforeEach
    void start() throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
        remote = new Remote(project);
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String range = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"))
                    .map(text -> " " + text)
                    .orElse("");
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + range);
            Resource resource = resources.get(exchange.getRequestURI().getPath());
            boolean head = exchange.getRequestMethod().equals("HEAD");
            int status = status(exchange, resource, head);
            if (resource == null || status != 200) {
                if (resource != null && !resource.location().isEmpty()) {
                    exchange.getResponseHeaders().set("Location", resource.location());
                }
                exchange.sendResponseHeaders(status, -1);
                return;
            }
            byte[] body = resource.text().getBytes(StandardCharsets.UTF_8);
            if (!resource.etag().isEmpty()) {
                exchange.getResponseHeaders().set("ETag", resource.etag());
            }
            if (!resource.modified().isEmpty()) {
                exchange.getResponseHeaders().set("Last-Modified", resource.modified());
            }
            if (head) {
                exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            int from = range.isEmpty() ? 0 : Integer.parseInt(range.replaceAll("\\D+", ""));
            if (from > 0) {
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (body.length - 1) + "/" + body.length);
            }
            byte[] part = Arrays.copyOfRange(body, from, body.length);
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, part.length);
            try (OutputStream out = exchange.getResponseBody()) {
                boolean half = halves.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
                out.write(part, 0, half ? part.length / 2 : part.length);
            }
        }
    }

    private int status(HttpExchange exchange, @Nullable Resource resource, boolean head) {
        String proof = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        if (failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return 503;
        }
        if (head && !heads) {
            return 405;
        }
        if (!proof.equals(credentials)) {
            return 401;
        }
        if (resource == null) {
            return 404;
        }
        if (!resource.location().isEmpty()) {
            return 302;
        }
        boolean same = !resource.etag().isEmpty()
                && resource.etag().equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
        return same ? 304 : 200;
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void put(String path, String text, String etag, String modified) {
        resources.put(path, new Resource(text, etag, modified, ""));
    }

    private List<String> asked() {
        List<String> all = List.copyOf(asked);
        asked.clear();
        return all;
    }

    private SourceFailure failure(String... lines) {
        remote.source(lines);
        SourceFailure failure = catchThrowableOfType(SourceFailure.class, () -> remote.extract());
        assertThat(failure).isNotNull();
        return failure;
    }

    @Test
    void aFileIsFetchedOnceUntilItsMarkChanges() {
        put("/data/a.csv", "id\n1\n", "\"one\"", "Sat, 31 Jan 2026 08:00:00 GMT");
        put("/b c.csv", "id\n2\n", "\"two\"", "");
        remote.source("url: " + url() + "/data/", "streams: { s: { path: [a.csv, '/b c.csv?x=1'], format: csv } }");
        assertThat(remote.files())
                .containsExactly("http://127.0.0.1/b%20c.csv?x=1=id\n2\n", "http://127.0.0.1/data/a.csv=id\n1\n");
        asked();
        assertThat(remote.pending().unchanged()).isEqualTo(2);
        assertThat(remote.files()).isEmpty();
        assertThat(asked()).allMatch(each -> each.startsWith("HEAD "));

        put("/data/a.csv", "id\n3\n", "\"three\"", "Sat, 31 Jan 2026 08:00:00 GMT");
        assertThat(remote.files()).containsExactly("http://127.0.0.1/data/a.csv=id\n3\n");
        assertThat(remote.pending().unchanged()).isEqualTo(2);
    }

    @Test
    void timesAndLengthsServeWhereThereAreNoMarks() {
        put("/a.csv", "id\n1\n", "", "Sat, 31 Jan 2026 08:00:00 GMT");
        remote.source("url: " + url(), A);
        assertThat(remote.extract().files()).singleElement().satisfies(file -> assertThat(file.modifiedAt())
                .isEqualTo("2026-01-31T08:00:00Z"));
        assertThat(remote.pending().unchanged()).isEqualTo(1);
        put("/a.csv", "id\n1\n", "", "Sat, 31 Jan 2026 09:00:00 GMT");
        assertThat(remote.pending().files()).hasSize(1);
    }

    @Test
    void aServerThatTellsNothingIsReadEachTimeAndComparedByContent() {
        put("/a.csv", "id\n1\n", "", "");
        heads = false;
        remote.source("url: " + url(), A);
        assertThat(remote.files()).hasSize(1);
        assertThat(remote.extract().ledger().dropped()).containsEntry("landed already", 1L);
        put("/a.csv", "id\n1\n2\n", "", "");
        assertThat(remote.files()).hasSize(1);
    }

    @Test
    void anAnswerThatBreaksOffGoesOnWhereItWas() {
        String text = "0123456789abcdef".repeat(1 << 14);
        put("/a.csv", text, "\"one\"", "");
        remote.source("url: " + url(), A);
        halves.set(2);
        assertThat(remote.files()).containsExactly("http://127.0.0.1/a.csv=" + text);
        assertThat(asked())
                .contains("GET /a.csv bytes=" + text.length() / 2 + "-")
                .hasSize(4);
        assertThat(remote.waits()).isEmpty();
    }

    @Test
    void withoutAMarkABrokenCopyBeginsAnew() {
        String text = "0123456789abcdef".repeat(1 << 14);
        put("/a.csv", text, "", "Sat, 31 Jan 2026 08:00:00 GMT");
        remote.source("url: " + url(), A);
        halves.set(1);
        assertThat(remote.files()).containsExactly("http://127.0.0.1/a.csv=" + text);
        assertThat(asked()).containsExactly("HEAD /a.csv", "GET /a.csv", "GET /a.csv");
        halves.set(9);
        put("/a.csv", text + "x", "", "Sat, 31 Jan 2026 09:00:00 GMT");
        SourceFailure failure = failure("url: " + url(), A);
        assertThat(failure.outlook()).isEqualTo(Outlook.TRIED);
        assertThat(failure.message())
                .startsWith("source drop: " + url() + "/a.csv: the connection broke: ")
                .contains("; tried 3 times");
    }

    @Test
    void whoAsksIsToldToThisServerAlone() throws IOException {
        credentials = "Basic cmVhZGVyOnNlY3JldC13b3Jkcw==";
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        other.createContext("/", exchange -> {
            try (exchange) {
                told.add(exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("Authorization"));
                exchange.sendResponseHeaders(200, exchange.getRequestMethod().equals("HEAD") ? -1 : 3);
                if (exchange.getRequestMethod().equals("GET")) {
                    exchange.getResponseBody().write("id\n".getBytes(StandardCharsets.US_ASCII));
                }
            }
        });
        other.start();
        try {
            resources.put(
                    "/a.csv",
                    new Resource(
                            "", "", "", "http://127.0.0.1:" + other.getAddress().getPort() + "/else"));
            String login = "user: reader\npassword: secret-words\nunencrypted: allowed\nparameters: { sig: hidden }";
            remote.source("url: " + url(), login, A);
            assertThat(remote.files()).containsExactly("http://127.0.0.1/a.csv=id\n");
            assertThat(told).containsExactly("/else null", "/else null");
            assertThat(asked()).containsExactly("HEAD /a.csv?sig=hidden", "GET /a.csv?sig=hidden");
        } finally {
            other.stop(0);
        }
    }

    @Test
    void whatIsWrongIsTold() {
        assertThat(failure("url: " + url(), A).message())
                .isEqualTo("source drop: " + url() + "/a.csv answered with status 404; check 'url' and 'path'");
        credentials = "Bearer t";
        SourceFailure refused =
                failure("url: " + url(), "headers: { Authorization: Bearer not-this }", "unencrypted: allowed", A);
        assertThat(refused.extent()).isEqualTo(Extent.SOURCE);
        assertThat(refused.message())
                .isEqualTo("source drop: " + url() + "/a.csv answered with status 401; check 'user' and 'password', or"
                        + " 'headers', and what they may read");
        credentials = "";
        failing.set(1);
        assertThat(failure("url: " + url(), A).outlook()).isEqualTo(Outlook.RETRYABLE);
        assertThat(failure("url: http://nowhere.invalid", A).message())
                .isEqualTo("source drop: http://nowhere.invalid/a.csv: there is no such host; check 'url'");
        server.stop(0);
        assertThat(failure("url: " + url(), A).message())
                .endsWith("/a.csv: cannot connect; check host and port of 'url', and whether the server is up");
    }

    @Test
    void mistakesOfTheSourceAreToldBeforeARun() {
        assertThat(remote.mistakes("url: https://h.example.com", "streams: { s: { path: '*.csv', format: csv } }"))
                .containsExactly(
                        "sources/drop.yml:3:23: '*.csv' has wildcards, and a web server does not list its files;"
                                + " write each path: path: [orders-01.csv, orders-02.csv]");
        assertThat(remote.mistakes(
                        "url: https://h.example.com", "streams: { s: { path: 'a.csv?sig=x', format: csv } }"))
                .singleElement()
                .asString()
                .contains("looks like a secret")
                .doesNotContain("sig=x");
        assertThat(remote.mistakes("streams: { s: { path: 'sftp://u:pw@h/a.csv', format: csv } }"))
                .singleElement()
                .asString()
                .contains("'sftp://h/a.csv' is a URL; write the server in the source's 'url'");
        assertThat(remote.mistakes("user: reader", A))
                .containsExactly("sources/drop.yml:2:1: 'user' is for a server; write its 'url', or remove the key");
        assertThat(remote.mistakes("url: sftp://h.example.com", "headers: { a: b }", A))
                .containsExactlyInAnyOrder(
                        "sources/drop.yml:3:1: 'headers' is for https:// and http://, and 'url' is sftp://; remove the"
                                + " key, or correct 'url'",
                        "sources/drop.yml:2:6: sftp:// needs a 'user'",
                        "sources/drop.yml:2:6: sftp:// needs a 'password' or a 'private_key'");
        assertThat(remote.mistakes("url: gs://bucket/x", A))
                .singleElement()
                .asString()
                .contains("begins with none of");
        assertThat(remote.mistakes("url: sftp://me:pw@h.example.com", A))
                .singleElement()
                .asString()
                .contains("write them in 'user' and 'password'")
                .doesNotContain("pw@");
        assertThat(remote.mistakes("url: sftp://h", "user: u", "password: p", "host_key: nonsense", A))
                .singleElement()
                .asString()
                .contains("is no host key");
    }

    @Test
    void whatIsDeclaredIsFoundAndOffered() {
        put("/a.csv", "id\n1\n", "\"one\"", "");
        remote.source("url: " + url(), A);
        try (Explorer explorer = remote.explorer()) {
            assertThat(explorer.connect()).isEqualTo("answers at " + url());
            assertThat(explorer.find(remote.stream())).isEqualTo("1 file");
            assertThat(explorer.offers(Optional.empty()))
                    .extracting(Offer::declared)
                    .containsExactly(Optional.of("s"));
        }
    }
}
