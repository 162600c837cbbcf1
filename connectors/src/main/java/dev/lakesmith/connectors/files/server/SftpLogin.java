package dev.lakesmith.connectors.files.server;

import dev.lakesmith.core.connector.SourceFailure;
import dev.lakesmith.core.connector.SourceFailure.Extent;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.sftp.client.SftpClientFactory;

/** Connects over SSH: knows the server by its key, and logs in with a password or a private key. */
final class SftpLogin {

    private static final String KEY_BEGINS = "-----BEGIN";
    private static final int HEARTBEATS_WITHOUT_REPLY = 3;

    private SftpLogin() {}

    /** Fails with a {@link SourceFailure}. */
    static RemoteFolder connect(Login login) {
        List<KeyPair> keys = keys(login);
        HostKeys hostKeys = HostKeys.of(login);
        SshClient client = client(login, hostKeys);
        boolean done = false;
        try {
            ClientSession session = session(client, login, hostKeys);
            authenticate(session, login, keys);
            RemoteFolder folder = folder(client, session, login);
            done = true;
            return folder;
        } finally {
            if (!done) {
                client.close(true);
            }
        }
    }

    private static SshClient client(Login login, HostKeys hostKeys) {
        SshClient client = SshClient.setUpDefaultClient();
        // Only what the source says counts, not what is in the user's folder.
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setServerKeyVerifier(hostKeys);
        List<NamedFactory<Signature>> signatures = new ArrayList<>(client.getSignatureFactories());
        signatures.sort(Comparator.comparing(
                each -> hostKeys.kinds().contains(KeyUtils.getCanonicalKeyType(each.getName())) ? 0 : 1));
        client.setSignatureFactories(signatures);
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.AUTH_TIMEOUT.set(client, login.timeout());
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(
                client, login.timeout().dividedBy(HEARTBEATS_WITHOUT_REPLY).plusMillis(1));
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, HEARTBEATS_WITHOUT_REPLY);
        client.start();
        return client;
    }

    private static ClientSession session(SshClient client, Login login, HostKeys hostKeys) {
        try {
            InetAddress address = InetAddress.getByName(login.server().host());
            ClientSession session = client.connect(
                            login.user(),
                            new InetSocketAddress(address, login.server().port()))
                    .verify(login.connectTimeout())
                    .getSession();
            // The key is looked at before anything else happens.
            session.waitFor(
                    List.of(ClientSession.ClientSessionEvent.WAIT_AUTH, ClientSession.ClientSessionEvent.CLOSED),
                    login.connectTimeout());
            if (hostKeys.refusal().isPresent()) {
                throw SourceFailure.fatal(
                        Extent.SOURCE, login.prefix() + hostKeys.refusal().get(), null);
            }
            if (session.getServerVersion() == null) {
                throw SourceFailure.retryable(
                        Extent.SOURCE,
                        login.prefix() + "what answers there does not speak SSH within connect_timeout; check host and"
                                + " port of 'url'",
                        null);
            }
            return session;
        } catch (UnknownHostException e) {
            throw SourceFailure.fatal(Extent.SOURCE, login.prefix() + "there is no such host; check 'url'", e);
        } catch (IOException e) {
            refuseInterrupted(e);
            throw SourceFailure.retryable(Extent.SOURCE, login.prefix() + words(e), e);
        }
    }

    private static String words(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                return "cannot connect: " + cause.getMessage()
                        + "; check host and port of 'url', and whether the server is up";
            }
        }
        String said = String.valueOf(failure.getMessage());
        return (said.contains("timeout") ? "no connection within connect_timeout: " : "cannot connect: ") + said
                + "; check host and port of 'url', and whether an SSH server answers there";
    }

    private static void authenticate(ClientSession session, Login login, List<KeyPair> keys) {
        Optional<String> password = login.options().find("password", String.class);
        password.ifPresent(session::addPasswordIdentity);
        keys.forEach(session::addPublicKeyIdentity);
        try {
            session.auth().verify(login.timeout());
        } catch (IOException e) {
            refuseInterrupted(e);
            if (!session.isOpen() && !String.valueOf(e.getMessage()).contains("authentication")) {
                throw SourceFailure.retryable(
                        Extent.SOURCE, login.prefix() + "the connection broke at the login: " + e.getMessage(), e);
            }
            String with = keys.isEmpty()
                    ? "its password"
                    : password.isPresent() ? "its private key and password" : "its private key";
            throw SourceFailure.fatal(
                    Extent.SOURCE,
                    login.prefix() + "the server refuses the user '" + login.user() + "' with " + with + ": "
                            + e.getMessage() + "; check 'user' and "
                            + (keys.isEmpty()
                                    ? "'password'"
                                    : "'private_key', and that the server knows its public key"),
                    e);
        }
    }

    private static RemoteFolder folder(SshClient client, ClientSession session, Login login) {
        try {
            return new SftpFolder(client, session, SftpClientFactory.instance().createSftpClient(session));
        } catch (IOException e) {
            refuseInterrupted(e);
            throw SourceFailure.fatal(
                    Extent.SOURCE,
                    login.prefix() + "the server lets '" + login.user() + "' log in, but gives no SFTP: "
                            + e.getMessage() + "; ask whoever runs it to allow SFTP for this user",
                    e);
        }
    }

    private static List<KeyPair> keys(Login login) {
        Optional<String> written = login.options().find("private_key", String.class);
        if (written.isEmpty()) {
            return List.of();
        }
        boolean inline = written.get().startsWith(KEY_BEGINS);
        Path file = inline ? login.project() : login.project().resolve(written.get());
        String name = inline ? "'private_key'" : "'private_key' " + file;
        byte[] text;
        try {
            text = inline ? written.get().concat("\n").getBytes(StandardCharsets.UTF_8) : Files.readAllBytes(file);
        } catch (IOException e) {
            throw SourceFailure.fatal(
                    Extent.SOURCE,
                    login.prefix() + name + " cannot be read: there is no such file, or not for this user",
                    e);
        }
        Optional<String> passphrase = login.options().find("passphrase", String.class);
        try (InputStream in = new ByteArrayInputStream(text)) {
            List<KeyPair> found = new ArrayList<>();
            Iterable<KeyPair> pairs = SecurityUtils.loadKeyPairIdentities(
                    null,
                    NamedResource.ofName("private_key"),
                    in,
                    passphrase.map(FilePasswordProvider::of).orElse(FilePasswordProvider.EMPTY));
            if (pairs != null) {
                pairs.forEach(found::add);
            }
            if (!found.isEmpty()) {
                return found;
            }
            throw new IOException("it holds no private key");
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw SourceFailure.fatal(
                    Extent.SOURCE,
                    login.prefix() + name + " is no private key that can be used: " + e.getMessage() + "; "
                            + (passphrase.isPresent()
                                    ? "check 'passphrase'"
                                    : "if it has a passphrase, write it in 'passphrase'")
                            + "; keys are in OpenSSH's form, PEM or PKCS #8 (of PuTTY's: puttygen key.ppk -O"
                            + " private-openssh)",
                    e);
        }
    }

    private static void refuseInterrupted(IOException e) {
        if (e instanceof InterruptedIOException) {
            Thread.currentThread().interrupt();
            throw new LakesmithException(ErrorCode.INTERRUPTED, "the run was interrupted", e);
        }
    }
}
