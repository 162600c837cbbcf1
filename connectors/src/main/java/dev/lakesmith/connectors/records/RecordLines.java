package dev.lakesmith.connectors.records;

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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes records into a batch's folder, one a line; begins another file when one is large. */
public final class RecordLines implements AutoCloseable {

    /** How the names of its files end. */
    public static final String ENDING = ".jsonl";

    private static final long LARGE = 256L << 20;

    private final Path folder;
    private final List<Path> files = new ArrayList<>();
    private @Nullable OutputStream out;
    private long written;
    private long total;

    /** @param folder an existing, empty folder */
    public RecordLines(Path folder) {
        this.folder = folder;
    }

    /** Adds one record. Line ends between the parts of a record go away; inside its texts JSON has none. */
    public void add(byte[] text, int from, int to) {
        try {
            OutputStream open = open();
            int start = from;
            for (int i = from; i < to; i++) {
                if (text[i] == '\n' || text[i] == '\r') {
                    write(open, text, start, i);
                    start = i + 1;
                }
            }
            write(open, text, start, to);
            open.write('\n');
            written++;
            total++;
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    private void write(OutputStream open, byte[] text, int from, int to) throws IOException {
        open.write(text, from, to - from);
        written += to - from;
        total += to - from;
    }

    private OutputStream open() throws IOException {
        OutputStream current = out;
        if (current != null && written < LARGE) {
            return current;
        }
        close();
        Path file = folder.resolve("%05d".formatted(files.size() + 1) + ENDING);
        files.add(file);
        written = 0;
        OutputStream next = new BufferedOutputStream(new FileOutputStream(file.toFile()), 1 << 16);
        out = next;
        return next;
    }

    /** How many bytes were written. */
    public long bytes() {
        return total;
    }

    /** The files, complete and synced to disk. */
    public List<Path> finish() {
        close();
        try {
            for (Path file : files) {
                sync(file, StandardOpenOption.WRITE);
            }
            if (!files.isEmpty()
                    && folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                sync(folder, StandardOpenOption.READ);
            }
            return List.copyOf(files);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    private static void sync(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    /** Removes the files: nothing of them is wanted. */
    public void discard() {
        close();
        try {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    @Override
    public void close() {
        try {
            if (out != null) {
                out.close();
                out = null;
            }
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /** What to tell when a folder of landing cannot be written. */
    public static LakesmithException unwritable(Path folder, IOException e) {
        return new LakesmithException(
                ErrorCode.LAKE_UNREADABLE,
                "cannot write to landing, " + folder + ": " + e.getMessage() + "; check rights and free space",
                e);
    }
}
