package dev.lakesmith.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.lake.storage.CacheSettings;
import dev.lakesmith.lake.storage.LocalCopies;
import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.lake.storage.Traffic;
import dev.lakesmith.testkit.storage.Fault;
import dev.lakesmith.testkit.storage.Faults;
import dev.lakesmith.testkit.storage.FaultyProxy;
import dev.lakesmith.testkit.storage.S3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.iceberg.io.DelegateFileIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that keep their copies in one folder. */
class SharedCacheTest {

    private static final String LARGE = "s3://lake/t/data/large";
    private static final int BYTES = 20_000_000;

    @TempDir
    private Path folder = Path.of("");

    private S3Server server;
    private FaultyProxy proxy;
    private Path cache;

    @BeforeEach
    void open() throws IOException {
        cache = folder.resolve("cache");
        server = S3Server.start(Files.createDirectories(folder.resolve("s3"))).bucket("lake");
        proxy = FaultyProxy.before(server.port());
        try (DelegateFileIO io = CloudFiles.open(LARGE, Servers.options(server, server.endpoint()), new Traffic())) {
            Content.write(io, LARGE, Content.any(BYTES));
        }
    }

    @AfterEach
    void close() {
        proxy.close();
        server.close();
    }

    private Storage storage() {
        return Storage.of(
                CloudFiles.with(Servers.options(server, proxy.endpoint())), new CacheSettings(cache, 1L << 30));
    }

    /** Fetches the file in a process of its own. */
    static final class Fetching {

        private Fetching() {}

        public static void main(String[] arguments) {
            try (Storage storage = Storage.of(
                            CloudFiles.with(Servers.options(URI.create(arguments[0]), arguments[1], arguments[2])),
                            new CacheSettings(Path.of(arguments[3]), 1L << 30));
                    LocalCopies copies = storage.copies()) {
                copies.of(LARGE);
            }
        }
    }

    private Process fetching() throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Fetching.class.getName(),
                        proxy.endpoint().toString(),
                        server.accessKeyId(),
                        server.secretAccessKey(),
                        cache.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("process.log").toFile())
                .start();
    }

    private List<Path> files(String below) throws IOException {
        Path start = cache.resolve(below);
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(start)) {
            return found.filter(Files::isRegularFile).toList();
        }
    }

    private void awaitPartOf(Process process) throws IOException, InterruptedException {
        while (files("work").stream().noneMatch(file -> file.toFile().length() > 1_000_000)) {
            assertThat(process.isAlive())
                    .as(() -> "ended early: " + folder.resolve("process.log"))
                    .isTrue();
            Thread.sleep(20);
        }
    }

    @Test
    @Timeout(120)
    void a_process_that_is_killed_while_it_fetches_leaves_nothing_that_another_takes_for_the_file() throws Exception {
        proxy.meet(Faults.always(new Fault.Drip(100_000, Duration.ofMillis(50))));
        Process process = fetching();
        try (Storage beside = storage();
                LocalCopies copies = beside.copies()) {
            awaitPartOf(process);
            // One that fetches the same file at the same time has a copy of its own.
            CompletableFuture<Path> same = CompletableFuture.supplyAsync(() -> copies.of(LARGE));
            Thread.sleep(500);
            process.destroyForcibly().waitFor();
            assertThat(files("files")).isEmpty();
            proxy.meet(Faults.none());
            assertThat(same.get()).hasBinaryContent(Content.any(BYTES));
        }
        proxy.forget();
        try (Storage next = storage();
                LocalCopies copies = next.copies()) {
            assertThat(copies.of(LARGE)).hasBinaryContent(Content.any(BYTES));
            assertThat(proxy.requests()).isEmpty();
            assertThat(files("work"))
                    .as("what the killed one left is gone")
                    .noneMatch(file -> file.getFileName().toString().startsWith("coming"));
        }
        assertThat(files("files")).hasSize(1);
    }

    @Test
    @Timeout(120)
    void one_that_comes_later_fetches_what_a_killed_one_did_not_bring_home() throws Exception {
        proxy.meet(Faults.always(new Fault.Drip(100_000, Duration.ofMillis(50))));
        Process process = fetching();
        awaitPartOf(process);
        process.destroyForcibly().waitFor();
        proxy.meet(Faults.none());
        try (Storage next = storage();
                LocalCopies copies = next.copies()) {
            assertThat(copies.of(LARGE)).hasBinaryContent(Content.any(BYTES));
            assertThat(files("work"))
                    .as("what the killed one left is gone")
                    .noneMatch(file -> file.getFileName().toString().startsWith("coming"));
        }
    }

    @Test
    void a_copy_that_the_disk_has_damaged_is_fetched_anew() throws IOException {
        try (Storage first = storage();
                LocalCopies copies = first.copies()) {
            copies.of(LARGE);
        }
        Path copy = files("files").get(0);
        byte[] damaged = Files.readAllBytes(copy);
        damaged[BYTES / 2] ^= 1;
        Files.write(copy, damaged);
        proxy.forget();
        try (Storage next = storage();
                LocalCopies copies = next.copies()) {
            assertThat(copies.of(LARGE)).hasBinaryContent(Content.any(BYTES));
            assertThat(proxy.requests()).isNotEmpty();
        }
        assertThat(files("files")).hasSize(1).first().satisfies(file -> assertThat(file)
                .hasBinaryContent(Content.any(BYTES)));
    }
}
