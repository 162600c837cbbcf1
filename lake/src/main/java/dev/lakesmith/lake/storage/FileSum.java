package dev.lakesmith.lake.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/**
 * What tells a sound copy from a damaged one.
 *
 * @param bytes how many there are
 * @param crc their CRC-32C
 */
record FileSum(long bytes, long crc) {

    private static final int BUFFER = 1 << 20;

    static FileSum of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return copy(in, OutputStream.nullOutputStream());
        }
    }

    /** Copies all there is. */
    static FileSum copy(InputStream from, OutputStream to) throws IOException {
        CheckedInputStream in = new CheckedInputStream(from, new CRC32C());
        byte[] buffer = new byte[BUFFER];
        long bytes = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            to.write(buffer, 0, read);
            bytes += read;
        }
        return new FileSum(bytes, in.getChecksum().getValue());
    }

    /** How the name of a copy ends that has it. */
    String nameEnd() {
        return bytes + "-" + Long.toHexString(crc);
    }
}
