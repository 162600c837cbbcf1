package dev.lakesmith.formats;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Stops a reader that takes too much in at once: few packed bytes can be a single text that no memory holds. */
final class BoundedPieces extends FilterInputStream {

    /** The most bytes or characters of one piece; a cell of Excel itself holds 32,767 characters. */
    static final int MOST = 32 << 20;

    private long taken;

    BoundedPieces(InputStream in) {
        super(in);
    }

    /** A new piece begins. */
    void begin() {
        taken = 0;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, length);
        taken += Math.max(0, count);
        require(taken);
        return count;
    }

    /**
     * Checks how long a piece is by now.
     *
     * @throws IOException when it is too long
     */
    static void require(long length) throws IOException {
        if (length > MOST) {
            throw new IOException("one of its rows or texts is longer than " + (MOST >> 20) + " MB");
        }
    }
}
