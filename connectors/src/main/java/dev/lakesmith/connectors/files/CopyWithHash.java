package dev.lakesmith.connectors.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** Copies a file and hashes what it copied, reading it once. */
final class CopyWithHash {

    private static final int BUFFER = 1 << 18;

    private CopyWithHash() {}

    /**
     * The result of a copy.
     *
     * @param bytes how many were copied
     * @param etag {@code sha256:<hex>} of them
     */
    record Copied(long bytes, String etag) {}

    /**
     * Copies to a new file and syncs it to disk.
     *
     * @param expected the file's size; a file that is longer is copied no further than one buffer behind it, because it
     *     may grow for ever
     * @param progress is told now and then how many bytes are copied
     */
    static Copied copy(Path from, Path to, long expected, LongConsumer progress) throws IOException {
        MessageDigest digest = sha256();
        long total = 0;
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(
                        to,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
            while (total <= expected && in.read(buffer) >= 0) {
                buffer.flip();
                total += buffer.remaining();
                digest.update(buffer.duplicate());
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
                buffer.clear();
                progress.accept(total);
            }
            out.force(true);
        }
        return new Copied(total, etag(digest));
    }

    static String etagOf(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
            while (in.read(buffer) >= 0) {
                buffer.flip();
                digest.update(buffer);
                buffer.clear();
            }
        }
        return etag(digest);
    }

    private static String etag(MessageDigest digest) {
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
