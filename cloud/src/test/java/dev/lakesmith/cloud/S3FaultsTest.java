package dev.lakesmith.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.lake.storage.Traffic;
import dev.lakesmith.testkit.storage.Fault;
import dev.lakesmith.testkit.storage.Faults;
import dev.lakesmith.testkit.storage.FaultyProxy;
import dev.lakesmith.testkit.storage.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.DelegateFileIO;
import org.apache.iceberg.io.FileInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3FaultsTest {

    @TempDir
    private Path folder = Path.of("");

    private S3Server server;
    private FaultyProxy proxy;
    private DelegateFileIO io;

    @BeforeEach
    void open() {
        server = S3Server.start(folder).bucket("lake");
        proxy = FaultyProxy.before(server.port());
        io = CloudFiles.open("s3://lake/shop", Servers.options(server, proxy.endpoint()), new Traffic());
    }

    @AfterEach
    void close() {
        io.close();
        proxy.close();
        server.close();
    }

    @Test
    void a_bucket_that_answers_503_for_twenty_seconds_is_waited_for() throws IOException {
        isWaitedFor(Duration.ofSeconds(20));
    }

    @Test
    @Tag("soak")
    void a_bucket_that_answers_503_for_a_minute_is_waited_for() throws IOException {
        isWaitedFor(Duration.ofMinutes(1));
    }

    private void isWaitedFor(Duration time) throws IOException {
        byte[] content = Content.any(100_000);
        proxy.meet(Faults.during(time, new Fault.Status(503)));
        Instant begin = Instant.now();
        Content.write(io, "s3://lake/a", content);
        assertThat(Duration.between(begin, Instant.now())).isGreaterThan(time.minusSeconds(1));
        assertThat(Content.read(io, "s3://lake/a")).isEqualTo(content);
    }

    @Test
    void what_is_reset_before_it_arrives_is_asked_again() throws IOException {
        byte[] content = Content.any(3_000_000);
        proxy.meet(Faults.first(2, request -> request.method().equals("PUT"), new Fault.Reset()));
        Content.write(io, "s3://lake/a", content);
        proxy.meet(Faults.first(2, request -> request.method().equals("GET"), new Fault.Reset()));
        assertThat(Content.read(io, "s3://lake/a")).isEqualTo(content);
        assertThat(methods("PUT")).isEqualTo(3);
    }

    @Test
    void a_body_that_breaks_off_is_read_on_from_where_it_ended() throws IOException {
        byte[] content = Content.any(3_000_000);
        Content.write(io, "s3://lake/a", content);
        proxy.meet(Faults.first(6, request -> request.method().equals("GET"), new Fault.Truncated(400_000)));
        assertThat(Content.read(io, "s3://lake/a")).isEqualTo(content);
        assertThat(proxy.requests().stream()
                        .filter(request -> request.method().equals("GET"))
                        .map(request -> request.header("range").orElse("")))
                .contains("bytes=0-", "bytes=2400000-");
    }

    @Test
    void answers_in_xml_that_break_off_are_asked_for_again() throws IOException {
        Content.write(io, "s3://lake/a", Content.any(10));
        proxy.meet(Faults.first(2, request -> request.method().equals("GET"), new Fault.Truncated(101)));
        assertThat(listed()).containsExactly("s3://lake/a");
        proxy.meet(Faults.first(2, request -> request.method().equals("GET"), new Fault.Truncated(101)));
        assertThatThrownBy(() -> Content.read(io, "s3://lake/none")).isInstanceOf(NotFoundException.class);
        proxy.meet(Faults.first(2, request -> request.method().equals("POST"), new Fault.Truncated(101)));
        io.deleteFiles(List.of("s3://lake/a"));
        proxy.meet(Faults.first(2, request -> request.method().equals("POST"), new Fault.Truncated(101)));
        byte[] large = Content.any(40_000_000);
        Content.write(io, "s3://lake/large", large);
        assertThat(Content.read(io, "s3://lake/large")).isEqualTo(large);
        assertThat(listed()).containsExactly("s3://lake/large");
    }

    @Test
    void slow_bodies_and_late_answers_change_nothing() throws IOException {
        byte[] content = Content.any(100_000);
        proxy.meet(Faults.always(new Fault.Latency(Duration.ofMillis(300))));
        Content.write(io, "s3://lake/a", content);
        proxy.meet(Faults.always(new Fault.Drip(7_000, Duration.ofMillis(50))));
        assertThat(Content.read(io, "s3://lake/a")).isEqualTo(content);
    }

    @Test
    void a_write_whose_answer_is_lost_is_made_once_more_and_holds() throws IOException {
        byte[] content = Content.any(1_000_000);
        proxy.meet(Faults.first(1, request -> request.method().equals("PUT"), new Fault.LostResponse()));
        Content.write(io, "s3://lake/a", content);
        proxy.meet(Faults.first(1, request -> request.method().equals("DELETE"), new Fault.LostResponse()));
        Content.write(io, "s3://lake/b", content);
        io.deleteFile("s3://lake/b");
        assertThat(listed()).containsExactly("s3://lake/a");
        assertThat(Content.read(io, "s3://lake/a")).isEqualTo(content);
    }

    @Test
    void an_upload_in_parts_holds_when_the_answer_to_its_end_is_lost() throws IOException {
        byte[] content = Content.any(40_000_000);
        proxy.meet(Faults.first(
                1,
                request -> request.method().equals("POST") && request.target().contains("uploadId="),
                new Fault.LostResponse()));
        Content.write(io, "s3://lake/large", content);
        assertThat(methods("POST")).isEqualTo(3);
        assertThat(Content.read(io, "s3://lake/large")).isEqualTo(content);
    }

    @Test
    void a_bucket_that_fails_every_fourth_time_gives_and_keeps_every_byte() throws IOException {
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
            Content.write(io, "s3://lake/" + i, content);
            assertThat(Content.read(io, "s3://lake/" + i)).isEqualTo(content);
        }
        assertThat(listed()).hasSize(10).contains("s3://lake/0", "s3://lake/9");
        io.deleteFiles(listed());
        assertThat(listed()).isEmpty();
    }

    private long methods(String method) {
        return proxy.requests().stream()
                .filter(request -> request.method().equals(method))
                .count();
    }

    private List<String> listed() {
        return StreamSupport.stream(io.listPrefix("s3://lake/").spliterator(), false)
                .map(FileInfo::location)
                .toList();
    }
}
