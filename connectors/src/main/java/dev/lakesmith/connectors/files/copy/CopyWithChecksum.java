package dev.lakesmith.connectors.files.copy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongConsumer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** Copies a file; the copy's bytes are checked and synced to disk while the next ones are copied. */
public final class CopyWithChecksum {

    private static final int STEP_BYTES = 2 << 20;
    private static final int BUFFER_BYTES = 1 << 18;
    private static final long SYNC_BYTES = 128L << 20;

    private CopyWithChecksum() {}

    /**
     * The result of a copy.
     *
     * @param bytes how many were copied
     * @param etag of the copy, as {@link #etagOf} gives it
     */
    public record Copied(long bytes, String etag) {}

    /**
     * Copies to a new file and syncs it to disk.
     *
     * @param expected the file's size; a file that is longer is copied no further than one step behind it, because it
     *     may grow for ever
     * @param progress is told now and then how many bytes are copied
     */
    public static Copied copy(Path from, Path to, long expected, LongConsumer progress) throws IOException {
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(
                        to,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            Checksum checksum = new Checksum(out);
            CompletableFuture<Void> checked = CompletableFuture.completedFuture(null);
            CompletableFuture<Void> synced = CompletableFuture.completedFuture(null);
            long total = 0;
            long nextSync = SYNC_BYTES;
            long count;
            while (total <= expected && (count = in.transferTo(total, STEP_BYTES, out)) > 0) {
                total += count;
                long end = total;
                checked.join();
                checked = CompletableFuture.runAsync(() -> checksum.upTo(end));
                if (total >= nextSync) {
                    nextSync = total + SYNC_BYTES;
                    synced = synced.thenRunAsync(() -> sync(out));
                }
                progress.accept(total);
            }
            checked.join();
            synced.join();
            out.force(true);
            return new Copied(total, checksum.etag());
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException unreadable) {
                throw unreadable.getCause();
            }
            throw e;
        }
    }

    private static void sync(FileChannel file) {
        try {
            file.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * {@code crc:} and 16 hexadecimal digits: CRC-32C and CRC-32 of the content, which processors compute many times
     * faster than a cryptographic hash. Versions of one file are told apart by it; it is no proof against forgery.
     */
    public static String etagOf(Path file) throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            Checksum checksum = new Checksum(in);
            checksum.upTo(Long.MAX_VALUE);
            return checksum.etag();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    public static String etag(CRC32C crc32c, CRC32 crc32) {
        return "crc:%08x%08x".formatted(crc32c.getValue(), crc32.getValue());
    }

    /** Of a file's bytes from the start. */
    private static final class Checksum {

        private final FileChannel file;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        private final CRC32C crc32c = new CRC32C();
        private final CRC32 crc32 = new CRC32();
        private long position;

        Checksum(FileChannel file) {
            this.file = file;
        }

        /** Goes on up to a position or the end of the file. */
        void upTo(long end) {
            try {
                while (position < end) {
                    buffer.clear().limit((int) Math.min(BUFFER_BYTES, end - position));
                    int count = file.read(buffer, position);
                    if (count < 0) {
                        return;
                    }
                    position += count;
                    crc32c.update(buffer.flip());
                    crc32.update(buffer.rewind());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String etag() {
            return CopyWithChecksum.etag(crc32c, crc32);
        }
    }
}
