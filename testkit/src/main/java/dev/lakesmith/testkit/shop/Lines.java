package dev.lakesmith.testkit.shop;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** A file being written: UTF-8, lines end with LF; gzip when its name ends in {@code .gz}. */
final class Lines implements Closeable {
    private final OutputStream out;

    private Lines(OutputStream out) {
        this.out = out;
    }

    static Lines create(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        OutputStream raw = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        // The JDK writes no modification time into the gzip header, so the same rows give the same bytes.
        return new Lines(file.toString().endsWith(".gz") ? new GZIPOutputStream(raw, 1 << 16) : raw);
    }

    void line(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }

    void line(byte[] bytes) throws IOException {
        out.write(bytes);
        out.write('\n');
    }

    void withoutEnd(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
