package dev.lakesmith.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lakesmith.cloud.CloudFiles;
import dev.lakesmith.lake.storage.AdlsOptions;
import dev.lakesmith.lake.storage.CacheSettings;
import dev.lakesmith.lake.storage.S3Options;
import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.lake.storage.StorageOptions;
import dev.lakesmith.testkit.storage.AzuriteServer;
import dev.lakesmith.testkit.storage.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Object storage on this machine as a project's target names it.
 *
 * @param warehouse a place in it
 * @param yaml the keys of {@code storage}; secrets are variables of the environment
 * @param environment those variables
 * @param options the same for Java
 * @param server ends it
 */
record ObjectStorage(
        String warehouse, String yaml, Map<String, String> environment, StorageOptions options, AutoCloseable server)
        implements AutoCloseable {

    /** Whose storage. */
    enum Kind {
        S3,
        AZURE;

        /** Starts one; skips the test when this machine has none of that kind. */
        ObjectStorage start(Path folder) throws IOException {
            Path data = Files.createDirectories(folder.resolve(name().toLowerCase(Locale.ROOT)));
            return this == S3 ? s3(S3Server.start(data).bucket("lake")) : azure(AzuriteServer.start(data));
        }
    }

    private static ObjectStorage s3(S3Server server) {
        String yaml = """
                endpoint: %s
                region: %s
                path_style: true
                access_key_id: ${env:KEY_ID}
                secret_access_key: ${env:SECRET_KEY}
                """.formatted(server.endpoint(), server.region());
        S3Options options = new S3Options(
                Optional.of(server.endpoint()),
                Optional.of(server.region()),
                S3Options.Addressing.BY_PATH,
                new S3Options.Access.Keys(server.accessKeyId(), server.secretAccessKey(), Optional.empty()),
                Optional.empty(),
                S3Options.STANDARD.encryption());
        return new ObjectStorage(
                "s3://lake/shop",
                yaml,
                Map.of("KEY_ID", server.accessKeyId(), "SECRET_KEY", server.secretAccessKey()),
                options,
                server);
    }

    private static ObjectStorage azure(Optional<AzuriteServer> started) {
        assumeTrue(started.isPresent(), AzuriteServer.VARIABLE + " names no Azurite: Azure's storage is not tested");
        AzuriteServer server = started.get().container("lake");
        return new ObjectStorage(
                server.location("lake") + "/shop",
                "endpoint: " + server.endpoint() + "\naccount_key: ${env:SECRET_KEY}\n",
                Map.of("SECRET_KEY", server.accountKey()),
                new AdlsOptions(Optional.of(server.endpoint()), new AdlsOptions.Access.AccountKey(server.accountKey())),
                server);
    }

    /** A target of this name for {@code lakesmith.yml}, whose catalog is a file beside it. */
    String target(String name) {
        String target = """
                %s:
                  warehouse: %s
                  catalog: { type: sqlite, path: ./%s-catalog.db }
                  storage:
                """.formatted(name, warehouse, name);
        return target.indent(2) + yaml.indent(6);
    }

    /** Access to it that is not the project's. */
    Storage reader(Path unused) {
        return Storage.of(CloudFiles.with(options), new CacheSettings(unused, 1));
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
