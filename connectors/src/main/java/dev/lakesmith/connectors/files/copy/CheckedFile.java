package dev.lakesmith.connectors.files.copy;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** A copy in landing that grows from its beginning and is checked while it does. Written by one thread at a time. */
public final class CheckedFile implements AutoCloseable {

    private static final long SYNC_BYTES = 128L << 20;

    private final Path path;
    private final FileChannel file;
    private final LongConsumer progress;
    private final CRC32C crc32c = new CRC32C();
    private final CRC32 crc32 = new CRC32();
    private volatile long bytes;
    private long nextSync = SYNC_BYTES;

    /**
     * Begins a copy, in place of whatever is there.
     *
     * @param progress is told how many bytes there are
     */
    public CheckedFile(Path path, LongConsumer progress) {
        this.path = path;
        this.progress = progress;
        try {
            this.file = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** How many there are; any thread may ask. */
    public long bytes() {
        return bytes;
    }

    /** Adds what remains of the buffer. */
    public void write(ByteBuffer more) {
        long start = bytes;
        long end = start + more.remaining();
        int position = more.position();
        crc32c.update(more);
        more.position(position);
        crc32.update(more);
        more.position(position);
        try {
            while (more.hasRemaining()) {
                file.write(more, start + more.position() - position);
            }
            bytes = end;
            if (end >= nextSync) {
                nextSync = end + SYNC_BYTES;
                file.force(false);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
        progress.accept(end);
    }

    /** Begins anew. */
    public void restart() {
        try {
            file.truncate(0);
        } catch (IOException e) {
            throw unwritable(e);
        }
        bytes = 0;
        nextSync = SYNC_BYTES;
        crc32c.reset();
        crc32.reset();
    }

    /** The content so far, synced to disk, as {@link CopyWithChecksum#etagOf} gives it. */
    public String etag() {
        try {
            file.force(true);
        } catch (IOException e) {
            throw unwritable(e);
        }
        return CopyWithChecksum.etag(crc32c, crc32);
    }

    private LakesmithException unwritable(IOException e) {
        return new LakesmithException(
                ErrorCode.LAKE_UNREADABLE,
                "cannot write to landing, " + path + ": " + e.getMessage() + "; check rights and free space",
                e);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }
}
