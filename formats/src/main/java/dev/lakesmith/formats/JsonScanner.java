package dev.lakesmith.formats;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads JSON exactly. A record is a JSON object by RFC 8259: no comments, no trailing commas, no NaN, no key twice in
 * one object, no half surrogate pairs, at most 1,000 levels deep and 128 MB long. Any other value where a record should
 * be is rejected.
 *
 * <p>With {@link Format.Json#lines} each line is one value, and a bad line costs only itself. Otherwise the text is one
 * or more documents, one behind the other; the elements of a top-level array are records. A path is followed through
 * objects, and through arrays on the way; at its end stands an object, which is a record, or an array of records. A
 * document without the path is rejected. A record that is bad inside costs only itself; when brackets or quotes do not
 * match, the rest of the text is one rejected record, except that between top-level objects reading goes on at the next
 * line that begins with an opening brace or bracket.
 */
public final class JsonScanner {

    private final PlainText text;
    private final RecordSink sink;

    private JsonScanner(PlainText text, RecordSink sink) {
        this.text = text;
        this.sink = sink;
    }

    /**
     * Writes each good record on one line, its bytes as they stand but for line ends between its parts, which become
     * blanks, and fractions with more digits than a DOUBLE holds, which are put in quotes. Key order and escapes stay.
     *
     * @param out overwritten
     * @param rejects gets each rejected record, in order; raw texts above 1 MB of what is not even a record are cut, and
     *     the reason says so
     * @throws LakesmithException with {@code LAKE_UNREADABLE} when the text cannot be read or the file not be written
     */
    public static ScanResult scan(PlainText text, Format.Json format, Path out, Consumer<RejectedRecord> rejects) {
        try (RecordSink sink = new RecordSink(out, rejects)) {
            return scan(text, format, sink);
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.LAKE_UNREADABLE,
                    "reading " + text.path() + " into " + out + " failed: " + e + "; check space and rights",
                    e);
        }
    }

    /**
     * Finds the lines of the text where good records begin, by scanning it once more.
     *
     * @param records their numbers as {@link #scan} wrote them, from 1
     * @return the lines by the numbers
     */
    public static Map<Long, Long> locate(PlainText text, Format.Json format, Set<Long> records) {
        Map<Long, Long> found = new HashMap<>();
        long[] number = {0};
        RecordSink.Finder lines = (line, raw) -> {
            if (records.contains(++number[0])) {
                found.put(number[0], line);
            }
        };
        try (RecordSink sink = RecordSink.telling(lines)) {
            scan(text, format, sink);
            return found;
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.LAKE_UNREADABLE, "reading " + text.path() + " failed: " + e + "; try again", e);
        }
    }

    static ScanResult scan(PlainText text, Format.Json format, RecordSink sink) throws IOException {
        return format.lines() && format.records().isEmpty()
                ? new JsonScanner(text, sink).lines()
                : new JsonDocuments(text, format, sink).scan();
    }

    private ScanResult lines() throws IOException {
        long blankLines = 0;
        boolean damageTold = false;
        try (CsvRecords lines = new CsvRecords(text, CsvDialect.LINES, 1)) {
            while (lines.next()) {
                byte[] data = lines.data();
                int from = lines.start();
                int to = from + lines.length();
                while (from < to && isSpace(data[from])) {
                    from++;
                }
                while (from < to && isSpace(data[to - 1])) {
                    to--;
                }
                boolean unfinished = !lines.terminated() && text.damage().isPresent();
                Optional<String> fault = unfinished ? text.damage() : lines.failure();
                if (fault.isEmpty() && from == to) {
                    blankLines++;
                    continue;
                }
                if (fault.isEmpty()) {
                    fault = JsonCheck.fault(data, from, to);
                }
                if (fault.isPresent()) {
                    sink.reject(lines.line(), lines.raw(), fault.get());
                    damageTold = unfinished;
                } else {
                    WideFractions.put(sink, data, from, to);
                    sink.endRecord(lines.line());
                }
            }
            sink.end(text, lines.nextLine(), damageTold);
            return sink.result(blankLines + lines.blankLines());
        }
    }

    private static boolean isSpace(byte value) {
        return value == ' ' || value == '\t';
    }
}
