package dev.lakesmith.formats;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Formats of one record a line, whose lines are taken apart in their own way. */
abstract sealed class LineRecords extends RecordScanner permits FixedRecords, LogRecords {

    /** Takes a line apart and writes it, or says why it is no record. */
    abstract Optional<String> write(String line, JsonText json) throws IOException;

    /** How many lines at the beginning are no records. */
    long headerLines() {
        return 0;
    }

    @Override
    final ScanResult scan(PlainText text, RecordSink sink) throws IOException {
        JsonText json = new JsonText(sink);
        long blankLines = 0;
        boolean damageTold = false;
        try (CsvRecords lines = new CsvRecords(text, CsvDialect.LINES, 1)) {
            while (lines.next()) {
                if (lines.line() <= headerLines()) {
                    continue;
                }
                boolean unfinished = !lines.terminated() && text.damage().isPresent();
                Optional<String> fault = unfinished ? text.damage() : lines.failure();
                int from = lines.start();
                int to = from + lines.length();
                fault = fault.or(() -> notText(lines.data(), from, to));
                String line = new String(lines.data(), from, to - from, StandardCharsets.UTF_8);
                if (fault.isEmpty() && line.isBlank()) {
                    blankLines++;
                    continue;
                }
                if (fault.isEmpty()) {
                    fault = write(line, json);
                }
                if (fault.isPresent()) {
                    sink.reject(lines.line(), lines.raw(), fault.get());
                    damageTold = unfinished;
                } else {
                    sink.endRecord(lines.line(), () -> line);
                }
            }
            sink.end(text, lines.nextLine(), damageTold);
            return sink.result(blankLines + lines.blankLines());
        }
    }

    static Optional<String> notText(byte[] data, int from, int to) {
        int invalid = Utf8.firstInvalid(data, from, to);
        return invalid < 0
                ? Optional.empty()
                : Optional.of(String.format(
                        "byte \\x%02X at byte %d of the line is not text in the file's encoding",
                        data[invalid] & 0xFF, invalid - from + 1));
    }
}
