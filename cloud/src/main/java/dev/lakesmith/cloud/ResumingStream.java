package dev.lakesmith.cloud;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.time.Instant;
import org.apache.iceberg.io.IOUtil;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.RangeReadable;
import org.apache.iceberg.io.SeekableInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads an immutable file; where a connection breaks off it opens another one and goes on at the same byte, until
 * nothing has come for as long as {@link Patience} says.
 */
final class ResumingStream extends SeekableInputStream implements RangeReadable {

    private final String location;
    private final InputFile file;
    private final Failures failures;
    private final byte[] single = new byte[1];
    private @Nullable SeekableInputStream stream;
    private long position;
    private int broken;
    private Instant begun = Instant.EPOCH;
    private boolean closed;

    ResumingStream(String location, InputFile file, Failures failures) {
        this.location = location;
        this.file = file;
        this.failures = failures;
    }

    @Override
    public long getPos() {
        return position;
    }

    @Override
    public void seek(long target) {
        position = target;
    }

    @Override
    public int read() throws IOException {
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = resumed(from -> {
            if (from.getPos() != position) {
                from.seek(position);
            }
            return from.read(buffer, offset, length);
        });
        position += Math.max(read, 0);
        return read;
    }

    @Override
    public void readFully(long start, byte[] buffer, int offset, int length) throws IOException {
        resumed(from -> {
            if (from instanceof RangeReadable ranges) {
                ranges.readFully(start, buffer, offset, length);
                return length;
            }
            from.seek(start);
            IOUtil.readFully(from, buffer, offset, length);
            return length;
        });
    }

    @Override
    public int readTail(byte[] buffer, int offset, int length) throws IOException {
        readFully(file.getLength() - length, buffer, offset, length);
        return length;
    }

    private interface Reading {
        int from(SeekableInputStream stream) throws IOException;
    }

    private int resumed(Reading reading) throws IOException {
        if (closed) {
            throw new IOException(location + " is closed");
        }
        while (true) {
            try {
                SeekableInputStream from = stream == null ? file.newStream() : stream;
                stream = from;
                int read = reading.from(from);
                broken = 0;
                return read;
            } catch (IOException | RuntimeException e) {
                if (!failures.isBreak(e)) {
                    throw failures.told(e, location);
                }
                pause(e);
            }
        }
    }

    // Most breaks are a single connection's, so the first time nothing is waited for.
    private void pause(Exception failure) {
        abandon();
        broken++;
        Instant now = Instant.now();
        if (broken == 1) {
            begun = now;
        }
        if (broken >= Patience.ATTEMPTS || now.isAfter(begun.plus(Patience.TOTAL))) {
            throw failures.told(failure, location);
        }
        if (broken > 1) {
            try {
                Thread.sleep(Patience.wait(broken - 1).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LakesmithException(ErrorCode.INTERRUPTED, "interrupted while " + location + " was read", e);
            }
        }
    }

    private void abandon() {
        SeekableInputStream old = stream;
        stream = null;
        if (old != null) {
            try {
                old.close();
            } catch (IOException | RuntimeException e) {
                // It is broken already.
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        abandon();
    }
}
