package dev.lakesmith.testkit.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Azure's storage on this machine: Microsoft's Azurite, run by Node. The variable {@code LAKESMITH_TEST_AZURITE} names
 * its script; without it there is none.
 */
public final class AzuriteServer implements AutoCloseable {

    /** Names the script {@code azurite-blob}. */
    public static final String VARIABLE = "LAKESMITH_TEST_AZURITE";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String VERSION = "2023-11-03";

    private final Process process;
    private final int port;
    private final String account = "lakesmith";
    private final String key;

    private AzuriteServer(Process process, int port, String key) {
        this.process = process;
        this.port = port;
        this.key = key;
    }

    /** Starts one in a folder; empty when no script is named. */
    public static Optional<AzuriteServer> start(Path folder) {
        String script = System.getenv(VARIABLE);
        return script == null ? Optional.empty() : Optional.of(start(script, folder));
    }

    private static AzuriteServer start(String script, Path folder) {
        String key = Base64.getEncoder().encodeToString(("key of " + folder).getBytes(StandardCharsets.UTF_8));
        try {
            int port = freePort();
            ProcessBuilder builder = new ProcessBuilder(
                            script,
                            "--blobHost",
                            "127.0.0.1",
                            "--blobPort",
                            Integer.toString(port),
                            "--location",
                            folder.toString(),
                            "--silent",
                            "--skipApiVersionCheck",
                            "--disableTelemetry")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("azurite.log").toFile());
            builder.environment().put("AZURITE_ACCOUNTS", "lakesmith:" + key);
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            AzuriteServer server = new AzuriteServer(process, port, key);
            server.await(folder);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void await(Path folder) throws IOException {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end) && process.isAlive()) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException e) {
                pause();
            }
        }
        process.destroyForcibly();
        throw new IllegalStateException("Azurite does not start: " + Files.readString(folder.resolve("azurite.log")));
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Makes a container. */
    public AzuriteServer container(String name) {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME
                .withLocale(Locale.ROOT)
                .format(Instant.now().atOffset(ZoneOffset.UTC).withNano(0))
                .replace(" Z", " GMT");
        String signed = "PUT\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:" + date + "\nx-ms-version:" + VERSION + "\n/" + account
                + "/" + account + "/" + name + "\nrestype:container";
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), "HmacSHA256"));
            String signature = Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(endpoint() + "/" + account + "/" + name + "?restype=container"))
                    .header("x-ms-date", date)
                    .header("x-ms-version", VERSION)
                    .header("Authorization", "SharedKey " + account + ":" + signature)
                    .PUT(HttpRequest.BodyPublishers.noBody())
                    .build();
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 201) {
                throw new IllegalStateException("Azurite answers " + response.statusCode() + " " + response.body());
            }
            return this;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Where it listens; accounts are named by path. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The port of {@link #endpoint}. */
    public int port() {
        return port;
    }

    /** The only account. */
    public String account() {
        return account;
    }

    /** That account's key. */
    public String accountKey() {
        return key;
    }

    /** The location of a container. */
    public String location(String container) {
        return "abfss://" + container + "@" + account + ".dfs.core.windows.net";
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
