package dev.lakesmith.formats;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A window of bytes that moves over a text and is always wide enough for the record being read. Offsets into {@link
 * #data} are valid until {@link #more} is called; offsets relative to {@link #start} stay valid.
 */
final class RecordWindow implements AutoCloseable {

    /** The longest record that is read as one. */
    static final int LONGEST_RECORD = 128 << 20;

    private static final int FIRST_SIZE = 1 << 20;

    private final Bytes bytes;
    private final Closeable source;
    private final long allBytes;
    private byte[] data = new byte[FIRST_SIZE];
    private int start;
    private int limit;
    private long base;

    /** Where the bytes come from. */
    private interface Bytes {

        /** Reads some from a place on; gives how many, -1 behind the end. */
        int read(ByteBuffer into, long position) throws IOException;
    }

    RecordWindow(Path path, long skipBytes) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        this.bytes = channel::read;
        this.source = channel;
        this.allBytes = channel.size();
        this.base = Math.min(skipBytes, allBytes);
    }

    /** Over a text that is in memory. */
    RecordWindow(byte[] text) {
        this.bytes = (into, position) -> {
            int count = (int) Math.min(into.remaining(), text.length - position);
            if (count <= 0) {
                return -1;
            }
            into.put(text, (int) position, count);
            return count;
        };
        this.source = () -> {};
        this.allBytes = text.length;
    }

    byte[] data() {
        return data;
    }

    /** Where the record begins in {@link #data}. */
    int start() {
        return start;
    }

    /** The end of what is loaded. */
    int limit() {
        return limit;
    }

    /** The record begins here now; what stands before may be forgotten. */
    void startAt(int offset) {
        start = offset;
    }

    /** The place in the file of an offset into {@link #data}. */
    long filePosition(int offset) {
        return base + offset;
    }

    /** Loads more behind the limit, moving the record to the front. False: at the end, or the record is too long. */
    boolean more() throws IOException {
        if (start > 0) {
            System.arraycopy(data, start, data, 0, limit - start);
            base += start;
            limit -= start;
            start = 0;
        }
        if (limit == data.length) {
            if (limit >= LONGEST_RECORD) {
                return false;
            }
            data = Arrays.copyOf(data, Math.min(data.length * 2, LONGEST_RECORD));
        }
        int count = bytes.read(ByteBuffer.wrap(data, limit, data.length - limit), base + limit);
        if (count <= 0) {
            return false;
        }
        limit += count;
        return true;
    }

    /** Whether {@link #more} stopped because the record is too long, not because the file ends. */
    boolean overlong() {
        return limit - start >= LONGEST_RECORD && base + limit < allBytes;
    }

    /** Fills the target from a place in the file without moving the window; gives how much there was. */
    int read(byte[] target, long position) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(target);
        int count = 0;
        while (buffer.hasRemaining() && count >= 0) {
            count = bytes.read(buffer, position + buffer.position());
        }
        return buffer.position();
    }

    /** Begins anew at a place in the file. */
    void seek(long position) {
        base = position;
        start = 0;
        limit = 0;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
