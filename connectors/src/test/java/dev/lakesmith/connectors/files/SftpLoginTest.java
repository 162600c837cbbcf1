package dev.lakesmith.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lakesmith.core.connector.SourceFailure;
import dev.lakesmith.core.connector.SourceFailure.Extent;
import dev.lakesmith.core.connector.SourceFailure.Outlook;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers are known by their keys, users by passwords and keys, and what is wrong is told. */
final class SftpLoginTest {

    private static final String CSV = "streams: { s: { path: '*.csv', format: csv } }";
    private static final String PASSPHRASE = "a-long-passphrase";

    @TempDir
    Path folder;

    private Path project;
    private SftpMachine machine;
    private Remote remote;

    @BeforeEach
    void start() throws IOException {
        Path root = Files.createDirectories(folder.resolve("machine"));
        Remote.file(root, "a.csv", "id\n1\n");
        machine = SftpMachine.start(root);
        project = Files.createDirectories(folder.resolve("project"));
        Files.createFile(project.resolve("nobody"));
        remote = new Remote(project);
    }

    @AfterEach
    void stop() {
        machine.close();
    }

    private SourceFailure failure(String... lines) {
        remote.source(lines);
        SourceFailure failure = catchThrowableOfType(SourceFailure.class, () -> remote.pending());
        assertThat(failure).isNotNull();
        assertThat(failure.message()).doesNotContain(SftpMachine.PASSWORD).doesNotContain(PASSPHRASE);
        assertThat(failure.extent()).isEqualTo(Extent.SOURCE);
        return failure;
    }

    private String url() {
        return "url: " + machine.url() + "\nuser: reader\n";
    }

    private String password() {
        return url() + "password: " + SftpMachine.PASSWORD + "\n";
    }

    @Test
    void aServerThatIsNotKnownIsRefusedAndItsFingerprintTold() {
        SourceFailure unknown = failure(password() + "known_hosts: nobody", CSV);
        assertThat(unknown.outlook()).isEqualTo(Outlook.FATAL);
        assertThat(unknown.message())
                .isEqualTo("source drop: " + machine.url() + ": the server is not known: it shows the key "
                        + machine.fingerprint() + " (ecdsa-sha2-nistp256), and " + project.resolve("nobody")
                        + " does not name this host. Ask whoever runs the server for its key's fingerprint. If it is"
                        + " this one, write host_key: \"" + machine.fingerprint()
                        + "\" in the source, or add the key to that file");

        String other = KeyUtils.getFingerPrint(
                SftpMachine.newKey(KeyPairProvider.ECDSA_SHA2_NISTP256, 256).getPublic());
        assertThat(failure(password() + "host_key: \"" + other + "\"", CSV).message())
                .contains("shows the key " + machine.fingerprint() + " (ecdsa-sha2-nistp256), and 'host_key' names "
                        + other + ": somebody may stand between, or the server has another key now. ");
        assertThat(failure(password() + "known_hosts: none", CSV).message())
                .endsWith("none is no file of known hosts: there is no such file");
    }

    @Test
    void aFileOfKnownHostsIsEnoughUnlessTheKeyChanged() throws IOException {
        String host = "[127.0.0.1]:" + machine.port() + " ";
        Files.writeString(
                project.resolve("known"),
                "# hosts\nother.example.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJxQZ0b3U9Jn1Yc9yyyf7C8p6rqsTFGSDh8mYqFzYl9b\n"
                        + host + PublicKeyEntry.toString(machine.key().getPublic()) + "\n");
        remote.source(password() + "known_hosts: known", CSV);
        assertThat(remote.pending().files()).hasSize(1);

        KeyPair other = SftpMachine.newKey(KeyPairProvider.ECDSA_SHA2_NISTP256, 256);
        Files.writeString(project.resolve("changed"), host + PublicKeyEntry.toString(other.getPublic()) + "\n");
        assertThat(failure(password() + "known_hosts: changed", CSV).message())
                .contains("and " + project.resolve("changed") + " has " + KeyUtils.getFingerPrint(other.getPublic())
                        + " (ecdsa-sha2-nistp256) for it: somebody may stand between");

        Files.writeString(
                project.resolve("revoked"),
                "@revoked " + host + PublicKeyEntry.toString(machine.key().getPublic()) + "\n");
        assertThat(failure(password() + "known_hosts: revoked", CSV).message()).contains("is revoked in ");
    }

