package dev.lakesmith.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lakesmith.lake.storage.S3Options.Access;
import dev.lakesmith.lake.storage.Traffic;
import dev.lakesmith.testkit.storage.Fault;
import dev.lakesmith.testkit.storage.FaultyProxy;
import dev.lakesmith.testkit.storage.S3Server;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.iceberg.io.DelegateFileIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server whose clock is another one than this machine's. */
class S3ClockTest {

    private static final DateTimeFormatter SIGNED = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);
    private static final Duration TOLERANCE = Duration.ofMinutes(15);

    @TempDir
    private Path folder = Path.of("");

    private S3Server server;
    private FaultyProxy proxy;
    private DelegateFileIO io;

    @BeforeEach
    void open() {
        server = S3Server.start(folder, S3Server.Callers.ANONYMOUS).bucket("lake");
        proxy = FaultyProxy.before(server.port());
        Access keys = new Access.Keys("the-key", "the-secret", Optional.empty());
        io = CloudFiles.open("s3://lake/a", Servers.options(server, proxy.endpoint(), keys), new Traffic());
    }

    @AfterEach
    void close() {
        io.close();
        proxy.close();
        server.close();
    }

    private static Instant signedAt(FaultyProxy.Request request) {
        return LocalDateTime.parse(request.header("x-amz-date").orElseThrow(), SIGNED)
                .toInstant(ZoneOffset.UTC);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT2H", "PT-3H"})
    void requests_are_signed_by_the_servers_clock_once_it_has_told_it(Duration ahead) throws IOException {
        proxy.meet(request -> {
            Instant there = Instant.now().plus(ahead);
            Duration off = Duration.between(signedAt(request), there).abs();
            String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(there.atOffset(ZoneOffset.UTC));
            return off.compareTo(TOLERANCE) < 0
                    ? new Fault.None()
                    : new Fault.Status(403, "RequestTimeTooSkewed", List.of("Date: " + date));
        });
        Instant begin = Instant.now();
        byte[] content = Content.any(100_000);
        Content.write(io, "s3://lake/a", content);
        assertThat(Content.read(io, "s3://lake/a")).isEqualTo(content);
        io.deleteFile("s3://lake/a");
        assertThat(proxy.requests().stream().filter(request -> request.method().equals("PUT")))
                .hasSize(2);
        assertThat(proxy.requests().stream().filter(request -> !request.method().equals("PUT")))
                .allSatisfy(request -> assertThat(Duration.between(signedAt(request), begin.plus(ahead))
                                .abs())
                        .isLessThan(TOLERANCE));
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void a_server_that_does_not_tell_its_time_is_told_of() {
        proxy.meet(request -> new Fault.Status(403, "RequestTimeTooSkewed", List.of()));
        Instant begin = Instant.now();
        LakesmithException told =
                catchThrowableOfType(LakesmithException.class, () -> Content.write(io, "s3://lake/a", new byte[] {1}));
        assertThat(told.code()).isEqualTo(ErrorCode.STORAGE_REFUSED);
        assertThat(told.message()).contains("s3://lake/a").contains("this machine's clock is wrong; set it");
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(30));
    }
}
