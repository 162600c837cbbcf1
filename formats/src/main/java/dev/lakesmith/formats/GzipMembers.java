package dev.lakesmith.formats;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Reads all members of a gzip file (RFC 1952). The JDK's own stream takes a broken header of a later member for the end
 * of the file, which would lose data without a word; here everything but zero padding after the last member is an
 * error, and every byte inflated before an error is handed out first.
 */
final class GzipMembers extends InputStream {

    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final InputStream source;
    private final byte[] input = new byte[1 << 16];
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private int position;
    private int limit;
    private boolean inMember;
    private boolean ended;

    GzipMembers(InputStream source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (!ended) {
            if (!inMember && !nextMember()) {
                ended = true;
                break;
            }
            int count = inflate(target, offset, length);
            if (count > 0) {
                return count;
            }
        }
        return -1;
    }

    private int inflate(byte[] target, int offset, int length) throws IOException {
        try {
            while (true) {
                int count = inflater.inflate(target, offset, length);
                if (count > 0) {
                    checksum.update(target, offset, count);
                    return count;
                }
                if (inflater.needsDictionary()) {
                    throw new ZipException("the gzip data asks for a dictionary");
                }
                if (inflater.finished()) {
                    position = limit - inflater.getRemaining();
                    endMember();
                    return 0;
                }
                refill("the gzip data is cut off");
                inflater.setInput(input, 0, limit);
                position = limit;
            }
        } catch (DataFormatException e) {
            throw new ZipException("the gzip data is corrupt" + (e.getMessage() == null ? "" : ": " + e.getMessage()));
        }
    }

    private boolean nextMember() throws IOException {
        int first = peekPastPadding();
        if (first < 0) {
            return false;
        }
        if (first != 0x1F || next() != 0x8B || next() != 8) {
            throw new ZipException("bytes that are not gzip follow a gzip member");
        }
        int flags = next();
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CRC) != 0) {
            skip(2);
        }
        inflater.reset();
        checksum.reset();
        inflater.setInput(input, position, limit - position);
        inMember = true;
        return true;
    }

    /** Zero bytes between and after members are padding, as tape and block devices leave it. */
    private int peekPastPadding() throws IOException {
        while (true) {
            if (position == limit) {
                limit = Math.max(0, source.read(input));
                position = 0;
                if (limit == 0) {
                    return -1;
                }
            }
            int value = input[position++] & 0xFF;
            if (value != 0) {
                return value;
            }
        }
    }

    private void endMember() throws IOException {
        long crc = fourBytes();
        long size = fourBytes();
        if (crc != checksum.getValue() || size != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
            throw new ZipException("the gzip checksum does not match its data");
        }
        inMember = false;
    }

    private long fourBytes() throws IOException {
        return next() | (long) next() << 8 | (long) next() << 16 | (long) next() << 24;
    }

    private int next() throws IOException {
        if (position == limit) {
            refill("the gzip data is cut off");
        }
        return input[position++] & 0xFF;
    }

    /** A name or comment, which a zero byte ends. */
    private void skipText() throws IOException {
        int value;
        do {
            value = next();
        } while (value != 0);
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    private void refill(String missing) throws IOException {
        limit = Math.max(0, source.read(input));
        position = 0;
        if (limit == 0) {
            throw new EOFException(missing);
        }
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        source.close();
    }
}
