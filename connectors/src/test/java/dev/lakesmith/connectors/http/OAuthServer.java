package dev.lakesmith.connectors.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import no.nav.security.mock.oauth2.MockOAuth2Server;

/** A real OAuth 2.0 server. */
final class OAuthServer implements AutoCloseable {

    private final MockOAuth2Server server = new MockOAuth2Server();
    private final String issuer;

    OAuthServer() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, loopback)) {
            port = free.getLocalPort();
        }
        server.start(loopback, port);
        issuer = "http://localhost:" + port + "/crm";
    }

    String tokenUrl() {
        return issuer + "/token";
    }

    /** As a person gets one who signs in and lets the client in. */
    String refreshToken() throws IOException, InterruptedException {
        HttpClient browser = HttpClient.newHttpClient();
        HttpResponse<String> signedIn = browser.send(
                HttpRequest.newBuilder(URI.create(issuer + "/authorize?response_type=code&client_id=me&scope=openid"
                                + "&state=1&nonce=2&redirect_uri=http%3A%2F%2Flocalhost%2Fback"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        String code =
                signedIn.headers().firstValue("Location").orElseThrow().replaceFirst(".*[?&]code=([^&]*).*", "$1");
        HttpResponse<String> granted = browser.send(
                HttpRequest.newBuilder(URI.create(tokenUrl()))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("grant_type=authorization_code&client_id=me&code="
                                + code + "&redirect_uri=http%3A%2F%2Flocalhost%2Fback"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return granted.body().replaceFirst("(?s).*\"refresh_token\"\\s*:\\s*\"([^\"]*)\".*", "$1");
    }

    @Override
    public void close() {
        server.shutdown();
    }
}
