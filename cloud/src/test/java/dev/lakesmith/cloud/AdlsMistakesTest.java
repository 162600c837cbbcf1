package dev.lakesmith.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lakesmith.lake.storage.AdlsOptions;
import dev.lakesmith.lake.storage.AdlsOptions.Access;
import dev.lakesmith.lake.storage.Traffic;
import dev.lakesmith.testkit.storage.AzuriteServer;
import dev.lakesmith.testkit.storage.Fault;
import dev.lakesmith.testkit.storage.Faults;
import dev.lakesmith.testkit.storage.FaultyProxy;
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
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdlsMistakesTest {

    @TempDir
    static Path folder;

    private static AzuriteServer server;
    private static String file;

    @BeforeAll
    static void open() {
        server = AzureServers.start(folder);
        file = server.location("lake") + "/a";
    }

    @AfterAll
    static void close() {
        if (server != null) {
            server.close();
        }
    }

    private static Instant soon() {
        return Instant.now().plus(Duration.ofHours(1));
    }

    private static AdlsOptions as(Access access) {
        return new AdlsOptions(Optional.of(server.endpoint()), access);
    }

    /** What writing a file fails with; reading and listing fail alike. */
    private static LakesmithException told(AdlsOptions options, String location) {
        try (DelegateFileIO io = CloudFiles.open(location, options, new Traffic())) {
            LakesmithException written =
                    catchThrowableOfType(LakesmithException.class, () -> Content.write(io, location, new byte[] {1}));
            assertThat(written).isNotNull();
            for (ThrowingCallable other : List.<ThrowingCallable>of(
                    () -> Content.read(io, location),
                    () -> io.listPrefix(location).iterator().hasNext())) {
                LakesmithException failure = catchThrowableOfType(LakesmithException.class, other);
                assertThat(failure.code()).isEqualTo(written.code());
            }
            return written;
        }
    }

    @Test
    void a_key_of_another_account() {
        AdlsOptions options = as(new Access.AccountKey("d3Jvbmcga2V5"));
        LakesmithException told = told(options, file);
        assertThat(told.code()).isEqualTo(ErrorCode.STORAGE_REFUSED);
        assertThat(told.message()).contains(file).contains("'account_key'").doesNotContain("d3Jvbmcga2V5");
        try (DelegateFileIO io = CloudFiles.open(file, options, new Traffic())) {
            for (ThrowingCallable other : List.<ThrowingCallable>of(
                    () -> io.newInputFile(file).exists(),
                    () -> io.deleteFile(file),
                    () -> io.deleteFiles(List.of(file)),
                    () -> io.deletePrefix(file))) {
                assertThat(catchThrowableOfType(LakesmithException.class, other).code())
                        .isEqualTo(ErrorCode.STORAGE_REFUSED);
            }
        }
    }

    @Test
    void a_text_that_is_no_key() {
        AdlsOptions options = as(new Access.AccountKey("not base64!"));
        assertThatThrownBy(() -> CloudFiles.open(file, options, new Traffic()))
                .isInstanceOf(LakesmithException.class)
                .hasMessageContaining("'account_key'")
                .hasMessageNotContaining("not base64!");
    }

    @Test
    void a_signature_serves_as_long_as_it_lasts() throws IOException {
        String sas = AzureServers.sas(server, "racwdl", soon());
        for (String token : List.of(sas, "?" + sas)) {
            try (DelegateFileIO io = CloudFiles.open(file, as(new Access.SasToken(token)), new Traffic())) {
                Content.write(io, file, new byte[] {1, 2, 3});
                assertThat(Content.read(io, file)).containsExactly(1, 2, 3);
                assertThat(io.listPrefix(file)).hasSize(1);
                io.deleteFile(file);
                assertThat(io.newInputFile(file).exists()).isFalse();
            }
        }
    }

    @Test
    void a_signature_that_has_expired() {
        String sas = AzureServers.sas(server, "racwdl", Instant.now().minus(Duration.ofMinutes(1)));
        LakesmithException told = told(as(new Access.SasToken(sas)), file);
        assertThat(told.code()).isEqualTo(ErrorCode.STORAGE_REFUSED);
        assertThat(told.message()).contains(file).contains("expired").contains("'sas_token'");
        assertThat(told.message()).doesNotContain(signature(sas));
    }

    @Test
    void a_signature_that_is_changed() {
        String sas = AzureServers.sas(server, "rl", soon()).replace("sp=rl", "sp=racwdl");
        LakesmithException told = told(as(new Access.SasToken(sas)), file);
        assertThat(told.code()).isEqualTo(ErrorCode.STORAGE_REFUSED);
        assertThat(told.message()).contains("'sas_token'").doesNotContain(signature(sas));
    }

    @Test
    void a_signature_for_reading_alone() {
        String sas = AzureServers.sas(server, "rl", soon());
        try (DelegateFileIO io = CloudFiles.open(file, as(new Access.SasToken(sas)), new Traffic())) {
            assertThatThrownBy(() -> Content.write(io, file, new byte[] {1}))
                    .isInstanceOf(LakesmithException.class)
                    .hasMessageContaining("access denied")
                    .hasMessageContaining("'sas_token'")
                    .hasMessageNotContaining(signature(sas));
        }
    }

    private static String signature(String sas) {
        return sas.replaceAll(".*sig=", "").replaceAll("&.*", "");
    }

    @Test
    void a_container_that_is_not_there() {
        String elsewhere = server.location("leak") + "/a";
        LakesmithException told = told(AzureServers.options(server, server.endpoint()), elsewhere);
        assertThat(told.code()).isEqualTo(ErrorCode.STORAGE_MISSING);
        assertThat(told.message())
                .contains("the container of " + elsewhere + " does not exist")
                .contains("'warehouse'");
    }

    @Test
    void an_account_that_the_server_does_not_have() {
        String elsewhere = "abfss://lake@nobody.dfs.core.windows.net/a";
        LakesmithException told = told(AzureServers.options(server, server.endpoint()), elsewhere);
        assertThat(told.code()).isIn(ErrorCode.STORAGE_REFUSED, ErrorCode.STORAGE_MISSING);
        assertThat(told.message()).contains(elsewhere).contains("account");
    }

    @Test
    void an_account_that_nobody_has_is_told_soon() {
        Instant begin = Instant.now();
        AdlsOptions options = new AdlsOptions(Optional.empty(), new Access.AccountKey(server.accountKey()));
        LakesmithException told = told(options, "abfss://lake@nobody.dfs.invalid/a");
        assertThat(told.code()).isEqualTo(ErrorCode.STORAGE_UNREACHABLE);
        assertThat(told.message())
                .contains("no host has the name nobody.blob.invalid")
                .contains("'warehouse'");
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void a_port_where_nobody_listens_is_told_soon() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Instant begin = Instant.now();
        LakesmithException told = told(AzureServers.options(server, URI.create("http://127.0.0.1:" + free)), file);
        assertThat(told.code()).isEqualTo(ErrorCode.STORAGE_UNREACHABLE);
        assertThat(told.message()).contains("the connection was refused").contains("'endpoint'");
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @CsvSource({
        "403,AuthorizationPermissionMismatch,STORAGE_REFUSED,Storage Blob Data Contributor",
        "403,AuthorizationFailure,STORAGE_REFUSED,AuthorizationFailure",
        "404,FilesystemNotFound,STORAGE_MISSING,the container of",
        "409,AccountIsDisabled,STORAGE_REFUSED,AccountIsDisabled"
    })
    void what_a_server_answers_is_told_with_what_to_do(int status, String answer, ErrorCode code, String words) {
        try (FaultyProxy proxy = FaultyProxy.before(server.port())) {
            proxy.meet(Faults.always(new Fault.Status(status, answer, List.of("x-ms-error-code: " + answer))));
            LakesmithException told = told(AzureServers.options(server, proxy.endpoint()), file);
            assertThat(told.code()).isEqualTo(code);
            assertThat(told.message()).contains(file).contains(words);
        }
    }
}
