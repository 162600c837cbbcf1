package dev.lakesmith.formats;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The first bytes of a file, unpacked where it is one packed stream (gzip, zstd, bzip2). Archives and what cannot be
 * unpacked stay as they are.
 */
public final class FileBeginning {

    private static final int BUFFER_BYTES = 1 << 16;

    private FileBeginning() {}

    /** Whether the file is an archive of several files, or packed in a way that is not read. */
    public static boolean isArchive(Path file) throws IOException {
        return compression(file).filter(each -> !each.isStream()).isPresent();
    }

    /** Whether the file is one packed stream. */
    public static boolean isPacked(Path file) throws IOException {
        return compression(file).filter(Compression::isStream).isPresent();
    }

    /** The first bytes, or those before the packing is damaged. */
    public static byte[] of(Path file, int most) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        try (InputStream in = open(file)) {
            copy(in, head, most);
        }
        return head.toByteArray();
    }

    /**
     * Writes the first bytes to another file. A text that is longer ends behind its last line feed.
     *
     * @return whether that is the whole file
     */
    public static boolean write(Path file, long most, Path target) throws IOException {
        long written;
        boolean whole;
        try (InputStream in = open(file);
                OutputStream out = Files.newOutputStream(target)) {
            written = copy(in, out, most);
            whole = written < most || in.read() < 0;
        }
        if (!whole) {
            cutBehindLastLine(target, written);
        }
        return whole;
    }

    private static long copy(InputStream in, OutputStream out, long most) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long copied = 0;
        while (copied < most) {
            int count;
            try {
                count = in.read(buffer, 0, (int) Math.min(buffer.length, most - copied));
            } catch (IOException damaged) {
                // A run tells what is wrong with the rest; its beginning is what was asked for.
                break;
            }
            if (count < 0) {
                break;
            }
            out.write(buffer, 0, count);
            copied += count;
        }
        return copied;
    }

    private static void cutBehindLastLine(Path target, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            int tail = (int) Math.min(length, 1 << 20);
            ByteBuffer bytes = ByteBuffer.allocate(tail);
            channel.read(bytes, length - tail);
            for (int i = bytes.position() - 1; i >= 0; i--) {
                if (bytes.get(i) == '\n') {
                    channel.truncate(length - tail + i + 1);
                    return;
                }
            }
        }
    }

    private static InputStream open(Path file) throws IOException {
        Optional<Compression> compression = compression(file).filter(Compression::isStream);
        InputStream raw = Files.newInputStream(file);
        return compression.isPresent() ? PlainTextReader.unpacked(raw, compression.get()) : raw;
    }

    private static Optional<Compression> compression(Path file) throws IOException {
        byte[] head = new byte[Compression.HEAD_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            return Compression.of(head, in.readNBytes(head, 0, head.length));
        }
    }
}
