package dev.lakesmith.formats;

import dev.lakesmith.formats.JsonCursor.Malformed;
import dev.lakesmith.formats.JsonCursor.Quoting;
import dev.lakesmith.formats.TextCursor.Stretch;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Finds the records in JSON documents; see {@link JsonScanner} for what is one. */
final class JsonDocuments {

    private static final int MOST_RAW_BYTES = 1 << 20;
    private static final long SPARE_BYTES = 64L << 20;

    private final PlainText text;
    private final List<String> path;
    private final RecordSink sink;
    private long restFrom;
    private long restLine;
    private long triedBytes;
    private boolean damageTold;

    JsonDocuments(PlainText text, Format.Json format, RecordSink sink) {
        this.text = text;
        this.path = format.records().map(keys -> List.of(keys.split("\\.", -1))).orElse(List.of());
        this.sink = sink;
    }

    ScanResult scan() throws IOException {
        // Only between top-level objects is a line end a sign that something new begins.
        boolean mayResume = path.isEmpty() && firstByte() != '[';
        Quoting quoting = mayResume ? Quoting.ENDS_AT_LINE : Quoting.MAY_SPAN_LINES;
        try (JsonCursor cursor = new JsonCursor(text, quoting)) {
            while (cursor.peekPastSpace() >= 0) {
                long from = cursor.position();
                long line = cursor.line();
                restBeginsAt(cursor);
                try {
                    if (!walk(cursor, 0)) {
                        reject(cursor, from, cursor.position(), line, nothingAtPath());
                    }
                } catch (Malformed e) {
                    rejectRest(cursor, "not valid JSON: " + e.getMessage(), mayResume);
                }
            }
            sink.end(text, cursor.line(), damageTold);
            return sink.result(0);
        }
    }

    private int firstByte() throws IOException {
        try (JsonCursor cursor = new JsonCursor(text, Quoting.MAY_SPAN_LINES)) {
            return cursor.peekPastSpace();
        }
    }

    private String nothingAtPath() {
        return "the document has nothing at " + String.join(".", path);
    }

    private void restBeginsAt(JsonCursor cursor) {
        restFrom = cursor.position();
        restLine = cursor.line();
    }

    /** Takes the records out of a value that stands so many keys down the path; false when the path ends in it. */
    private boolean walk(JsonCursor cursor, int level) throws IOException, Malformed {
        int first = cursor.peek();
        if (first == '[') {
            walkElements(cursor, level);
            return true;
        }
        if (level == path.size()) {
            record(cursor);
            return true;
        }
        if (first == '{') {
            return walkFields(cursor, level);
        }
        cursor.skipValue();
        return false;
    }

    private void walkElements(JsonCursor cursor, int level) throws IOException, Malformed {
        cursor.advance();
        if (cursor.peekPastSpace() == ']') {
            cursor.advance();
            return;
        }
        while (true) {
            long from = cursor.position();
            long line = cursor.line();
            if (level == path.size()) {
                record(cursor);
            } else if (!walk(cursor, level)) {
                reject(cursor, from, cursor.position(), line, nothingAtPath());
            }
            if (separator(cursor, ']')) {
                return;
            }
        }
    }

    private boolean walkFields(JsonCursor cursor, int level) throws IOException, Malformed {
        boolean found = false;
        cursor.advance();
        if (cursor.peekPastSpace() == '}') {
            cursor.advance();
            return false;
        }
        while (true) {
            if (cursor.peek() != '"') {
                throw new Malformed("a key in double quotes is missing");
            }
            boolean wanted = key(cursor).equals(path.get(level));
            if (cursor.peekPastSpace() != ':') {
                throw new Malformed("a colon is missing behind a key");
            }
            cursor.advance();
            cursor.peekPastSpace();
            if (wanted) {
                found |= walk(cursor, level + 1);
            } else {
                cursor.skipValue();
            }
            if (separator(cursor, '}')) {
                return found;
            }
        }
    }

    private static String key(JsonCursor cursor) throws IOException, Malformed {
        long from = cursor.position();
        cursor.hold();
        cursor.skipString();
        cursor.letGo();
        Stretch key = cursor.between(from, cursor.position());
        return JsonCheck.unquoted(key.data, key.from, key.to);
    }

    /** Passes over a comma, or over what closes; true for the latter. */
    private static boolean separator(JsonCursor cursor, char closing) throws IOException, Malformed {
        int value = cursor.peekPastSpace();
        if (value == closing) {
            cursor.advance();
            return true;
        }
        if (value != ',') {
            throw new Malformed(
                    value < 0
                            ? "the text ends before '" + closing + "'"
                            : "a comma or '" + closing + "' is missing before '" + (char) value + "'");
        }
        cursor.advance();
        cursor.peekPastSpace();
        return false;
    }

    private void record(JsonCursor cursor) throws IOException, Malformed {
        restBeginsAt(cursor);
        long from = cursor.position();
        long line = cursor.line();
        cursor.hold();
        cursor.skipValue();
        cursor.letGo();
        long to = cursor.position();
        if (to - from > RecordWindow.LONGEST_RECORD) {
            reject(cursor, from, to, line, "the record is longer than " + (RecordWindow.LONGEST_RECORD >> 20) + " MB");
        } else {
            Stretch record = cursor.between(from, to);
            Optional<String> fault = JsonCheck.fault(record.data, record.from, record.to);
            if (fault.isPresent()) {
                sink.reject(line, Utf8.printable(record.data, record.from, record.to), fault.get());
            } else {
                WideFractions.put(sink, record.data, record.from, record.to);
                sink.endRecord(line);
            }
        }
        restBeginsAt(cursor);
    }

    private void rejectRest(JsonCursor cursor, String reason, boolean mayResume) throws IOException {
        boolean atEnd = cursor.peek() < 0;
        triedBytes += cursor.position() - restFrom;
        long from = restFrom;
        long line = restLine;
        boolean cutOff = atEnd && text.damage().isPresent();
        if (mayResume && triedBytes < text.bytes() + SPARE_BYTES) {
            cursor.seek(from, line);
            cursor.skipToOpeningLine();
        } else {
            while (cursor.peek() >= 0) {
                cursor.advance();
            }
        }
        boolean told = cutOff && cursor.peek() < 0;
        reject(cursor, from, cursor.position(), line, told ? text.damage().orElse(reason) : reason);
        damageTold |= told;
    }

    private void reject(JsonCursor cursor, long from, long to, long line, String reason) throws IOException {
        int length = (int) Math.min(to - from, MOST_RAW_BYTES);
        Stretch raw = cursor.between(from, from + length);
        String cut = length < to - from ? "; the raw text is the first MB of " + (to - from) + " bytes" : "";
        sink.reject(line, Utf8.printable(raw.data, raw.from, raw.to).stripTrailing(), reason + cut);
    }
}
