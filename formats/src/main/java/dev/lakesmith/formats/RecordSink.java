package dev.lakesmith.formats;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Where a scanner puts records: good ones into a file, the others to whoever keeps them. Counts both. */
final class RecordSink implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 18;

    private final OutputStream file;
    private final Consumer<RejectedRecord> rejects;
    private final Finder finder;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int used;
    private int lineFrom;
    private long written;
    private long rejected;
    private long lineBytes;
    private long longestLine;
    private boolean spansLines;

    RecordSink(Path out, Consumer<RejectedRecord> rejects) throws IOException {
        this(Files.newOutputStream(out), rejects, (line, raw) -> {});
    }

    private RecordSink(OutputStream file, Consumer<RejectedRecord> rejects, Finder finder) {
        this.file = file;
        this.rejects = rejects;
        this.finder = finder;
    }

    /** Is told of each good record. */
    interface Finder {

        /**
         * Takes one record.
         *
         * @param line of the text where it begins
         * @param raw gives its text as the source has it; empty where that is what was written
         */
        void found(long line, Supplier<String> raw);
    }

    /** A sink that keeps nothing, but tells where each good record begins. */
    static RecordSink telling(Finder finder) {
        return new RecordSink(OutputStream.nullOutputStream(), reject -> {}, finder);
    }

    void put(int value) throws IOException {
        if (used == buffer.length) {
            flush();
        }
        buffer[used++] = (byte) value;
    }

    void put(byte[] data, int from, int to) throws IOException {
        int length = to - from;
        if (length > buffer.length - used) {
            flush();
            if (length > buffer.length) {
                file.write(data, from, length);
                lineBytes += length;
                return;
            }
        }
        System.arraycopy(data, from, buffer, used, length);
        used += length;
    }

    private void flush() throws IOException {
        file.write(buffer, 0, used);
        lineBytes += used - lineFrom;
        lineFrom = 0;
        used = 0;
    }

    /** A value in double quotes, those inside it doubled. */
    void putQuoted(byte[] data, int from, int to) throws IOException {
        put('"');
        putDoublingQuotes(data, from, to);
        put('"');
    }

    void putDoublingQuotes(byte[] data, int from, int to) throws IOException {
        int i = from;
        while (i < to) {
            if (buffer.length - used < 2) {
                flush();
            }
            int stop = i + Math.min(to - i, (buffer.length - used) / 2);
            int at = used;
            byte[] target = buffer;
            for (; i < stop; i++) {
                byte value = data[i];
                target[at++] = value;
                if (value == '"') {
                    target[at++] = value;
                }
            }
            used = at;
        }
    }

    void endRecord() throws IOException {
        put('\n');
        longestLine = Math.max(longestLine, lineBytes + used - lineFrom);
        lineBytes = 0;
        lineFrom = used;
        written++;
    }

    /** Ends a record that begins on a line of the text. */
    void endRecord(long line) throws IOException {
        endRecord(line, () -> "");
    }

    /** Ends a record that begins on a line of the text and reads differently there. */
    void endRecord(long line, Supplier<String> raw) throws IOException {
        finder.found(line, raw);
        endRecord();
    }

    void recordSpansLines() {
        spansLines = true;
    }

    void reject(long line, String raw, String reason) {
        rejected++;
        rejects.accept(new RejectedRecord(line, raw, reason));
    }

    /** Tells that the text ends early, unless its last, unfinished record told so already. */
    void end(PlainText text, long line, boolean lastRecordTold) {
        Optional<String> damage = text.damage();
        if (damage.isPresent() && !lastRecordTold) {
            reject(line, "", damage.get());
        }
    }

    ScanResult result(long blankLines) {
        return new ScanResult(written + rejected, written, rejected, blankLines, longestLine, spansLines);
    }

    @Override
    public void close() throws IOException {
        try (file) {
            flush();
        }
    }
}
