package dev.lakesmith.cloud.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lakesmith.cloud.GlueCatalogs;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.lake.catalog.StoreCatalog;
import dev.lakesmith.lake.storage.S3Options;
import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AWS Glue, played by moto in a process of its own. */
final class GlueCatalogTest extends LakeContract {

    private static final S3Options OPTIONS = new S3Options(
            Optional.empty(),
            Optional.of("eu-central-1"),
            S3Options.Addressing.BY_HOST,
            new S3Options.Access.Keys("id", "secret", Optional.empty()),
            Optional.empty(),
            new S3Options.Encryption.OfBucket());

    private static @Nullable Process server;
    private static URI uri = URI.create("http://localhost");

    @BeforeAll
    static void start(@TempDir Path work) throws IOException, InterruptedException {
        String moto = System.getenv("LAKESMITH_TEST_MOTO");
        if (moto == null) {
            System.err.println("SKIPPED: no moto; set LAKESMITH_TEST_MOTO to its program moto_server");
        }
        assumeTrue(moto != null, "LAKESMITH_TEST_MOTO names no moto_server");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        server = new ProcessBuilder(Objects.requireNonNull(moto), "-H", "127.0.0.1", "-p", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("moto.log").toFile())
                .start();
        uri = URI.create("http://127.0.0.1:" + port);
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!answers("GET", "/")) {
            assertThat(System.nanoTime()).as("moto starts").isLessThan(end);
            Thread.sleep(100);
        }
    }

    private static boolean answers(String method, String path) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(uri.resolve(path))
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build();
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.destroy();
        }
    }

    @BeforeEach
    void empty() throws InterruptedException {
        assertThat(answers("POST", "/moto-api/reset")).isTrue();
    }

    @Override
    Lake open() {
        Storage storage = Storage.local();
        String warehouse = "file://" + folder.resolve("lake");
        return Lake.of(
                warehouse,
                new StoreCatalog(
                        GlueCatalogs.open(
                                Optional.empty(), Optional.of(uri.toString()), Optional.empty(), OPTIONS, storage),
                        storage,
                        warehouse),
                storage);
    }

    @Override
    @Test
    @Disabled("moto does not compare the versions of entries, as Glue does")
    void of_writers_that_race_one_wins_and_nothing_is_half() {}

    @Test
    void a_name_that_glue_would_change_is_refused() {
        Lake lake = lake();
        stage(lake.branch("run-1"), new TableName("silver", "Orders"), 1, "000001");

        assertThatThrownBy(() -> lake.branch("run-1").publish()).hasMessageContaining("cannot be a table of AWS Glue");
        assertThat(lake().published().names()).isEmpty();
    }
}
