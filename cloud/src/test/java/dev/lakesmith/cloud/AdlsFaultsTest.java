package dev.lakesmith.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.lake.storage.Traffic;
import dev.lakesmith.testkit.storage.AzuriteServer;
import dev.lakesmith.testkit.storage.Fault;
import dev.lakesmith.testkit.storage.Faults;
import dev.lakesmith.testkit.storage.FaultyProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.iceberg.io.DelegateFileIO;
import org.apache.iceberg.io.FileInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdlsFaultsTest {

    @TempDir
    static Path folder;

    private static AzuriteServer server;

    private FaultyProxy proxy;
    private DelegateFileIO io;
    private String root;

    @BeforeAll
    static void start() {
        server = AzureServers.start(folder);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void open() {
        proxy = FaultyProxy.before(server.port());
        root = server.location("lake") + "/";
        io = CloudFiles.open(root, AzureServers.options(server, proxy.endpoint()), new Traffic());
        io.deletePrefix(root);
        proxy.forget();
    }

    @AfterEach
    void close() {
        io.close();
        proxy.close();
    }

    @Test
    void a_container_that_answers_503_for_twenty_seconds_is_waited_for() throws IOException {
        isWaitedFor(Duration.ofSeconds(20));
    }

    @Test
    @Tag("soak")
    void a_container_that_answers_503_for_a_minute_is_waited_for() throws IOException {
        isWaitedFor(Duration.ofMinutes(1));
    }

    private void isWaitedFor(Duration time) throws IOException {
        byte[] content = Content.any(100_000);
        proxy.meet(Faults.during(time, new Fault.Status(503, "ServerBusy", List.of("x-ms-error-code: ServerBusy"))));
        Instant begin = Instant.now();
        Content.write(io, root + "a", content);
        assertThat(Duration.between(begin, Instant.now())).isGreaterThan(time.minusSeconds(1));
        assertThat(Content.read(io, root + "a")).isEqualTo(content);
    }

    @Test
    void what_is_reset_before_it_arrives_is_asked_again() throws IOException {
        byte[] content = Content.any(3_000_000);
        proxy.meet(Faults.first(2, request -> request.method().equals("PUT"), new Fault.Reset()));
        Content.write(io, root + "a", content);
        proxy.meet(Faults.first(2, request -> request.method().equals("GET"), new Fault.Reset()));
        assertThat(Content.read(io, root + "a")).isEqualTo(content);
    }

    @Test
    void a_body_that_breaks_off_is_read_on_from_where_it_ended() throws IOException {
        byte[] content = Content.any(3_000_000);
        Content.write(io, root + "a", content);
        proxy.forget();
        proxy.meet(Faults.first(4, request -> request.method().equals("GET"), new Fault.Truncated(400_000)));
        assertThat(Content.read(io, root + "a")).isEqualTo(content);
        assertThat(proxy.requests().stream()
                        .filter(request -> request.method().equals("GET"))
                        .map(request -> request.header("x-ms-range")
                                .or(() -> request.header("range"))
                                .orElse("")))
                .anyMatch(range -> range.startsWith("bytes=1600000-"));
    }

    @Test
    @Tag("soak")
    void bodies_that_break_off_more_often_than_the_sdk_tries_are_read_all_the_same() throws IOException {
        byte[] content = Content.any(3_000_000);
        Content.write(io, root + "a", content);
        proxy.meet(Faults.first(8, request -> request.method().equals("GET"), new Fault.Truncated(100_000)));
        assertThat(Content.read(io, root + "a")).isEqualTo(content);
    }

    @Test
    void slow_bodies_and_late_answers_change_nothing() throws IOException {
        byte[] content = Content.any(100_000);
        proxy.meet(Faults.always(new Fault.Latency(Duration.ofMillis(300))));
        Content.write(io, root + "a", content);
        proxy.meet(Faults.always(new Fault.Drip(7_000, Duration.ofMillis(50))));
        assertThat(Content.read(io, root + "a")).isEqualTo(content);
    }

    @Test
    void a_write_whose_answer_is_lost_is_made_once_more_and_holds() throws IOException {
        byte[] content = Content.any(1_000_000);
        proxy.meet(Faults.first(1, request -> request.method().equals("PUT"), new Fault.LostResponse()));
        Content.write(io, root + "a", content);
        proxy.meet(Faults.first(1, request -> request.method().equals("DELETE"), new Fault.LostResponse()));
        Content.write(io, root + "b", content);
        io.deleteFile(root + "b");
        assertThat(listed()).containsExactly(root + "a");
        assertThat(Content.read(io, root + "a")).isEqualTo(content);
    }

    @Test
    void a_file_of_several_blocks_holds_when_the_answer_to_its_end_is_lost() throws IOException {
        byte[] content = Content.any(40_000_000);
        proxy.meet(Faults.first(1, AdlsFaultsTest::isEnd, new Fault.LostResponse()));
        Content.write(io, root + "large", content);
        assertThat(proxy.requests().stream().filter(AdlsFaultsTest::isEnd)).hasSize(2);
        assertThat(Content.read(io, root + "large")).isEqualTo(content);
    }

    private static boolean isEnd(FaultyProxy.Request request) {
        return request.method().equals("PUT") && request.target().contains("comp=blocklist");
    }

    @Test
    void a_file_whose_blocks_are_lost_on_the_way_is_not_there_by_halves() throws IOException {
        byte[] content = Content.any(40_000_000);
        proxy.meet(Faults.first(3, AdlsFaultsTest::isBlock, new Fault.Reset()));
        Content.write(io, root + "large", content);
        assertThat(proxy.requests().stream().filter(AdlsFaultsTest::isBlock)).hasSize(5 + 3);
        assertThat(Content.read(io, root + "large")).isEqualTo(content);
    }

    private static boolean isBlock(FaultyProxy.Request request) {
        return request.method().equals("PUT") && request.target().matches(".*[?&]comp=block(&.*)?");
    }

    @Test
    void a_container_that_fails_every_fourth_time_gives_and_keeps_every_byte() throws IOException {
        proxy.meet(Faults.share(
                0.25,
                7,
                List.of(
                        new Fault.Status(503),
                        new Fault.Status(500),
                        new Fault.Reset(),
                        new Fault.LostResponse(),
                        new Fault.Truncated(1_000))));
        for (int i = 0; i < 10; i++) {
            byte[] content = Content.any(20_000 + i);
            Content.write(io, root + i, content);
            assertThat(Content.read(io, root + i)).isEqualTo(content);
        }
        assertThat(listed()).hasSize(10).contains(root + "0", root + "9");
        io.deleteFiles(listed());
        assertThat(listed()).isEmpty();
    }

    private List<String> listed() {
        return StreamSupport.stream(io.listPrefix(root).spliterator(), false)
                .map(FileInfo::location)
                .toList();
    }
}
