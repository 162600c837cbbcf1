package dev.lakesmith.cloud;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** AWS's token service, as far as taking on a role needs it; the SDK is told of it by a system property. */
final class StsServer implements AutoCloseable {

    private static final String PROPERTY = "aws.endpointUrlSts";

    private final HttpServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private StsServer(HttpServer server) {
        this.server = server;
    }

    static StsServer start() throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        StsServer server = new StsServer(http);
        http.createContext("/", server::answer);
        http.start();
        System.setProperty(PROPERTY, "http://127.0.0.1:" + http.getAddress().getPort());
        return server;
    }

    /** Each request: the key that signed it, and its form. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        String key = authorization.replaceAll(".*Credential=([^/]*)/.*", "$1");
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(key + " " + URLDecoder.decode(form, StandardCharsets.UTF_8));
        byte[] body = """
                <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
                <AccessKeyId>role-key</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey>
                <SessionToken>role-token</SessionToken><Expiration>%s</Expiration>
                </Credentials></AssumeRoleResult></AssumeRoleResponse>
                """.formatted(Instant.now().plus(Duration.ofHours(1))).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/xml");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        System.clearProperty(PROPERTY);
        server.stop(0);
    }
}
