package dev.lakesmith.cloud;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads an immutable file; where a connection breaks off it opens another one and goes on at the same byte, until
 * nothing has come for as long as {@link Patience} says.
 */
final class ResumingStream extends SeekableInputStream {

    private final String location;
    private final InputFile file;
    private final Failures failures;
    private final byte[] single = new byte[1];
    private @Nullable SeekableInputStream stream;
    private long position;
    private int broken;
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
        if (closed) {
            throw new IOException(location + " is closed");
        }
        while (true) {
            try {
                SeekableInputStream from = stream == null ? file.newStream() : stream;
                stream = from;
                if (from.getPos() != position) {
                    from.seek(position);
                }
                int read = from.read(buffer, offset, length);
                position += Math.max(read, 0);
                broken = 0;
                return read;
            } catch (IOException e) {
                pause(e);
            } catch (RuntimeException e) {
                throw failures.told(e, location);
            }
        }
    }

    // Most breaks are a single connection's, so the first time nothing is waited for.
    private void pause(IOException failure) {
        abandon();
        broken++;
        if (broken >= Patience.ATTEMPTS) {
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
