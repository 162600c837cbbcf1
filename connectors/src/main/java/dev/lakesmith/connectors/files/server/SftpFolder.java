package dev.lakesmith.connectors.files.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.Attribute;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.DirEntry;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.jspecify.annotations.Nullable;

/** A connection over SFTP. */
final class SftpFolder implements RemoteFolder {

    private static final Duration SECOND = Duration.ofSeconds(2);
    private static final Duration GOODBYE = Duration.ofSeconds(1);
    private static final int MOST_LINKS = 16;
    private static final int BUFFER_BYTES = 1 << 16;

    private final SshClient client;
    private final ClientSession session;
    private final SftpClient sftp;

    SftpFolder(SshClient client, ClientSession session, SftpClient sftp) {
        this.client = client;
        this.session = session;
        this.sftp = sftp;
        sftp.setNameDecodingCharset(StandardCharsets.UTF_8);
    }

    /** Something that is asked about a path. */
    @FunctionalInterface
    private interface Question<T extends @Nullable Object> {
        T of(SftpClient sftp) throws IOException;
    }

    private <T extends @Nullable Object> T ask(String path, Question<T> question) throws IOException {
        try {
            return question.of(sftp);
        } catch (SftpException e) {
            switch (e.getStatus()) {
                case SftpConstants.SSH_FX_NO_SUCH_FILE, SftpConstants.SSH_FX_NO_SUCH_PATH -> {
                    NoSuchFileException gone = new NoSuchFileException(path);
                    gone.initCause(e);
                    throw gone;
                }
                case SftpConstants.SSH_FX_PERMISSION_DENIED -> {
                    AccessDeniedException denied = new AccessDeniedException(path, null, e.getMessage());
                    denied.initCause(e);
                    throw denied;
                }
                default -> throw e;
            }
        }
    }

    @Override
    public String described() {
        return session.getServerVersion().replaceFirst("^SSH-2.0-", "SFTP of ") + ", as " + session.getUsername();
    }

    @Override
    public String home() throws IOException {
        return ask(".", client -> client.canonicalPath("."));
    }

    @Override
    public String canonical(String folder) throws IOException {
        try {
            return ask(folder, client -> {
                String path = client.canonicalPath(folder);
                // Some servers only tidy the path up.
                for (int links = 0; links < MOST_LINKS && client.lstat(path).isSymbolicLink(); links++) {
                    path = RemotePaths.resolve(RemotePaths.parent(path), client.readLink(path));
                }
                return path;
            });
        } catch (NoSuchFileException e) {
            // Whoever lists it is told.
            return folder;
        }
    }

    @Override
    public List<Entry> list(String folder) throws IOException {
        List<DirEntry> found = new ArrayList<>();
        try (SftpClient.CloseableHandle handle = ask(folder, client -> client.openDir(folder))) {
            for (List<DirEntry> some = next(folder, handle); some != null; some = next(folder, handle)) {
                found.addAll(some);
            }
        }
        List<Entry> entries = new ArrayList<>();
        for (DirEntry each : found) {
            String name = each.getFilename();
            if (!name.equals(".") && !name.equals("..")) {
                Attributes attributes = each.getAttributes();
                if (attributes.isRegularFile() || attributes.isDirectory()) {
                    entries.add(entry(name, attributes));
                } else {
                    look(RemotePaths.resolve(folder, name)).ifPresent(entries::add);
                }
            }
        }
        return entries;
    }

    private @Nullable List<DirEntry> next(String folder, SftpClient.CloseableHandle handle) throws IOException {
        try {
            return ask(folder, client -> client.readDir(handle));
        } catch (NoSuchFileException e) {
            // The folder is there: a server that cannot tell a name in it must not look like one without the folder.
            FileSystemException broken = new FileSystemException(folder, null, "it says that there is no such file");
            broken.initCause(e);
            throw broken;
        }
    }

    @Override
    public Optional<Entry> look(String path) throws IOException {
        try {
            Attributes attributes = ask(path, client -> client.stat(path));
            return Optional.of(entry(path.substring(path.lastIndexOf('/') + 1), attributes));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Entry entry(String name, Attributes attributes) {
        Kind kind = attributes.isDirectory() ? Kind.FOLDER : attributes.isRegularFile() ? Kind.FILE : Kind.OTHER;
        Optional<Instant> modified = attributes.getFlags().contains(Attribute.ModifyTime)
                ? Optional.of(attributes.getModifyTime().toInstant())
                : Optional.empty();
        return new Entry(name, kind, attributes.getSize(), modified, SECOND);
    }

    @Override
    public boolean read(String path, long from, long most, Sink sink) throws IOException {
        return ask(path, client -> {
            byte[] buffer = new byte[BUFFER_BYTES];
            try (InputStream in = client.read(path)) {
                // A stream that was not read yet only notes where to begin.
                if (from > 0 && in.skip(from) != from) {
                    return false;
                }
                long position = from;
                int count = 0;
                while (position <= most && (count = in.read(buffer)) >= 0) {
                    sink.take(ByteBuffer.wrap(buffer, 0, count));
                    position += count;
                }
                return true;
            }
        });
    }

    @Override
    public boolean isOpen() {
        return session.isOpen() && sftp.isOpen();
    }

    @Override
    public void close() {
        try {
            session.close(false).await(GOODBYE);
        } catch (IOException e) {
            // The other side is gone already.
            client.close(true);
            return;
        }
        client.close(true);
    }
}
