package dev.lakesmith.connectors.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** An HTTP server on loopback that answers what a test says, and remembers what it was asked. */
final class ApiServer implements AutoCloseable {

    static {
        // Else each answer waits for an acknowledgement that the client delays.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
    private volatile Function<Asked, Answer> answers = request -> Answer.status(404, "{}");

    /** A request; its target is path and query as they were sent. */
    record Asked(
            String method,
            String target,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            String body) {

        String parameter(String name) {
            return query.getOrDefault(name, "");
        }

        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }

        @Override
        public String toString() {
            return method + " " + path + (query.isEmpty() ? "" : " " + query) + (body.isEmpty() ? "" : " " + body);
        }
    }

    /** What comes back. */
    static final class Answer {

        private final int status;
        private final Map<String, String> headers;
        private final byte[] body;
        private final int announced;

        /** The headers promise {@code announced} bytes. */
        private Answer(int status, Map<String, String> headers, byte[] body, int announced) {
            this.status = status;
            this.headers = headers;
            this.body = body;
            this.announced = announced;
        }

        static Answer ok(String body) {
            return status(200, body);
        }

        static Answer status(int status, String body) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            return new Answer(status, Map.of("Content-Type", "application/json"), bytes, bytes.length);
        }

        static Answer bytes(byte[] body) {
            return new Answer(200, Map.of("Content-Type", "application/json"), body, body.length);
        }

        /** Without its last bytes, and not said so. */
        Answer cut(int bytes) {
            byte[] less = Arrays.copyOf(body, body.length - bytes);
            return new Answer(status, headers, less, less.length);
        }

        Answer with(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Answer(status, more, body, announced);
        }

        /** Only half of what the headers promise. */
        Answer half() {
            byte[] less = Arrays.copyOf(body, body.length / 2);
            return new Answer(status, headers, less, body.length);
        }

        Answer gzip() {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (OutputStream out = new GZIPOutputStream(packed)) {
                out.write(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Answer(status, headers, packed.toByteArray(), packed.size()).with("Content-Encoding", "gzip");
        }
    }

    private ApiServer(HttpServer server) {
        this.server = server;
    }

    static ApiServer start() {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            ApiServer api = new ApiServer(http);
            http.createContext("/", api::serve);
            http.setExecutor(api.threads);
            http.start();
            return api;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void answer(Function<Asked, Answer> how) {
        answers = how;
    }

    /** The requests since the last call. */
    List<Asked> asked() {
        synchronized (asked) {
            List<Asked> all = List.copyOf(asked);
            asked.clear();
            return all;
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new LinkedHashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
            Asked request = new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestURI().getPath(),
                    query(exchange.getRequestURI().getRawQuery()),
                    headers,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            asked.add(request);
            Answer answer = answers.apply(request);
            answer.headers.forEach(
                    (name, value) -> exchange.getResponseHeaders().add(name, value));
            exchange.sendResponseHeaders(answer.status, answer.announced == 0 ? -1 : answer.announced);
            if (answer.announced > 0) {
                exchange.getResponseBody().write(answer.body);
            }
        }
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String each : raw == null ? List.<String>of() : List.of(raw.split("&", -1))) {
            int equals = each.indexOf('=');
            query.put(
                    URLDecoder.decode(each.substring(0, equals), StandardCharsets.UTF_8),
                    URLDecoder.decode(each.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
