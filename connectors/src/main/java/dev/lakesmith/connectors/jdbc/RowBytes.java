package dev.lakesmith.connectors.jdbc;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * The sum of the checksums of rows, in whatever order they come: two reads of a table have the same one when they gave
 * the same rows. Each reader has its own; the sum is shared.
 */
final class RowBytes {

    private final LongAdder sum;
    private final CRC32C crc32c = new CRC32C();
    private final CRC32 crc32 = new CRC32();
    private byte[] row = new byte[1 << 10];
    private int length;

    RowBytes(LongAdder sum) {
        this.sum = sum;
    }

    void add(long value) {
        room(Long.BYTES);
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            row[length++] = (byte) (value >>> shift);
        }
    }

    void add(byte[] value) {
        add(value.length);
        room(value.length);
        System.arraycopy(value, 0, row, length, value.length);
        length += value.length;
    }

    void addMissing() {
        add(Long.MIN_VALUE);
    }

    /** Ends a row of the values added. */
    void end() {
        end(row, 0, length);
        length = 0;
    }

    /** Ends a row of these bytes. */
    void end(byte[] bytes, int from, int to) {
        crc32c.reset();
        crc32.reset();
        crc32c.update(bytes, from, to - from);
        crc32.update(bytes, from, to - from);
        sum.add(crc32c.getValue() << Integer.SIZE | crc32.getValue());
    }

    private void room(int more) {
        if (length + more > row.length) {
            row = Arrays.copyOf(row, Math.max(length + more, 2 * row.length));
        }
    }
}
