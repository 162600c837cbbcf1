package dev.lakesmith.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.lakesmith.lake.storage.S3Options;
import dev.lakesmith.lake.storage.S3Options.Access;
import dev.lakesmith.lake.storage.Traffic;
import dev.lakesmith.testkit.storage.Fault;
import dev.lakesmith.testkit.storage.FaultyProxy;
import dev.lakesmith.testkit.storage.S3Server;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.iceberg.io.DelegateFileIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials that are good for a while. */
class S3CredentialsTest {

    private static final String CONFIGURATION = "aws.configFile";
    private static final String CONTAINER = "aws.containerCredentialsFullUri";

    @TempDir
    private Path folder = Path.of("");

    private S3Server server;
    private FaultyProxy proxy;
    private volatile String accepted = "key-1";
    private volatile String refusal = "ExpiredToken";

    @BeforeEach
    void open() throws IOException {
        server = S3Server.start(Files.createDirectories(folder.resolve("s3")), S3Server.Callers.ANONYMOUS)
                .bucket("lake");
        proxy = FaultyProxy.before(server.port());
        proxy.meet(request -> key(request).equals(accepted)
                ? new Fault.None()
                : new Fault.Status(refusal.equals("InvalidAccessKeyId") ? 403 : 400, refusal, List.of()));
        Files.writeString(folder.resolve("config"), """
                [profile lake]
                region = us-east-1
                credential_process = cat "%s"
                """.formatted(folder.resolve("key.json")));
        System.setProperty(CONFIGURATION, folder.resolve("config").toString());
        give("key-1");
    }

    @AfterEach
    void close() {
        System.clearProperty(CONFIGURATION);
        System.clearProperty(CONTAINER);
        proxy.close();
        server.close();
    }

    private static String key(FaultyProxy.Request request) {
        return request.header("authorization").orElse("").replaceAll(".*Credential=([^/]*)/.*", "$1");
    }

    /** What whoever asks for credentials gets from now on. */
    private void give(String key) throws IOException {
        Files.writeString(folder.resolve("key.json"), json(key));
    }

    private static String json(String key) {
        return """
                {"Version": 1, "AccessKeyId": "%1$s", "SecretAccessKey": "secret of %1$s",
                 "SessionToken": "token of %1$s", "Token": "token of %1$s", "Expiration": "%2$s"}
                """.formatted(key, Instant.now().plus(Duration.ofHours(1)));
    }

    private DelegateFileIO io(Optional<String> profile) {
        S3Options options = Servers.options(server, proxy.endpoint(), new Access.Chain(profile));
        return CloudFiles.open("s3://lake/a", options, new Traffic());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ExpiredToken", "InvalidToken", "TokenRefreshRequired", "InvalidAccessKeyId"})
    void credentials_that_are_refused_too_early_are_asked_for_anew(String answer) throws IOException {
        refusal = answer;
        byte[] content = Content.any(100_000);
        try (DelegateFileIO io = io(Optional.of("lake"))) {
            Content.write(io, "s3://lake/a", content);
            give("key-2");
            accepted = "key-2";
            Content.write(io, "s3://lake/b", content);
            assertThat(Content.read(io, "s3://lake/a")).isEqualTo(content);

            give("key-3");
            accepted = "key-3";
            assertThat(io.newInputFile("s3://lake/b").getLength()).isEqualTo(content.length);

            give("key-4");
            accepted = "key-4";
            assertThat(io.listPrefix("s3://lake/")).hasSize(2);

            give("key-5");
            accepted = "key-5";
            io.deleteFiles(List.of("s3://lake/a", "s3://lake/b"));
            assertThat(io.listPrefix("s3://lake/")).isEmpty();
        }
        assertThat(proxy.requests().stream()
                        .filter(request -> request.method().equals("PUT"))
                        .map(S3CredentialsTest::key))
                .containsExactly("key-1", "key-1", "key-2");
    }

    @Test
    void a_large_file_goes_on_with_the_next_credentials() throws IOException {
        byte[] content = Content.any(80_000_000);
        proxy.meet(request -> {
            if (request.target().contains("partNumber=3")) {
                accepted = "key-2";
            }
            return key(request).equals(accepted) ? new Fault.None() : new Fault.Status(400, refusal, List.of());
        });
        try (DelegateFileIO io = io(Optional.of("lake"))) {
            Content.write(io, "s3://lake/small", new byte[] {1});
            give("key-2");
            Content.write(io, "s3://lake/large", content);
            assertThat(Content.read(io, "s3://lake/large")).isEqualTo(content);
        }
    }

    @Test
    void many_at_once_ask_once() throws IOException {
        HttpServer container = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        List<String> given = new CopyOnWriteArrayList<>();
        container.createContext("/", exchange -> {
            given.add(accepted);
            byte[] body = json(accepted).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        container.start();
        System.setProperty(
                CONTAINER, "http://127.0.0.1:" + container.getAddress().getPort() + "/key");
        Files.writeString(folder.resolve("config"), "");
        try (DelegateFileIO io = io(Optional.empty())) {
            Content.write(io, "s3://lake/a", new byte[] {1});
            accepted = "key-2";
            List<CompletableFuture<Boolean>> readers = IntStream.range(0, 8)
                    .mapToObj(number -> CompletableFuture.supplyAsync(() -> {
                        try {
                            return Content.read(io, "s3://lake/a").length == 1;
                        } catch (IOException e) {
                            return false;
                        }
                    }))
                    .toList();
            assertThat(readers).allMatch(CompletableFuture::join);
            assertThat(given).containsExactly("key-1", "key-2");
        } finally {
            container.stop(0);
        }
    }

    @Test
    void where_there_are_no_others_that_is_told_at_once() throws IOException {
        try (DelegateFileIO io = io(Optional.of("lake"))) {
            Content.write(io, "s3://lake/a", new byte[] {1});
            accepted = "key-2";
            LakesmithException told = catchThrowableOfType(
                    LakesmithException.class, () -> Content.write(io, "s3://lake/b", new byte[] {1}));
            assertThat(told.code()).isEqualTo(ErrorCode.STORAGE_REFUSED);
            assertThat(told.message())
                    .contains("s3://lake/b")
                    .contains("the credentials have expired; renew them")
                    .doesNotContain("secret of")
                    .doesNotContain("token of");
            assertThat(proxy.requests()).hasSize(2);
        }
    }
}
