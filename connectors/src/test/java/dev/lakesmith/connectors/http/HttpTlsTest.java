package dev.lakesmith.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections are secured with what the source says, and go through its proxy. */
final class HttpTlsTest {

    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final Reading reading;

    HttpTlsTest(@TempDir Path folder) {
        this.folder = folder;
        this.reading = Reading.in(folder);
    }

    /** A key with a certificate that it signed itself, in a store; the certificate also as PEM. */
    private KeyStore keys(String name) throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve(name + ".p12");
        keytool(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                name,
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-file",
                folder.resolve(name + ".pem").toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private HttpsServer server(KeyStore own, KeyStore trusted) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters strict = context.getDefaultSSLParameters();
                strict.setNeedClientAuth(true);
                parameters.setSSLParameters(strict);
            }
        });
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 10);
                exchange.getResponseBody().write("[{\"id\":1}]".getBytes(StandardCharsets.US_ASCII));
            }
        });
        server.start();
        return server;
    }

    @Test
    void anOwnAuthorityAndAClientCertificateAreUsed() throws Exception {
        KeyStore server = keys("server");
        KeyStore client = keys("client");
        byte[] key = client.getKey("client", PASSWORD.toCharArray()).getEncoded();
        Files.writeString(
                folder.resolve("client.key"),
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                        + "\n-----END PRIVATE KEY-----\n");
        KeyStore clients = KeyStore.getInstance("PKCS12");
        clients.load(null, null);
        clients.setCertificateEntry("client", client.getCertificate("client"));
        HttpsServer https = server(server, clients);
        try {
            String url = "url: https://127.0.0.1:" + https.getAddress().getPort();
            String streams = "streams: { things: { path: /things } }";
            reading.source(url, "tls: { ca: server.pem, certificate: client.pem, key: client.key }", streams);
            assertThat(reading.lines("things")).containsExactly("{\"id\":1}");

            reading.source(url, "retry: { tries: 1 }", streams);
            assertThatThrownBy(() -> reading.extract("things"))
                    .hasMessageContaining(": no secure connection: ")
                    .hasMessageEndingWith("check 'url', and 'tls' for who is trusted");

            reading.source(url, "tls: { ca: client.key }", streams);
            assertThatThrownBy(() -> reading.extract("things"))
                    .hasMessageStartingWith("sources/api.yml:3:12: the file of 'ca' holds no certificates in PEM");

            reading.source(url, "tls: { certificate: client.pem, key: server.pem }", streams);
            assertThatThrownBy(() -> reading.extract("things"))
                    .hasMessage("sources/api.yml:3:38: the file of 'key' has no 'BEGIN PRIVATE KEY'; make one with:"
                            + " openssl pkcs8 -topk8 -nocrypt -in key.pem");
        } finally {
            https.stop(0);
        }
    }

    @Test
    void requestsGoThroughTheProxy() {
        try (ApiServer proxy = ApiServer.start()) {
            proxy.answer(request ->
                    ApiServer.Answer.ok("[{\"host\":\"" + request.header("Host").orElse("") + "\"}]"));
            reading.source(
                    "url: http://api.invalid/v1", "proxy: " + proxy.url(), "streams: { things: { path: /things } }");
            assertThat(reading.lines("things")).containsExactly("{\"host\":\"api.invalid\"}");
        }
    }
}