    @Test
    void privateKeysWorkWithAndWithoutPassphrase() throws IOException, GeneralSecurityException {
        KeyPair user = SftpMachine.newKey(KeyPairProvider.SSH_ED25519, 256);
        machine.know(user.getPublic());
        write(user, "id", null);
        OpenSSHKeyEncryptionContext encryption = new OpenSSHKeyEncryptionContext();
        encryption.setPassword(PASSPHRASE);
        encryption.setCipherName("AES");
        encryption.setCipherType("256");
        write(user, "locked", encryption);
        String pinned = url() + "host_key: \"" + machine.fingerprint() + "\"\n";

        remote.source(pinned + "private_key: id", CSV);
        assertThat(remote.files()).containsExactly("sftp://127.0.0.1/a.csv=id\n1\n");
        remote.source(pinned + "private_key: locked\npassphrase: " + PASSPHRASE, CSV);
        assertThat(remote.pending().unchanged()).isEqualTo(1);
        remote.source(pinned + "private_key: ${file:id}", CSV);
        assertThat(remote.pending().unchanged()).isEqualTo(1);

        assertThat(failure(pinned + "private_key: locked", CSV).message())
                .contains("'private_key' " + project.resolve("locked") + " is no private key that can be used: ")
                .contains("if it has a passphrase, write it in 'passphrase'");
        assertThat(failure(pinned + "private_key: locked\npassphrase: not-this-one", CSV)
                        .message())
                .contains("; check 'passphrase'")
                .doesNotContain("not-this-one");
        assertThat(failure(pinned + "private_key: nothing", CSV).message())
                .endsWith("'private_key' " + project.resolve("nothing")
                        + " cannot be read: there is no such file, or not for this user");
        assertThat(failure(pinned + "private_key: nobody", CSV).message()).contains("it holds no private key");
        write(SftpMachine.newKey(KeyPairProvider.ECDSA_SHA2_NISTP256, 256), "stranger", null);
        assertThat(failure(pinned + "private_key: stranger", CSV).message())
                .contains("the server refuses the user 'reader' with its private key: ")
                .endsWith("; check 'user' and 'private_key', and that the server knows its public key");
    }

    private void write(KeyPair key, String name, @Nullable OpenSSHKeyEncryptionContext encryption)
            throws IOException, GeneralSecurityException {
        try (OutputStream out = Files.newOutputStream(project.resolve(name))) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", encryption, out);
        }
    }

    @Test
    void serversWithKeysOfEd25519AndRsaAreKnownToo() throws IOException {
        for (String kind : new String[] {KeyPairProvider.SSH_ED25519, KeyPairProvider.SSH_RSA}) {
            KeyPair key = SftpMachine.newKey(kind, kind.equals(KeyPairProvider.SSH_RSA) ? 2048 : 256);
            try (SftpMachine other = SftpMachine.start(folder.resolve("machine"), key, 0)) {
                remote.source(other.source(""), CSV);
                assertThat(remote.pending().files()).as(kind).hasSize(1);
            }
        }
    }

    @Test
    void whatIsWrongWithALoginIsTold() throws IOException {
        String pin = "\nhost_key: \"" + machine.fingerprint() + "\"";
        SourceFailure refused = failure(url() + "password: not-this-one" + pin, CSV);
        assertThat(refused.outlook()).isEqualTo(Outlook.FATAL);
        assertThat(refused.message())
                .startsWith(
                        "source drop: " + machine.url() + ": the server refuses the user 'reader' with its password: ")
                .endsWith("; check 'user' and 'password'")
                .doesNotContain("not-this-one");

        assertThat(failure(machine.source("").replace("127.0.0.1", "nowhere.invalid"), CSV)
                        .message())
                .isEqualTo("source drop: sftp://nowhere.invalid:" + machine.port()
                        + ": there is no such host; check 'url'");

        machine.close();
        SourceFailure down = failure(machine.source(""), CSV);
        assertThat(down.outlook()).isEqualTo(Outlook.RETRYABLE);
        assertThat(down.message()).contains(": cannot connect: ").contains("whether the server is up");

        try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> {
                try (var client = web.accept()) {
                    client.getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            answering.start();
            String other = machine.source("").replace(":" + machine.port(), ":" + web.getLocalPort());
            SourceFailure failure = failure(other, "connect_timeout: 2s", CSV);
            assertThat(failure.outlook()).isEqualTo(Outlook.RETRYABLE);
            assertThat(failure.message()).contains("check host and port of 'url'");
        }
    }
}
