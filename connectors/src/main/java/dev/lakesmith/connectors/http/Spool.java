package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.records.RecordLines;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps records until it is their turn: in memory while they are few, then in a file. */
final class Spool implements RecordSink, AutoCloseable {

    private static final int MOST_IN_MEMORY = 1 << 20;

    private final Path file;
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private DataOutputStream out = new DataOutputStream(memory);
    private @Nullable OutputStream disk;
    private long repeated;

    /** @param file made when it is needed, removed in the end */
    Spool(Path file) {
        this.file = file;
    }

    @Override
    public void record(byte[] text, int from, int to, Optional<Window> window) {
        try {
            if (disk == null && memory.size() > MOST_IN_MEMORY) {
                disk = new BufferedOutputStream(Files.newOutputStream(file));
                memory.writeTo(disk);
                memory.reset();
                out = new DataOutputStream(disk);
            }
            out.writeInt(to - from);
            out.write(text, from, to - from);
        } catch (IOException e) {
            throw RecordLines.unwritable(file, e);
        }
    }

    @Override
    public void repeated(long records) {
        repeated += records;
    }

    /** Gives all records to another one. */
    void drainTo(RecordSink sink, Optional<Window> window) {
        try {
            out.flush();
            if (disk != null) {
                disk.close();
            }
            try (InputStream from = disk == null
                    ? new ByteArrayInputStream(memory.toByteArray())
                    : new BufferedInputStream(Files.newInputStream(file))) {
                DataInputStream in = new DataInputStream(from);
                for (int length = length(in); length >= 0; length = length(in)) {
                    byte[] text = new byte[length];
                    in.readFully(text);
                    sink.record(text, 0, length, window);
                }
            }
            sink.repeated(repeated);
        } catch (IOException e) {
            throw RecordLines.unwritable(file, e);
        }
    }

    private static int length(DataInputStream in) throws IOException {
        try {
            return in.readInt();
        } catch (EOFException e) {
            return -1;
        }
    }

    @Override
    public void close() {
        try {
            if (disk != null) {
                disk.close();
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw RecordLines.unwritable(file, e);
        }
    }
}
