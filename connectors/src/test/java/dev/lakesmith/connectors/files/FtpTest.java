package dev.lakesmith.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lakesmith.connectors.files.FtpMachine.Security;
import dev.lakesmith.core.connector.Explorer;
import dev.lakesmith.core.connector.SourceFailure;
import dev.lakesmith.core.connector.SourceFailure.Extent;
import dev.lakesmith.core.connector.SourceFailure.Outlook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of FTP servers, secured and not. */
final class FtpTest {

    private static final String CSV = "streams: { s: { path: '**/*.csv', format: csv } }";
    private static final String LOGIN = "user: reader\npassword: " + FtpMachine.PASSWORD + "\n";

    @TempDir
    Path folder;

    private Path root;
    private Path project;
    private Remote remote;

    @BeforeEach
    void makeFolders() throws IOException {
        root = Files.createDirectories(folder.resolve("machine"));
        project = Files.createDirectories(folder.resolve("project"));
        Remote.file(root, "out/a.csv", "id\n1\n");
        Remote.file(root, "out/deep/b ü.csv", "id\n2\n");
        Remote.file(root, "out/deep/.c.csv", "no");
        Remote.file(root, "out/c.csv.part", "no");
        remote = new Remote(project);
    }

    private SourceFailure failure(String... lines) {
        remote.source(lines);
        SourceFailure failure = catchThrowableOfType(SourceFailure.class, () -> remote.extract());
        assertThat(failure).isNotNull();
        assertThat(failure.message()).doesNotContain(FtpMachine.PASSWORD);
        return failure;
    }

    @Test
    void filesComeOverTlsInBothWays() {
        Path store = Certificates.make(project, "server", "ip:127.0.0.1");
        for (Security security : new Security[] {Security.EXPLICIT, Security.IMPLICIT}) {
            String scheme = security == Security.EXPLICIT ? "ftpes" : "ftps";
            try (FtpMachine machine = FtpMachine.secured(root, security, store, Certificates.PASSWORD)) {
                Remote reading = new Remote(project);
                reading.source(
                        "url: " + scheme + "://127.0.0.1:" + machine.port() + "/out",
                        LOGIN + "tls: { ca: server.pem }",
                        CSV);
                assertThat(reading.files())
                        .containsExactly(
                                scheme + "://127.0.0.1/out/a.csv=id\n1\n",
                                scheme + "://127.0.0.1/out/deep/b ü.csv=id\n2\n");
                assertThat(reading.pending().unchanged()).isEqualTo(2);
                assertThat(machine.logins()).isEqualTo(1);
            }
        }
    }

    @Test
    void whoIsNotTrustedIsRefused() {
        Path store = Certificates.make(project, "server", "ip:127.0.0.1");
        Path other = Certificates.make(project, "other", "dns:other.example.com");
        try (FtpMachine machine = FtpMachine.secured(root, Security.EXPLICIT, store, Certificates.PASSWORD);
                FtpMachine stranger = FtpMachine.secured(root, Security.EXPLICIT, other, Certificates.PASSWORD);
                FtpMachine plain = FtpMachine.plain(root)) {
            SourceFailure unknown = failure("url: ftpes://127.0.0.1:" + machine.port(), LOGIN, CSV);
            assertThat(unknown.outlook()).isEqualTo(Outlook.FATAL);
            assertThat(unknown.message())
                    .startsWith("source drop: ftpes://127.0.0.1:" + machine.port() + ": no secure connection: ")
                    .endsWith("and 'tls' for who is trusted");
            assertThat(failure("url: ftpes://127.0.0.1:" + stranger.port(), LOGIN, "tls: { ca: other.pem }", CSV)
                            .message())
                    .contains("no secure connection: ");
            assertThat(failure("url: ftpes://127.0.0.1:" + plain.port(), LOGIN, CSV)
                            .message())
                    .contains("no secure connection: ");
            assertThat(failure("url: ftps://127.0.0.1:" + machine.port(), LOGIN, "timeout: 2s", CSV)
                            .message())
                    .contains("ftpes://");
        }
    }

    @Test
    void anUnsecuredServerIsReadOnlyWhenThatIsSaid() {
        try (FtpMachine machine = FtpMachine.plain(root)) {
            String url = "url: ftp://127.0.0.1:" + machine.port();
            assertThat(remote.mistakes(url, LOGIN, CSV))
                    .containsExactly("sources/drop.yml:2:6: ftp:// sends passwords and files so that everybody on"
                            + " the way can read them; write ftpes://, or, if it must be so, unencrypted: allowed");
            remote.source(url, LOGIN, "unencrypted: allowed", CSV);
            assertThat(remote.files()).hasSize(2);
            try (Explorer explorer = remote.explorer()) {
                assertThat(explorer.connect())
                        .isEqualTo("FTP, not secured, as reader at ftp://127.0.0.1:" + machine.port());
            }
        }
    }

    @Test
    void aTransferThatBreaksOffIsTriedAgain() {
        try (FtpMachine machine = FtpMachine.plain(root)) {
            String url = "url: ftp://127.0.0.1:" + machine.port() + "/out\nunencrypted: allowed";
            remote.source(url, LOGIN, "streams: { s: { path: a.csv, format: csv } }");
            machine.breakDownloads(2);
            assertThat(remote.files()).containsExactly("ftp://127.0.0.1/out/a.csv=id\n1\n");
            assertThat(remote.waits()).hasSize(2);

            Remote.file(root, "out/a.csv", "id\n2\n3\n");
            machine.breakDownloads(3);
            SourceFailure failure = catchThrowableOfType(SourceFailure.class, () -> remote.extract());
            assertThat(failure.outlook()).isEqualTo(Outlook.TRIED);
            assertThat(failure.message())
                    .contains("/out/a.csv: the connection broke: ")
                    .contains("; tried 3 times");
        }
    }

    @Test
    void whatIsWrongIsTold() {
        try (FtpMachine machine = FtpMachine.plain(root)) {
            String url = "url: ftp://127.0.0.1:" + machine.port() + "/out\nunencrypted: allowed\n";
            SourceFailure password = failure(url + "user: reader\npassword: not-this-one", CSV);
            assertThat(password.extent()).isEqualTo(Extent.SOURCE);
            assertThat(password.message())
                    .contains(": the server refuses the user 'reader': 530 ")
                    .contains("; check 'user' and 'password', and whether the server wants a secured connection,"
                            + " ftpes://")
                    .doesNotContain("not-this-one");
            assertThat(failure(url + LOGIN, "streams: { s: { path: 'deep/er/*.csv', format: csv } }")
                            .message())
                    .endsWith("/out/deep/er of path 'deep/er/*.csv' does not exist; the nearest that does is"
                            + " ftp://127.0.0.1:" + machine.port()
                            + "/out/deep. Correct 'path' or the source's 'url'");
            assertThat(failure(url.replace("127.0.0.1", "nowhere.invalid") + LOGIN, CSV)
                            .message())
                    .endsWith(": there is no such host; check 'url'");
        }
        SourceFailure down = failure("url: ftp://127.0.0.1:1/out\nunencrypted: allowed\n" + LOGIN, CSV);
        assertThat(down.outlook()).isEqualTo(Outlook.RETRYABLE);
        assertThat(down.message()).contains(": cannot connect: ").contains("whether the server is up");
    }
}
