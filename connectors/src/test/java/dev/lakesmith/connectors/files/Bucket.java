package dev.lakesmith.connectors.files;

import dev.lakesmith.cloud.CloudObjects;
import dev.lakesmith.core.connector.ObjectStores;
import dev.lakesmith.core.project.SourceStorage;
import dev.lakesmith.lake.storage.S3Options;
import dev.lakesmith.testkit.storage.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A bucket {@code drop} of a server of this machine, and whoever puts objects there. */
final class Bucket implements AutoCloseable {

    static final Instant LONG_AGO = Instant.parse("2026-01-31T08:00:00Z");

    /** What projects read it with. */
    static final ObjectStores STORES = (source, bucket) ->
            CloudObjects.open(bucket, SourceStorage.of(source, bucket).orElse(S3Options.STANDARD));

    private final Path folder;
    private final S3Server server;
    private final S3Client client;

    private Bucket(Path folder, S3Server server) {
        this.folder = folder;
        this.server = server;
        this.client = S3Client.builder()
                .endpointOverride(server.endpoint())
                .region(Region.of(server.region()))
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(server.accessKeyId(), server.secretAccessKey())))
                .build();
    }

    /** @param folder need not exist */
    static Bucket start(Path folder) {
        try {
            Files.createDirectories(folder);
            return new Bucket(folder, S3Server.start(folder).bucket("drop"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts an object that has rested since long ago. */
    Bucket put(String key, String text) {
        return put(key, text, LONG_AGO);
    }

    Bucket put(String key, String text, Instant modified) {
        client.putObject(
                request -> request.bucket("drop").key(key),
                RequestBody.fromBytes(text.getBytes(StandardCharsets.ISO_8859_1)));
        try {
            Files.setLastModifiedTime(folder.resolve("drop").resolve(key), FileTime.from(modified));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    void delete(String key) {
        client.deleteObject(request -> request.bucket("drop").key(key));
    }

    /** Removes all objects. */
    void clear() throws IOException {
        Path drop = folder.resolve("drop");
        try (Stream<Path> all = Files.walk(drop)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!each.equals(drop)) {
                    Files.delete(each);
                }
            }
        }
    }

    /** What a source says to log in. */
    String storage() {
        return "storage: { endpoint: \"" + server.endpoint() + "\", region: " + server.region() + ", access_key_id: "
                + server.accessKeyId() + ", secret_access_key: " + server.secretAccessKey() + " }";
    }

    String secret() {
        return server.secretAccessKey();
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
