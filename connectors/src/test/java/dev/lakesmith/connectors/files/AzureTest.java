package dev.lakesmith.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lakesmith.cloud.CloudFiles;
import dev.lakesmith.core.connector.Extraction;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Pending;
import dev.lakesmith.lake.storage.AdlsOptions;
import dev.lakesmith.lake.storage.CacheSettings;
import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.testkit.storage.AzuriteServer;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in a container of Azure, as a project's runs meet them. */
final class AzureTest {

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway") // set before each test
    private AzuriteServer server;

    @SuppressWarnings("NullAway") // set before each test
    private Storage drop;

    @BeforeEach
    void start() throws IOException {
        Optional<AzuriteServer> started = AzuriteServer.start(Files.createDirectories(folder.resolve("azure")));
        assumeTrue(started.isPresent(), AzuriteServer.VARIABLE + " names no Azurite: Azure's storage is not tested");
        server = started.get().container("drop");
        drop = Storage.of(
                CloudFiles.with(new AdlsOptions(
                        Optional.of(server.endpoint()), new AdlsOptions.Access.AccountKey(server.accountKey()))),
                new CacheSettings(folder.resolve("cache"), 1 << 20));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            drop.close();
            server.close();
        }
    }

    private void put(String name, String text) {
        drop.replace(server.location("drop") + "/" + name, text.getBytes(StandardCharsets.UTF_8));
    }

    private Remote reading(String stream) {
        return remote(server.accountKey(), stream);
    }

    private Remote remote(String key, String stream) {
        return new Remote(folder.resolve("project"), Bucket.STORES)
                .source(
                        "url: " + server.location("drop") + "/out",
                        "attempts: 1",
                        "storage: { endpoint: \"" + server.endpoint() + "\", account_key: \"" + key + "\" }",
                        "streams: { s: " + stream + " }");
    }

    @Test
    void files_are_landed_once_and_anew_when_they_are_replaced() {
        put("out/a.csv", "id\n1\n");
        put("out/x/größe 1.csv", "id\n2\n");
        put("out/b.txt", "no");
        put("other/c.csv", "no");
        Remote remote = reading("{ path: '**/*.csv', format: csv }");
        String root = server.location("drop") + "/";

        assertThat(remote.files()).containsExactly(root + "out/a.csv=id\n1\n", root + "out/x/größe 1.csv=id\n2\n");
        assertThat(remote.files()).isEmpty();

        put("out/a.csv", "id\n31\n");
        Extraction second = remote.extract();
        assertThat(second.files()).extracting(LandedFile::path).containsExactly(root + "out/a.csv");
        assertThat(second.files()).extracting(LandedFile::version).containsExactly(2);
        assertThat(second.files()).extracting(Remote::text).containsExactly("id\n31\n");
    }

    @Test
    void keys_that_grow_are_listed_from_the_last_one_on() {
        put("out/2026/01/30/a.csv", "id\n1\n");
        put("out/2026/01/31/a.csv", "id\n2\n");
        Remote remote = reading("{ path: '**/*.csv', format: csv, listing: incremental, lookback: 0s }");
        remote.extract();

        put("out/2026/01/30/late.csv", "id\n3\n");
        put("out/2026/02/01/a.csv", "id\n4\n");
        Pending.Files pending = remote.pending();

        assertThat(pending.files())
                .extracting(Pending.SourceFile::path)
                .containsExactly(server.location("drop") + "/out/2026/02/01/a.csv");
        assertThat(pending.notes())
                .singleElement()
                .asString()
                .startsWith("keys behind out/2026/01/31/a.csv are listed");
    }

    @Test
    void a_container_is_named_with_its_account() {
        put("out/a.csv", "id\n1\n");
        Remote remote = reading("{ path: '*.csv', format: csv }");
        List<String> mistakes = remote.mistakes(
                "url: abfss://drop@acme.dfs.core.windows.net/out",
                "streams: { s: { path: '*.csv', format: csv, landing: reference } }");
        assertThat(mistakes).isEmpty();
        assertThat(remote.mistakes("url: abfss://drop/out", "streams: { s: { path: '*.csv', format: csv } }"))
                .singleElement()
                .asString()
                .contains("names no container and account");
    }

    @Test
    void a_key_that_is_not_the_accounts_is_told() {
        put("out/a.csv", "id\n1\n");
        assertThatThrownBy(() ->
                        remote("c29tZWJvZHk=", "{ path: '*.csv', format: csv }").pending())
                .isInstanceOfSatisfying(LakesmithException.class, e -> assertThat(e.message())
                        .containsAnyOf("the credentials are not accepted", "may not be listed")
                        .doesNotContain("c29tZWJvZHk="));
    }
}
