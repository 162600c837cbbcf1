package dev.lakesmith.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lakesmith.lake.storage.S3Options;
import dev.lakesmith.lake.storage.S3Options.Access;
import dev.lakesmith.lake.storage.Traffic;
import dev.lakesmith.testkit.storage.Fault;
import dev.lakesmith.testkit.storage.Faults;
import dev.lakesmith.testkit.storage.FaultyProxy;
import dev.lakesmith.testkit.storage.S3Server;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.io.DelegateFileIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3MistakesTest {

    @TempDir
    static Path folder;

    private static S3Server server;

    @BeforeAll
    static void open() {
        server = S3Server.start(folder).bucket("lake");
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static S3Options as(String id, String secret) {
        return Servers.options(server, server.endpoint(), new Access.Keys(id, secret, Optional.empty()));
    }

    private static LakesmithException told(S3Options options, String location) {
        try (DelegateFileIO io = CloudFiles.open(location, options, new Traffic())) {
            LakesmithException written =
                    catchThrowableOfType(LakesmithException.class, () -> Content.write(io, location, new byte[] {1}));
            LakesmithException read = catchThrowableOfType(LakesmithException.class, () -> Content.read(io, location));
            assertThat(read.code()).isEqualTo(written.code());
            return written;
        }
    }

    @Test
    void a_key_that_nobody_knows() {
        LakesmithException told = told(as("who", server.secretAccessKey()), "s3://lake/a");
        assertThat(told.code()).isEqualTo(ErrorCode.STORAGE_REFUSED);
        assertThat(told.message()).contains("s3://lake/a").contains("'access_key_id'");
    }

    @Test
    void a_secret_of_another_key() {
        LakesmithException told = told(as(server.accessKeyId(), "0ther-w0rds"), "s3://lake/a");
        assertThat(told.code()).isEqualTo(ErrorCode.STORAGE_REFUSED);
        assertThat(told.message()).contains("'secret_access_key'").doesNotContain("0ther-w0rds");
    }

    @Test
    void a_bucket_that_is_not_there() {
        LakesmithException told = told(Servers.options(server, server.endpoint()), "s3://leak/a");
        assertThat(told.code()).isEqualTo(ErrorCode.STORAGE_MISSING);
        assertThat(told.message())
                .contains("the bucket of s3://leak/a does not exist")
                .contains("'warehouse'");
    }

    @Test
    void listing_and_deleting_tell_the_same() {
        try (DelegateFileIO io =
                CloudFiles.open("s3://leak/a", Servers.options(server, server.endpoint()), new Traffic())) {
            assertThatThrownBy(() -> io.listPrefix("s3://leak/a").iterator().hasNext())
                    .isInstanceOf(LakesmithException.class)
                    .hasMessageContaining("does not exist");
        }
        try (DelegateFileIO io = CloudFiles.open("s3://lake/a", as("who", "0ther-w0rds"), new Traffic())) {
            assertThatThrownBy(() -> io.deleteFile("s3://lake/a")).isInstanceOf(LakesmithException.class);
            assertThatThrownBy(() -> io.deleteFiles(List.of("s3://lake/a", "s3://lake/b")))
                    .isInstanceOf(LakesmithException.class)
                    .hasMessageContaining("2 files");
            assertThatThrownBy(() -> io.newInputFile("s3://lake/a").exists())
                    .isInstanceOf(LakesmithException.class)
                    .hasMessageContaining("access denied");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400,ExpiredToken,STORAGE_REFUSED,the credentials have expired; renew them",
        "403,AccessDenied,STORAGE_REFUSED,s3:GetObject",
        "301,PermanentRedirect,STORAGE_MISSING,write region: eu-west-3 under storage",
        "400,AuthorizationHeaderMalformed,STORAGE_MISSING,is in another region"
    })
    void what_a_server_answers_is_told_with_what_to_do(int status, String answer, ErrorCode code, String words) {
        try (FaultyProxy proxy = FaultyProxy.before(server.port())) {
            proxy.meet(Faults.always(new Fault.Status(status, answer, List.of("x-amz-bucket-region: eu-west-3"))));
            LakesmithException told = told(Servers.options(server, proxy.endpoint()), "s3://lake/a");
            assertThat(told.code()).isEqualTo(code);
            assertThat(told.message()).contains("s3://lake/a").contains(words);
        }
    }

    @Test
    void a_host_that_does_not_exist_is_told_soon() {
        Instant begin = Instant.now();
        S3Options byPath = Servers.options(server, URI.create("http://minio.invalid:9000"));
        S3Options byHost = new S3Options(
                byPath.endpoint(),
                byPath.region(),
                S3Options.Addressing.BY_HOST,
                byPath.access(),
                byPath.role(),
                byPath.encryption());
        LakesmithException told = told(byHost, "s3://lake/a");
        assertThat(told.code()).isEqualTo(ErrorCode.STORAGE_UNREACHABLE);
        assertThat(told.message())
                .contains("no host has the name lake.minio.invalid")
                .contains("'endpoint'");
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void a_port_where_nobody_listens_is_told_soon() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        LakesmithException told = told(Servers.options(server, URI.create("http://127.0.0.1:" + free)), "s3://lake/a");
        assertThat(told.code()).isEqualTo(ErrorCode.STORAGE_UNREACHABLE);
        assertThat(told.message()).contains("the connection was refused").contains("'endpoint'");
    }

    @Test
    void https_where_the_server_speaks_http_is_told_soon() {
        Instant begin = Instant.now();
        LakesmithException told =
                told(Servers.options(server, URI.create("https://127.0.0.1:" + server.port())), "s3://lake/a");
        assertThat(told.code()).isEqualTo(ErrorCode.STORAGE_UNREACHABLE);
        assertThat(told.message()).contains("no secure connection").contains("'endpoint' begins with https");
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void a_location_of_no_known_storage() {
        assertThatThrownBy(() -> CloudFiles.open("gs://lake/a", S3Options.STANDARD, new Traffic()))
                .isInstanceOf(LakesmithException.class)
                .hasMessageContaining("write s3://bucket/folder");
    }
}
