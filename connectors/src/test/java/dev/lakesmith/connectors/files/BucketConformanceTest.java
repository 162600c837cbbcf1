package dev.lakesmith.connectors.files;

import dev.lakesmith.core.connector.Connector;
import dev.lakesmith.core.connector.RecordFiles;
import dev.lakesmith.testkit.connector.ConnectorConformance;
import dev.lakesmith.testkit.connector.NoRows;
import dev.lakesmith.testkit.connector.SampleSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Files in a bucket, held against what every connector must do. */
final class BucketConformanceTest extends ConnectorConformance {

    private @Nullable Bucket bucket;

    @AfterEach
    void stop() {
        if (bucket != null) {
            bucket.close();
        }
    }

    @Override
    protected SampleSource sample(Path folder) {
        Bucket drop = Bucket.start(folder.resolve("buckets"));
        bucket = drop;
        return new SampleSource() {

            private int files;

            @Override
            public Connector connector() {
                return new FilesConnector(Bucket.STORES);
            }

            @Override
            public String yaml() {
                return "connector: files\nurl: s3://drop/out\nattempts: 1\n" + drop.storage()
                        + "\nstreams: { s: { path: '*.csv', format: csv } }\n";
            }

            @Override
            public void add(long first, int count) {
                drop.put(
                        "out/part-%05d.csv".formatted(++files),
                        LongStream.range(first, first + count)
                                .mapToObj(Long::toString)
                                .collect(Collectors.joining("\n", "id\n", "\n")));
            }

            @Override
            public RecordFiles records(Path target) {
                return new NoRows();
            }

            @Override
            public List<Long> ids(Path landedFile) {
                try (var lines = Files.lines(landedFile)) {
                    return lines.filter(line -> !line.equals("id"))
                            .map(Long::valueOf)
                            .toList();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public List<Mistake> mistakes() {
                return List.of(
                        new Mistake("secret", yaml().replace(drop.secret(), "wrong-one"), "are not accepted"),
                        new Mistake(
                                "key",
                                yaml().replaceAll("access_key_id: [^,]*", "access_key_id: somebody"),
                                "are not accepted"),
                        new Mistake("bucket", yaml().replace("s3://drop", "s3://dorp"), "there is no bucket 'dorp'"),
                        new Mistake("host", yaml().replace("127.0.0.1", "nowhere.invalid"), "there is no such host"),
                        new Mistake("port", yaml().replace(":" + drop.port(), ":1"), "cannot connect to"));
            }

            @Override
            public String secret() {
                return drop.secret();
            }

            @Override
            public Set<Promise> promises() {
                return Set.of(Promise.ORDER, Promise.ONLY_NEW);
            }
        };
    }
}
