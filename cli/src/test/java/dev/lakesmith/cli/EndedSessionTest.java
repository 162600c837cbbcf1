package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.testkit.storage.Fault;
import dev.lakesmith.testkit.storage.FaultyProxy;
import dev.lakesmith.testkit.storage.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose session AWS ends in its midst. */
final class EndedSessionTest {

    private static final String CONFIGURATION = "aws.configFile";

    @TempDir
    private Path folder = Path.of("");

    private S3Server server;
    private FaultyProxy proxy;
    private Path project;

    @BeforeEach
    void start() throws IOException {
        server = S3Server.start(Files.createDirectories(folder.resolve("s3")), S3Server.Callers.ANONYMOUS)
                .bucket("lake");
        proxy = FaultyProxy.before(server.port());
        project = folder.resolve("shop");
        write("lakesmith.yml", """
                name: shop
                targets:
                  s3:
                    warehouse: s3://lake/shop
                    catalog: { type: sqlite, path: ./catalog.db }
                    storage: { endpoint: "%s", region: us-east-1, path_style: true, profile: lake }
                """.formatted(proxy.endpoint()));
        write("sources/in.yml", "connector: files\nstreams:\n  x: { path: 'drop/x-*', format: csv }\n");
        write("models/gold/total.sql", "SELECT count(*) AS n FROM bronze.in_x\n");
        write("drop/x-1", "id\n1\n2\n");
        write("config", "[profile lake]\ncredential_process = cat \"" + project.resolve("key.json") + "\"\n");
        System.setProperty(CONFIGURATION, project.resolve("config").toString());
        give("key-1");
    }

    @AfterEach
    void stop() {
        System.clearProperty(CONFIGURATION);
        proxy.close();
        server.close();
    }

    private void write(String name, String text) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** A process that tells no time at which they end: the SDK keeps what it gave. */
    private void give(String key) {
        try {
            write("key.json", """
                    {"Version": 1, "AccessKeyId": "%1$s", "SecretAccessKey": "words-of-%1$s", "SessionToken": "t"}
                    """.formatted(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The session of the first key ends after so many requests. */
    private void endAfter(int requests, Runnable also) {
        AtomicInteger left = new AtomicInteger(requests);
        proxy.meet(request -> {
            boolean ended = left.getAndDecrement() <= 0;
            if (left.get() == 0) {
                also.run();
            }
            boolean first = request.header("authorization").orElse("").contains("Credential=key-1/");
            return ended && first ? new Fault.Status(400, "ExpiredToken", List.of()) : new Fault.None();
        });
    }

    @Test
    void it_ends_well_when_there_are_new_credentials() {
        endAfter(10, () -> give("key-2"));
        Captured run = new Captured();
        assertThat(run.run(project, "run")).as(run.err()).isZero();
        assertThat(proxy.requests())
                .anyMatch(request -> request.header("authorization").orElse("").contains("Credential=key-2/"));
        Captured rows = new Captured();
        rows.run(project, "query", "--format", "csv", "SELECT n FROM gold.total");
        assertThat(rows.out().lines()).containsExactly("n", "2");
    }

    @Test
    void it_says_so_when_there_are_none_and_goes_on_when_there_are() {
        endAfter(10, () -> {});
        Captured failed = new Captured();
        assertThat(failed.run(project, "run")).isNotZero();
        assertThat(failed.out() + failed.err())
                .contains("the credentials have expired; renew them and run again")
                .doesNotContain("words-of")
                .doesNotContain("\tat ");
        give("key-2");
        Captured run = new Captured();
        assertThat(run.run(project, "run")).as(run.err()).isZero();
        Captured rows = new Captured();
        rows.run(project, "query", "--format", "csv", "SELECT n FROM gold.total");
        assertThat(rows.out().lines()).containsExactly("n", "2");
    }
}
