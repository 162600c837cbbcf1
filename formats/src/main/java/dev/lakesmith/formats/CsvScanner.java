package dev.lakesmith.formats;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Reads delimited text exactly; what it finds is the truth other readers are measured by.
 *
 * <p>A record ends at LF, CR LF or a lone CR outside quotes, or at the end of the text. A line with nothing on it is no
 * record, in a file of one column too; it is counted. Fields are separated by the delimiter. A field that begins with
 * the quote character, with nothing before it, is quoted: it may hold delimiters and line ends, and the escape character
 * makes the character behind it an ordinary one (where quote and escape are the same, only before a quote). Anywhere
 * else a quote, and outside quotes an escape, is an ordinary character. Nothing is trimmed.
 *
 * <p>An unquoted field that equals one of {@link Format.Csv#nulls} is NULL; a quoted one never is. Empty unquoted fields
 * behind the last column hold no value and are passed over, as {@code 1,2,} is written by programs that end each field
 * with a delimiter.
 *
 * <p>A record is rejected, whole, when it has another number of fields than the layout has columns, when it is not
 * UTF-8, when it is longer than 128 MB, or when the text is damaged and ends before the record does. When text follows a
 * closing quote or a quote is not closed, only the physical line on which that record begins is rejected, and reading
 * goes on with the next line. NUL bytes are values.
 */
public final class CsvScanner {

    private final CsvLayout layout;
    private final byte[][] nulls;
    private final CsvDialect dialect;
    private final RecordSink sink;

    private CsvScanner(CsvLayout layout, CsvDialect dialect, List<String> nulls, RecordSink sink) {
        this.layout = layout;
        this.nulls = nulls.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.dialect = dialect;
        this.sink = sink;
    }

    /**
     * Writes the good records as CSV without header: delimiter {@code ,}, quote and escape {@code "}, line end {@code
     * \n}; NULL is an unquoted empty field, every other value is quoted.
     *
     * @param out overwritten
     * @param rejects gets each rejected record, in order
     * @throws LakesmithException with {@code LAKE_UNREADABLE} when the text cannot be read or the file not be written
     */
    public static ScanResult scan(
            PlainText text, CsvLayout layout, Format.Csv format, Path out, Consumer<RejectedRecord> rejects) {
        CsvDialect dialect = CsvDialect.of(layout.delimiter(), layout.quote(), layout.escape());
        return scan(text, layout, dialect, format.nulls(), out, rejects);
    }

    static ScanResult scan(
            PlainText text,
            CsvLayout layout,
            CsvDialect dialect,
            List<String> nulls,
            Path out,
            Consumer<RejectedRecord> rejects) {
        try (RecordSink sink = new RecordSink(out, rejects)) {
            return new CsvScanner(layout, dialect, nulls, sink).scan(text);
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.LAKE_UNREADABLE,
                    "reading " + text.path() + " into " + out + " failed: " + e + "; check space and rights",
                    e);
        }
    }

    /**
     * Finds good records again, to show where they stand.
     *
     * @param positions of records among those {@link #scan} writes, 0 for the first
     * @param found gets each position with its record's line and raw text, and an empty reason, in order
     * @throws LakesmithException with {@code LAKE_UNREADABLE} when the text cannot be read
     */
    public static void locate(
            PlainText text,
            CsvLayout layout,
            Format.Csv format,
            SortedSet<Long> positions,
            BiConsumer<Long, RejectedRecord> found) {
        locate(text, layout, CsvDialect.of(layout.delimiter(), layout.quote(), layout.escape()), positions, found);
    }

    static void locate(
            PlainText text,
            CsvLayout layout,
            CsvDialect dialect,
            SortedSet<Long> positions,
            BiConsumer<Long, RejectedRecord> found) {
        try (CsvRecords records = new CsvRecords(text, dialect, layout.columns().size())) {
            records.skipLines(layout.headerLines());
            Iterator<Long> wanted = positions.iterator();
            long position = 0;
            long next = wanted.hasNext() ? wanted.next() : -1;
            while (next >= 0 && records.next()) {
                boolean unfinished = !records.terminated() && text.damage().isPresent();
                if (unfinished
                        || reasonToReject(records, layout.columns().size()).isPresent()) {
                    continue;
                }
                if (position++ == next) {
                    found.accept(next, new RejectedRecord(records.line(), records.raw(), ""));
                    next = wanted.hasNext() ? wanted.next() : -1;
                }
            }
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.LAKE_UNREADABLE, "reading " + text.path() + " failed: " + e + "; try again", e);
        }
    }

    private ScanResult scan(PlainText text) throws IOException {
        try (CsvRecords records = new CsvRecords(text, dialect, layout.columns().size())) {
            records.skipLines(layout.headerLines());
            boolean lastRecordTold = false;
            while (records.next()) {
                boolean unfinished = !records.terminated() && text.damage().isPresent();
                Optional<String> reason = unfinished
                        ? text.damage()
                        : reasonToReject(records, layout.columns().size());
                if (reason.isPresent()) {
                    sink.reject(records.line(), records.raw(), reason.get());
                    lastRecordTold = unfinished;
                } else {
                    write(records);
                }
            }
            sink.end(text, records.nextLine(), lastRecordTold);
            return sink.result(records.blankLines());
        }
    }

    /** Why a record is none of so many columns; empty: it is one. */
    static Optional<String> reasonToReject(CsvRecords records, int columns) {
        if (records.failure().isPresent()) {
            return records.failure();
        }
        int fields = records.fields();
        while (fields > columns && emptyPlain(records, fields - 1)) {
            fields--;
        }
        if (fields != columns) {
            return Optional.of("expected " + columns + " columns, found " + fields);
        }
        int invalid = Utf8.firstInvalid(records.data(), records.start(), records.start() + records.length());
        return invalid < 0
                ? Optional.empty()
                : Optional.of(String.format(
                        "byte \\x%02X at byte %d of the record is not UTF-8",
                        records.data()[invalid] & 0xFF, invalid - records.start() + 1));
    }

    private static boolean emptyPlain(CsvRecords records, int field) {
        return records.kind(field) == CsvRecords.PLAIN && records.fieldStart(field) == records.fieldEnd(field);
    }

    private void write(CsvRecords records) throws IOException {
        byte[] data = records.data();
        for (int field = 0; field < layout.columns().size(); field++) {
            if (field > 0) {
                sink.put(',');
            }
            int from = records.fieldStart(field);
            int to = records.fieldEnd(field);
            byte kind = records.kind(field);
            if (kind == CsvRecords.PLAIN && isNull(data, from, to)) {
                continue;
            }
            if (kind == CsvRecords.ESCAPED) {
                writeUnescaped(data, from, to);
            } else {
                sink.putQuoted(data, from, to);
            }
        }
        if (records.spansLines()) {
            sink.recordSpansLines();
        }
        sink.endRecord();
    }

    private boolean isNull(byte[] data, int from, int to) {
        for (byte[] text : nulls) {
            if (text.length == to - from && Arrays.equals(text, 0, text.length, data, from, to)) {
                return true;
            }
        }
        return false;
    }

    private void writeUnescaped(byte[] data, int from, int to) throws IOException {
        int done = from;
        sink.put('"');
        for (int i = from; i < to; i++) {
            if (data[i] == (byte) dialect.escape()) {
                sink.putDoublingQuotes(data, done, i);
                done = i + 1;
                i++;
            }
        }
        sink.putDoublingQuotes(data, done, to);
        sink.put('"');
    }

    /** The value of a field as text, bytes that are not UTF-8 written {@code \xNN}. */
    static String value(CsvRecords records, int field, CsvDialect dialect) {
        byte[] data = records.data();
        int from = records.fieldStart(field);
        int to = records.fieldEnd(field);
        if (records.kind(field) != CsvRecords.ESCAPED) {
            return Utf8.printable(data, from, to);
        }
        byte[] plain = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            if (data[i] == (byte) dialect.escape() && i + 1 < to) {
                i++;
            }
            plain[length++] = data[i];
        }
        return Utf8.printable(plain, 0, length);
    }

    /** The values of a record. */
    static List<String> values(CsvRecords records, CsvDialect dialect) {
        String[] values = new String[records.fields()];
        for (int field = 0; field < values.length; field++) {
            values[field] = value(records, field, dialect);
        }
        return List.of(values);
    }
}
