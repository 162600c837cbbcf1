package dev.lakesmith.engine.duckdb;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lakesmith.connectors.http.HttpConnector;
import dev.lakesmith.core.connector.Connector;
import dev.lakesmith.core.connector.RecordFiles;
import dev.lakesmith.testkit.connector.ConnectorConformance;
import dev.lakesmith.testkit.connector.NoRows;
import dev.lakesmith.testkit.connector.SampleSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;

/** The connector of APIs, held against what every connector must do, with a server that knows who asks. */
final class HttpConformanceTest extends ConnectorConformance {

    private static final String SECRET = "correct-horse-battery";
    private static final int PAGE = 1_000;

    private final HttpServer server;
    private volatile long records;

    HttpConformanceTest() throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
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
            boolean known =
                    ("Bearer " + SECRET).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            boolean there = exchange.getRequestURI().getPath().equals("/things");
            byte[] body = (known && there ? page(exchange.getRequestURI().getQuery()) : "{\"error\":\"no\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? there ? 200 : 404 : 401, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** The records from the one named by {@code since} on, or after the one named by {@code after}. */
    private String page(String query) {
        long from = query == null
                ? 0
                : query.contains("after=")
                        ? number(query, "after") + 1
                        : query.contains("since=") ? number(query, "since") : 0;
        long to = Math.min(records, from + PAGE);
        String items =
                LongStream.range(from, to).mapToObj(id -> "{\"id\":" + id + "}").collect(Collectors.joining(","));
        return "{\"items\":[" + items + "]}";
    }

    private static long number(String query, String name) {
        return Long.parseLong(query.replaceFirst(".*" + name + "=(\\d+).*", "$1"));
    }

    @Override
    protected SampleSource sample(Path folder) {
        return new SampleSource() {

            @Override
            public Connector connector() {
                return new HttpConnector();
            }

            @Override
            public String yaml() {
                return "connector: http\nurl: http://127.0.0.1:"
                        + server.getAddress().getPort()
                        + "\nauth: { type: bearer, token: " + SECRET + " }\nstreams:\n  things:\n    path: /things\n"
                        + "    records: items\n    cursor: id\n    parameters: { since: '${bookmark}' }\n"
                        + "    pagination: { type: cursor, parameter: after, last_record: id }\n";
            }

            @Override
            public void add(long first, int count) {
                records = first + count;
            }

            @Override
            public RecordFiles records(Path into) {
                return new NoRows();
            }

            @Override
            public List<Long> ids(Path landedFile) {
                try (var lines = Files.lines(landedFile)) {
                    return lines.map(line -> Long.valueOf(line.replaceAll("\\D+", "")))
                            .toList();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public List<Mistake> mistakes() {
                return List.of(
                        new Mistake("password", yaml().replace(SECRET, "wrong-one"), "answered with status 401"),
                        new Mistake("path", yaml().replace("path: /things", "path: /thigns"), "status 404"),
                        new Mistake("records", yaml().replace("records: items", "records: data"), "there are items"),
                        new Mistake("host", yaml().replace("127.0.0.1", "nowhere.invalid"), "there is no such host"));
            }

            @Override
            public String secret() {
                return SECRET;
            }

            @Override
            public Set<Promise> promises() {
                return Set.of(Promise.ORDER, Promise.ONLY_NEW);
            }
        };
    }
}
