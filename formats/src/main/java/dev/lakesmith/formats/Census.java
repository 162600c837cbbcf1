package dev.lakesmith.formats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Counts line feeds and notes double quotes, eight bytes at a time. */
final class Census {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;
    private static final long NEWLINES = 0x0A0A0A0A0A0A0A0AL;
    private static final long QUOTES = 0x2222222222222222L;

    private final byte[] head = new byte[3];
    private long bytes;
    private long newlines;
    private boolean quotes;
    private byte last;

    void add(byte[] data, int length) {
        if (length == 0) {
            return;
        }
        for (int i = 0; bytes + i < head.length && i < length; i++) {
            head[(int) bytes + i] = data[i];
        }
        int i = 0;
        long quoteBits = 0;
        long found = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            long word = (long) LONGS.get(data, i);
            found += Long.bitCount(Words.equal(word, NEWLINES));
            quoteBits |= Words.equal(word, QUOTES);
        }
        for (; i < length; i++) {
            found += data[i] == '\n' ? 1 : 0;
            quoteBits |= data[i] == '"' ? 1 : 0;
        }
        newlines += found;
        quotes |= quoteBits != 0;
        bytes += length;
        last = data[length - 1];
    }

    long bytes() {
        return bytes;
    }

    long newlines() {
        return newlines;
    }

    boolean endsWithNewline() {
        return bytes > 0 && last == '\n';
    }

    boolean doubleQuotes() {
        return quotes;
    }

    int bomBytes() {
        return bytes >= 3 && head[0] == (byte) 0xEF && head[1] == (byte) 0xBB && head[2] == (byte) 0xBF ? 3 : 0;
    }

    /** Eight bytes compared at once. */
    static final class Words {

        private Words() {}

        /** The high bit of each byte of the word that equals the pattern's byte; exact, without borrows between bytes. */
        static long equal(long word, long pattern) {
            long difference = word ^ pattern;
            return ~(((difference & LOW_BITS) + LOW_BITS) | difference | LOW_BITS);
        }

        static long at(byte[] data, int offset) {
            return (long) LONGS.get(data, offset);
        }

        static long repeat(byte value) {
            return (value & 0xFFL) * 0x0101010101010101L;
        }
    }
}
