package dev.lakesmith.connectors.singer;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes records into a batch's folder as the tap wrote them, one a line, into files of a size that engines like. */
final class LandedRecords implements AutoCloseable {

    private static final long LARGE = 256L << 20;

    private final Path folder;
    private final List<Path> files = new ArrayList<>();
    private final MessageDigest digest;
    private @Nullable OutputStream out;
    private long inFile;
    private long bytes;

    LandedRecords(Path folder) {
        this.folder = folder;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    void add(byte[] line, int from, int to) {
        try {
            OutputStream open = open();
            open.write(line, from, to - from);
            open.write('\n');
        } catch (IOException e) {
            throw unwritable(e);
        }
        digest.update(line, from, to - from);
        digest.update((byte) '\n');
        inFile += to - from + 1;
        bytes += to - from + 1;
    }

    private OutputStream open() throws IOException {
        OutputStream current = out;
        if (current != null && inFile < LARGE) {
            return current;
        }
        close();
        Path file = folder.resolve("%05d.jsonl".formatted(files.size() + 1));
        OutputStream next = new BufferedOutputStream(new FileOutputStream(file.toFile()), 1 << 16);
        files.add(file);
        inFile = 0;
        out = next;
        return next;
    }

    long bytes() {
        return bytes;
    }

    /** The files, complete and synced to disk. */
    List<Path> finished() {
        close();
        try {
            for (Path file : files) {
                sync(file, StandardOpenOption.WRITE);
            }
            if (!files.isEmpty()
                    && folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                sync(folder, StandardOpenOption.READ);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
        return List.copyOf(files);
    }

    private static void sync(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    /** The same for the same records in the same order. Nothing can be added afterwards. */
    String etag() {
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }

    /** Nothing of it is wanted. */
    void discard() {
        close();
        try {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private LakesmithException unwritable(IOException e) {
        return new LakesmithException(
                ErrorCode.LAKE_UNREADABLE,
                "cannot write to landing, " + folder + ": " + e.getMessage() + "; check rights and free space",
                e);
    }

    @Override
    public void close() {
        try {
            if (out != null) {
                out.close();
                out = null;
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }
}
