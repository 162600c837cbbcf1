package dev.lakesmith.formats;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.snappy.SnappyCompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.apache.avro.SystemLimitException;
import org.apache.avro.file.Codec;
import org.apache.avro.file.CodecFactory;

/** Avro's blocks of Snappy: the packed bytes, and four bytes with the checksum of the plain ones. */
final class SnappyBlocks extends Codec {

    static final String NAME = "snappy";
    static final CodecFactory FACTORY = new CodecFactory() {
        @Override
        protected Codec createInstance() {
            return new SnappyBlocks();
        }
    };

    private static final int MOST_BYTES = 1 << 30;

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public ByteBuffer compress(ByteBuffer data) {
        SnappyCompressor compressor = new SnappyCompressor();
        int from = data.arrayOffset() + data.position();
        byte[] packed = new byte[compressor.maxCompressedLength(data.remaining()) + Integer.BYTES];
        int length = compressor.compress(data.array(), from, data.remaining(), packed, 0, packed.length);
        ByteBuffer result = ByteBuffer.wrap(packed, 0, length + Integer.BYTES);
        result.putInt(length, checksum(data.array(), from, data.remaining()));
        return result;
    }

    private static int checksum(byte[] data, int from, int length) {
        CRC32 checksum = new CRC32();
        checksum.update(data, from, length);
        return (int) checksum.getValue();
    }

    @Override
    public ByteBuffer decompress(ByteBuffer data) throws IOException {
        int from = data.arrayOffset() + data.position();
        int length = data.remaining() - Integer.BYTES;
        if (length < 0) {
            throw new IOException("the block is shorter than its checksum");
        }
        try {
            int size = SnappyDecompressor.getUncompressedLength(data.array(), from);
            if (size < 0 || size > MOST_BYTES) {
                throw new SystemLimitException("a block of " + size + " bytes is too large");
            }
            byte[] plain = new byte[size];
            int count = new SnappyDecompressor().decompress(data.array(), from, length, plain, 0, size);
            if (checksum(plain, 0, count) != data.getInt(data.position() + length)) {
                throw new IOException("the checksum of the block does not match its data");
            }
            return ByteBuffer.wrap(plain, 0, count);
        } catch (MalformedInputException e) {
            throw new IOException("the packed block is damaged", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SnappyBlocks;
    }

    @Override
    public int hashCode() {
        return NAME.hashCode();
    }
}
