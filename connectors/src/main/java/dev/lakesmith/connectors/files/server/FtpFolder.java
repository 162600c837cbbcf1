package dev.lakesmith.connectors.files.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPCmd;
import org.apache.commons.net.ftp.FTPFile;
import org.apache.commons.net.ftp.FTPReply;
import org.jspecify.annotations.Nullable;

/**
 * A connection over FTP, secured or not. Servers that have {@code MLSD} tell sizes and times in seconds; of others the
 * listing is read as far as it can be, and sizes and times are asked for one by one.
 */
final class FtpFolder implements RemoteFolder {

    private static final Duration SECOND = Duration.ofSeconds(2);
    private static final Duration MINUTE = Duration.ofMinutes(2);
    private static final int BUFFER_BYTES = 1 << 16;

    private final FTPClient ftp;
    private final String described;
    private final boolean lists;
    private final String home;

    private FtpFolder(FTPClient ftp, String described, boolean lists, String home) {
        this.ftp = ftp;
        this.described = described;
        this.lists = lists;
        this.home = home;
    }

    /** @param ftp logged in */
    static FtpFolder of(FTPClient ftp, String described) throws IOException {
        String home = Optional.ofNullable(ftp.printWorkingDirectory()).orElse("/");
        return new FtpFolder(ftp, described, ftp.hasFeature(FTPCmd.MLST), home);
    }

    @Override
    public String described() {
        return described;
    }

    @Override
    public String home() {
        return home;
    }

    @Override
    public String canonical(String folder) {
        // FTP does not tell; links to folders are not followed.
        return folder;
    }

    @Override
    public List<Entry> list(String folder) throws IOException {
        FTPFile[] found = lists ? ftp.mlistDir(folder) : ftp.listFiles(folder);
        refuse(folder);
        List<Entry> entries = new ArrayList<>();
        for (FTPFile each : found) {
            String name =
                    each == null ? "" : each.getName().substring(each.getName().lastIndexOf('/') + 1);
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                continue;
            }
            if (lists && each.isValid() && (each.isFile() || each.isDirectory())) {
                entries.add(entry(name, each, SECOND));
            } else if (each.isDirectory()) {
                entries.add(new Entry(name, Kind.FOLDER, 0, Optional.empty(), SECOND));
            } else {
                entries.add(exactly(RemotePaths.resolve(folder, name), each));
            }
        }
        if (entries.isEmpty() && !isFolder(folder)) {
            // Some servers list nothing where nothing is.
            throw new NoSuchFileException(folder);
        }
        return entries;
    }

    /** Size and time as they are asked for; what a listing of its own form says counts where they cannot be. */
    private Entry exactly(String path, FTPFile listed) throws IOException {
        String name = path.substring(path.lastIndexOf('/') + 1);
        Optional<Long> size = size(path);
        Optional<Instant> modified = modified(path);
        if (size.isEmpty() && listed.isSymbolicLink()) {
            return new Entry(name, Kind.OTHER, 0, Optional.empty(), SECOND);
        }
        Optional<Instant> told = Optional.ofNullable(listed.getTimestamp()).map(Calendar::toInstant);
        return new Entry(
                name,
                Kind.FILE,
                size.orElse(Math.max(0, listed.getSize())),
                modified.or(() -> told),
                modified.isPresent() ? SECOND : MINUTE);
    }

    private static Entry entry(String name, FTPFile file, Duration grain) {
        return new Entry(
                name,
                file.isDirectory() ? Kind.FOLDER : Kind.FILE,
                Math.max(0, file.getSize()),
                Optional.ofNullable(file.getTimestamp()).map(Calendar::toInstant),
                grain);
    }

    @Override
    public Optional<Entry> look(String path) throws IOException {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (lists) {
            FTPFile file = ftp.mlistFile(path);
            refuse(path, false);
            return Optional.ofNullable(file).map(found -> entry(name, found, SECOND));
        }
        Optional<Long> size = size(path);
        if (size.isPresent()) {
            return Optional.of(new Entry(name, Kind.FILE, size.get(), modified(path), SECOND));
        }
        return isFolder(path)
                ? Optional.of(new Entry(name, Kind.FOLDER, 0, Optional.empty(), SECOND))
                : Optional.empty();
    }

    private boolean isFolder(String path) throws IOException {
        if (path.equals("/")) {
            return true;
        }
        boolean entered = ftp.changeWorkingDirectory(path);
        return entered && ftp.changeWorkingDirectory(home);
    }

    private Optional<Long> size(String path) throws IOException {
        String told = ftp.getSize(path);
        return Optional.ofNullable(told)
                .map(String::strip)
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::valueOf);
    }

    private Optional<Instant> modified(String path) throws IOException {
        return Optional.ofNullable(ftp.mdtmInstant(path));
    }

    @Override
    public boolean read(String path, long from, long most, Sink sink) throws IOException {
        ftp.setRestartOffset(from);
        @Nullable InputStream data = ftp.retrieveFileStream(path);
        if (data == null) {
            int reply = ftp.getReplyCode();
            if (from > 0 && (reply == FTPReply.COMMAND_NOT_IMPLEMENTED || reply == FTPReply.UNRECOGNIZED_COMMAND)) {
                return false;
            }
            refuse(path);
            throw new IOException(reply());
        }
        long position = from;
        try (InputStream in = data) {
            byte[] buffer = new byte[BUFFER_BYTES];
            int count = 0;
            while (position <= most && (count = in.read(buffer)) >= 0) {
                sink.take(ByteBuffer.wrap(buffer, 0, count));
                position += count;
            }
        }
        // Only what the server says behind it tells that this was the end.
        if (!ftp.completePendingCommand() && position <= most) {
            throw new IOException("the transfer did not end well: " + reply());
        }
        return true;
    }

    private void refuse(String path) throws IOException {
        refuse(path, true);
    }

    /** What 550 means is only said in words; most servers say it in English. */
    private void refuse(String path, boolean missing) throws IOException {
        int code = ftp.getReplyCode();
        if (code != FTPReply.FILE_UNAVAILABLE && code != FTPReply.NOT_LOGGED_IN) {
            if (!FTPReply.isPositiveCompletion(code) && !FTPReply.isPositivePreliminary(code) && missing) {
                throw new IOException(reply());
            }
            return;
        }
        String said = reply().toLowerCase(Locale.ROOT);
        if (said.contains("denied") || said.contains("permission") || said.contains("not allowed")) {
            throw new AccessDeniedException(path, null, reply());
        }
        if (missing) {
            throw new NoSuchFileException(path, null, reply());
        }
    }

    private String reply() {
        return String.valueOf(ftp.getReplyString())
                .replaceAll("[\\s\\p{Cntrl}]+", " ")
                .strip();
    }

    @Override
    public boolean isOpen() {
        return ftp.isConnected();
    }

    @Override
    public void close() {
        try {
            if (ftp.isConnected()) {
                ftp.quit();
            }
        } catch (IOException e) {
            // The other side is gone already.
            return;
        } finally {
            disconnect();
        }
    }

    private void disconnect() {
        try {
            ftp.disconnect();
        } catch (IOException e) {
            // There is nothing left to end.
            return;
        }
    }
}
