package dev.lakesmith.formats;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.snappy.SnappyDecompressor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.apache.avro.SystemLimitException;
import org.apache.avro.file.Codec;
import org.apache.avro.file.CodecFactory;

/** Avro's blocks of Snappy: the packed bytes, and four bytes with the checksum of the plain ones. Only reads. */
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
        throw new UnsupportedOperationException("nothing is written as Avro");
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
            CRC32 checksum = new CRC32();
            checksum.update(plain, 0, count);
            if ((int) checksum.getValue() != data.getInt(data.position() + length)) {
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
