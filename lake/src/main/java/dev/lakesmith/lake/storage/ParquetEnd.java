package dev.lakesmith.lake.storage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The end of a Parquet file, which tells where its columns are: the metadata, four bytes for their length (little
 * endian), and {@code PAR1}. See <a href="https://parquet.apache.org/docs/file-format/">Parquet's file format</a>.
 */
final class ParquetEnd {

    private static final int MAGIC = 4;
    private static final int TAIL = 8;

    private ParquetEnd() {}

    /** The bytes to begin with, about as many as said. */
    static ByteRange guess(long fileBytes, long endBytes) {
        return new ByteRange(Math.max(0, fileBytes - Math.max(TAIL, endBytes)), fileBytes);
    }

    /**
     * The bytes of the whole end; empty when the file is not such a one.
     *
     * @param end the last bytes of the file
     */
    static Optional<ByteRange> of(byte[] end, long fileBytes) {
        if (end.length < TAIL
                || !new String(end, end.length - MAGIC, MAGIC, StandardCharsets.US_ASCII).equals("PAR1")) {
            return Optional.empty();
        }
        long length = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN).getInt(end.length - TAIL);
        return length < 0 || length + TAIL > fileBytes
                ? Optional.empty()
                : Optional.of(new ByteRange(fileBytes - TAIL - length, fileBytes));
    }
}
