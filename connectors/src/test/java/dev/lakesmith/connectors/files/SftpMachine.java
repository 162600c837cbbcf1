package dev.lakesmith.connectors.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.DirectoryHandle;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** A real SFTP server on loopback, whose root is a folder. It knows the user {@code reader}. */
final class SftpMachine implements AutoCloseable {

    static final String PASSWORD = "correct-horse-battery";

    private final SshServer server = SshServer.setUpDefaultServer();
    private final List<PublicKey> users = new ArrayList<>();
    private final AtomicInteger logins = new AtomicInteger();
    private final AtomicLong given = new AtomicLong();
    private volatile String unlistable = "/none";
    private volatile long breakAt = Long.MAX_VALUE;
    private KeyPair key;

    private SftpMachine(Path root, KeyPair key) {
        this.key = key;
        SftpSubsystemFactory sftp = new SftpSubsystemFactory.Builder().build();
        sftp.addSftpEventListener(new SftpEventListener() {
            @Override
            public void reading(
                    ServerSession session, String handle, FileHandle file, long offset, byte[] data, int at, int length)
                    throws IOException {
                if (offset >= breakAt) {
                    breakAt = Long.MAX_VALUE;
                    session.close(true);
                    throw new IOException("broken by the test");
                }
            }

            @Override
            public void readingEntries(ServerSession session, String handle, DirectoryHandle folder)
                    throws IOException {
                if (folder.getFile().toString().endsWith(unlistable)) {
                    throw new NoSuchFileException("a name");
                }
            }

            @Override
            public void read(
                    ServerSession session,
                    String handle,
                    FileHandle file,
                    long offset,
                    byte[] data,
                    int at,
                    int length,
                    int read,
                    Throwable thrown) {
                given.addAndGet(Math.max(0, read));
            }
        });
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(session -> List.of(this.key));
        server.setPasswordAuthenticator(
                (user, password, session) -> user.equals("reader") && password.equals(PASSWORD));
        server.setPublickeyAuthenticator(
                (user, offered, session) -> user.equals("reader") && KeyUtils.findMatchingKey(offered, users) != null);
        server.setFileSystemFactory(new VirtualFileSystemFactory(root));
        server.setSubsystemFactories(List.of(sftp));
        server.addSessionListener(new SessionListener() {
            @Override
            public void sessionEvent(Session session, Event event) {
                if (event == Event.Authenticated) {
                    logins.incrementAndGet();
                }
            }
        });
    }

    static SftpMachine start(Path root) {
        return start(root, newKey(KeyPairProvider.ECDSA_SHA2_NISTP256, 256), 0);
    }

    static SftpMachine start(Path root, KeyPair key, int port) {
        SftpMachine machine = new SftpMachine(root, key);
        try {
            machine.server.setPort(port);
            machine.server.start();
            return machine;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static KeyPair newKey(String kind, int bits) {
        try {
            return KeyUtils.generateKeyPair(kind, bits);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return server.getPort();
    }

    KeyPair key() {
        return key;
    }

    String url() {
        return "sftp://127.0.0.1:" + port();
    }

    String fingerprint() {
        return KeyUtils.getFingerPrint(key.getPublic());
    }

    /** The lines of a source that reads a folder of it. */
    String source(String folder) {
        return "url: " + url() + folder + "\nuser: reader\npassword: " + PASSWORD + "\nhost_key: \"" + fingerprint()
                + "\"";
    }

    void know(PublicKey user) {
        users.add(user);
    }

    /** Ends the connection once when a client asks for bytes from there on. */
    void breakAt(long offset) {
        breakAt = offset;
    }

    /** Fails for every listing of folders of that name, as servers do that find a name they cannot write. */
    void breakListings(String folder) {
        unlistable = "/" + folder;
    }

    /** How many bytes of files were given away since the last call. */
    long given() {
        return given.getAndSet(0);
    }

    /** How many logins there were since the last call. */
    int logins() {
        return logins.getAndSet(0);
    }

    void endSessions() {
        server.getActiveSessions().forEach(session -> session.close(true));
    }

    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
