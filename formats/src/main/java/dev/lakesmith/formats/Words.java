package dev.lakesmith.formats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes compared at once. */
final class Words {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;
    private static final long LOWEST_BITS = 0x0101010101010101L;

    private Words() {}

    /** The high bit of each byte of the word that equals the pattern's byte; exact, without borrows between bytes. */
    static long equal(long word, long pattern) {
        long difference = word ^ pattern;
        return ~(((difference & LOW_BITS) + LOW_BITS) | difference | LOW_BITS);
    }

    /** Not 0 when a byte of the word equals the pattern's; then the lowest bit set is in the first such byte. */
    static long matches(long word, long pattern) {
        long difference = word ^ pattern;
        return (difference - LOWEST_BITS) & ~difference & ~LOW_BITS;
    }

    /** As {@link #matches}, for bytes less than the pattern's, which must be less than 128. */
    static long below(long word, long pattern) {
        return (word - pattern) & ~word & ~LOW_BITS;
    }

    static long at(byte[] data, int offset) {
        return (long) LONGS.get(data, offset);
    }

    static long repeat(byte value) {
        return (value & 0xFFL) * 0x0101010101010101L;
    }

    /** Where the pattern's byte first stands between two positions; without it, the second. */
    static int first(byte[] data, int from, int to, long pattern) {
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            long found = matches(at(data, at), pattern);
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (at < to && data[at] != (byte) pattern) {
            at++;
        }
        return at;
    }
}
