package dev.lakesmith.formats;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** How bytes are packed, told by how they begin and never by a file's name. */
enum Compression {
    GZIP("gzip"),
    ZSTD("zstd"),
    BZIP2("bzip2"),
    ZIP("zip"),
    TAR("tar"),
    XZ("xz"),
    SEVEN_ZIP("7z"),
    RAR("rar");

    /** Enough of a file's beginning to recognise it. */
    static final int HEAD_BYTES = 512;

    private static final int TAR_MAGIC_OFFSET = 257;

    private final String label;

    Compression(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Empty: not packed in any way this program knows. */
    static Optional<Compression> of(byte[] head, int length) {
        if (starts(head, length, 0, 0x1F, 0x8B)) {
            return Optional.of(GZIP);
        }
        if (starts(head, length, 0, 0x28, 0xB5, 0x2F, 0xFD) || zstdSkippable(head, length)) {
            return Optional.of(ZSTD);
        }
        if (bzip2(head, length)) {
            return Optional.of(BZIP2);
        }
        if (starts(head, length, 0, 'P', 'K', 3, 4) || starts(head, length, 0, 'P', 'K', 5, 6)) {
            return Optional.of(ZIP);
        }
        if (starts(head, length, TAR_MAGIC_OFFSET, 'u', 's', 't', 'a', 'r')) {
            return Optional.of(TAR);
        }
        if (starts(head, length, 0, 0xFD, '7', 'z', 'X', 'Z', 0)) {
            return Optional.of(XZ);
        }
        if (starts(head, length, 0, '7', 'z', 0xBC, 0xAF, 0x27, 0x1C)) {
            return Optional.of(SEVEN_ZIP);
        }
        if (starts(head, length, 0, 'R', 'a', 'r', '!', 0x1A, 7)) {
            return Optional.of(RAR);
        }
        return Optional.empty();
    }

    private static boolean zstdSkippable(byte[] head, int length) {
        return length >= 4 && (head[0] & 0xF0) == 0x50 && starts(head, length, 1, 0x2A, 0x4D, 0x18);
    }

    /** The block's own magic is looked at too: "BZh9" alone could begin a text. */
    private static boolean bzip2(byte[] head, int length) {
        return starts(head, length, 0, 'B', 'Z', 'h')
                && (starts(head, length, 4, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59)
                        || starts(head, length, 4, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90));
    }

    private static boolean starts(byte[] head, int length, int offset, int... magic) {
        if (length < offset + magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((head[offset + i] & 0xFF) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether it holds one stream of bytes and no names. */
    boolean isStream() {
        return this == GZIP || this == ZSTD || this == BZIP2;
    }

    /** Only for the three that hold one stream of bytes. */
    InputStream unpack(InputStream source) throws IOException {
        return switch (this) {
            case GZIP -> new GzipMembers(source);
            case ZSTD -> new ZstdInputStream(source);
            case BZIP2 -> new EachByteCounts(new BZip2CompressorInputStream(source, true));
            case ZIP, TAR, XZ, SEVEN_ZIP, RAR -> throw new IllegalStateException(label + " is not a single stream");
        };
    }

    /** Hands out what was read before an error; the wrapped stream would drop the bytes of the failing call. */
    private static final class EachByteCounts extends InputStream {

        private final InputStream source;
        private Optional<IOException> failure = Optional.empty();

        EachByteCounts(InputStream source) {
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            return source.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (failure.isPresent()) {
                throw failure.get();
            }
            int count = 0;
            try {
                int value = 0;
                while (count < length && (value = source.read()) >= 0) {
                    target[offset + count++] = (byte) value;
                }
            } catch (IOException e) {
                if (count == 0) {
                    throw e;
                }
                failure = Optional.of(e);
            }
            return count == 0 && length > 0 ? -1 : count;
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }
}
