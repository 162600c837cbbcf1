package dev.lakesmith.formats;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Splits delimited text into records and fields. After {@link #next} the record's fields are offsets relative to the
 * window's start. A record that cannot be split is its first physical line only; reading goes on behind that line.
 */
final class CsvRecords implements AutoCloseable {

    private static final int LOOK_AHEAD_AFTER = 4 << 20;
    private static final int CUT_RAW_BYTES = 1 << 20;

    private final RecordWindow window;
    private final byte delimiter;
    private final byte[] delimiterRest;
    private final CsvDialect dialect;
    private final int mostFields;

    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private byte[] kinds = new byte[64];
    private int fields;
    private int position;
    private int length;
    private long line = 1;
    private long recordLine = 1;
    private long blankLines;
    private int innerLines;
    private int firstLineLength;
    private boolean terminated;
    private Optional<String> failure = Optional.empty();
    private Optional<byte[]> cutRaw = Optional.empty();
    private long unclosedQuote = -1;

    /** What a field is: as it stands, in quotes, or in quotes with escapes inside. */
    static final byte PLAIN = 0;

    static final byte QUOTED = 1;
    static final byte ESCAPED = 2;

    CsvRecords(PlainText text, CsvDialect dialect, int columns) throws IOException {
        this(new RecordWindow(text.path(), text.bomBytes()), dialect, columns);
    }

    CsvRecords(RecordWindow window, CsvDialect dialect, int columns) {
        this.window = window;
        this.dialect = dialect;
        byte[] delimiterBytes = dialect.delimiterBytes();
        this.delimiter = delimiterBytes[0];
        this.delimiterRest = Arrays.copyOfRange(delimiterBytes, 1, delimiterBytes.length);
        this.mostFields = columns > Integer.MAX_VALUE / 4 ? Integer.MAX_VALUE : columns * 2 + 16;
    }

    /** Leaves out physical lines, whatever they hold. */
    void skipLines(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            window.startAt(position);
            int end = lineEnd(0);
            position = afterLineEnd(window.start() + end);
            line++;
        }
    }

    /** Finds the next record; blank lines are passed over and counted. False at the end. */
    boolean next() throws IOException {
        while (true) {
            window.startAt(position);
            if (position == window.limit() && !window.more()) {
                return false;
            }
            position = window.start();
            byte first = window.data()[position];
            if (first != '\n' && first != '\r') {
                break;
            }
            position = afterLineEnd(position);
            line++;
            blankLines++;
        }
        recordLine = line;
        fields = 0;
        innerLines = 0;
        firstLineLength = -1;
        failure = Optional.empty();
        cutRaw = Optional.empty();
        split();
        if (failure.isPresent()) {
            keepFirstLineOnly();
        }
        line += innerLines + (terminated ? 1 : 0);
        return true;
    }

    private void split() throws IOException {
        int i = window.start();
        while (true) {
            if (i == window.limit()) {
                i = load(i);
            }
            boolean quoted = i < window.limit() && dialect.quotes(window.data()[i]);
            i = quoted ? quotedField(i) : plainField(i);
            if (failure.isPresent()) {
                return;
            }
            if (i == window.limit() && (i = load(i)) == window.limit()) {
                finish(i, window.overlong());
                return;
            }
            byte stop = window.data()[i];
            if (stop == '\n' || stop == '\r') {
                length = i - window.start();
                terminated = true;
                position = afterLineEnd(i);
                return;
            }
            i += 1 + delimiterRest.length;
            if (fields > mostFields && innerLines > 0) {
                fail("a quote is not closed where it should be: more than " + mostFields + " columns found");
                return;
            }
        }
    }

    private void finish(int end, boolean overlong) {
        length = end - window.start();
        terminated = false;
        position = end;
        if (overlong) {
            fail(tooLong());
        }
    }

    private static String tooLong() {
        return "the record is longer than " + (RecordWindow.LONGEST_RECORD >> 20) + " MB (the raw text may be cut)";
    }

    /** Loads more bytes; gives the new place of the offset, which is the limit when there are none. */
    private int load(int offset) throws IOException {
        int relative = offset - window.start();
        window.more();
        return window.start() + relative;
    }

    private int plainField(int from) throws IOException {
        int relative = from - window.start();
        int i = from;
        while (true) {
            byte[] data = window.data();
            int limit = window.limit();
            while (i < limit) {
                byte value = data[i];
                if (value == '\n' || value == '\r' || (value == delimiter && delimiterRest.length == 0)) {
                    break;
                }
                if (value == delimiter) {
                    i = loadDelimiter(i);
                    data = window.data();
                    limit = window.limit();
                    if (delimiterAt(i)) {
                        break;
                    }
                }
                i++;
            }
            if (i < limit || (i = load(i)) == window.limit()) {
                add(relative, i - window.start(), PLAIN);
                return i;
            }
        }
    }

    private int loadDelimiter(int offset) throws IOException {
        int i = offset;
        while (i + delimiterRest.length >= window.limit()) {
            int before = window.limit() - window.start();
            i = load(i);
            if (window.limit() - window.start() == before) {
                break;
            }
        }
        return i;
    }

    private boolean delimiterAt(int offset) {
        if (window.data()[offset] != delimiter || offset + delimiterRest.length >= window.limit()) {
            return false;
        }
        for (int k = 0; k < delimiterRest.length; k++) {
            if (window.data()[offset + 1 + k] != delimiterRest[k]) {
                return false;
            }
        }
        return true;
    }

    /** From the opening quote to whatever follows the closing one. */
    private int quotedField(int from) throws IOException {
        int open = from - window.start();
        long openAt = window.filePosition(from);
        boolean lookedAhead = false;
        byte kind = QUOTED;
        int i = from + 1;
        while (openAt != unclosedQuote) {
            if (i >= window.limit()) {
                if (!lookedAhead && window.limit() - window.start() - open > LOOK_AHEAD_AFTER) {
                    lookedAhead = true;
                    // A stray quote must not pull the rest of a large file into memory only to be refused.
                    if (!QuoteAhead.closes(window, dialect, window.filePosition(i), openAt)) {
                        break;
                    }
                }
                int relative = i - window.start();
                if (!window.more()) {
                    if (window.overlong()) {
                        fail(tooLong());
                        return window.limit();
                    }
                    break;
                }
                i = window.start() + relative;
                continue;
            }
            i = ordinaryEnd(i);
            if (i == window.limit()) {
                continue;
            }
            byte value = window.data()[i];
            if (value == '\n' || value == '\r') {
                i = innerLine(i);
            } else if (value == dialect.escape() && dialect.escape() != dialect.quote()) {
                kind = ESCAPED;
                i = (i + 1 == window.limit() ? load(i) : i) + 1;
                // An escaped line end is counted on the next turn.
                if (i < window.limit() && window.data()[i] != '\n' && window.data()[i] != '\r') {
                    i++;
                }
            } else if (value == dialect.quote()) {
                if (i + 1 == window.limit()) {
                    i = load(i);
                }
                boolean last = i + 1 == window.limit();
                if (!last && dialect.escape() == dialect.quote() && dialect.quotes(window.data()[i + 1])) {
                    kind = ESCAPED;
                    i += 2;
                    continue;
                }
                return close(open, i, kind);
            }
        }
        unclosedQuote = openAt;
        fail("the quote that opens column " + (fields + 1) + " is not closed");
        return window.limit();
    }

    /** Passes over bytes that mean nothing special inside quotes. */
    private int ordinaryEnd(int from) {
        byte[] data = window.data();
        int limit = window.limit();
        byte quote = (byte) dialect.quote();
        byte escape = (byte) dialect.escape();
        int i = from;
        while (i < limit) {
            byte value = data[i];
            if (value == quote || value == escape || value == '\n' || value == '\r') {
                break;
            }
            i++;
        }
        return i;
    }

    private int close(int open, int quoteAt, byte kind) throws IOException {
        add(open + 1, quoteAt - window.start(), kind);
        int i = quoteAt + 1;
        if (i < window.limit() && window.data()[i] == delimiter && delimiterRest.length > 0) {
            i = loadDelimiter(i);
        }
        boolean ends = i == window.limit() || window.data()[i] == '\n' || window.data()[i] == '\r' || delimiterAt(i);
        if (!ends) {
            fail("text follows the closing quote of column " + fields);
        }
        return i;
    }

    private int innerLine(int offset) throws IOException {
        if (firstLineLength < 0) {
            firstLineLength = offset - window.start();
        }
        innerLines++;
        return afterLineEnd(offset);
    }

    private void keepFirstLineOnly() throws IOException {
        innerLines = 0;
        int end = firstLineLength >= 0 ? firstLineLength : lineEnd(0);
        length = end;
        int endAt = window.start() + end;
        if (endAt == window.limit()) {
            terminated = false;
            position = endAt;
            if (window.overlong()) {
                passOverlongLine();
            }
        } else {
            terminated = true;
            position = afterLineEnd(endAt);
        }
    }

    /** Moves behind a line that does not fit; its beginning stays as the raw text. */
    private void passOverlongLine() throws IOException {
        cutRaw = Optional.of(Arrays.copyOfRange(window.data(), window.start(), window.start() + CUT_RAW_BYTES));
        length = 0;
        do {
            window.startAt(window.limit());
            position = window.limit();
            if (!window.more()) {
                return;
            }
            position = window.start() + lineEnd(0);
        } while (position == window.limit());
        terminated = true;
        position = afterLineEnd(position);
    }

    /** The relative offset of the first line end at or after a relative offset, or of the end of what can be loaded. */
    private int lineEnd(int from) throws IOException {
        int relative = from;
        while (true) {
            byte[] data = window.data();
            int start = window.start();
            for (int i = start + relative; i < window.limit(); i++) {
                if (data[i] == '\n' || data[i] == '\r') {
                    return i - start;
                }
            }
            relative = window.limit() - start;
            if (!window.more()) {
                return relative;
            }
        }
    }

    private int afterLineEnd(int offset) throws IOException {
        if (offset >= window.limit()) {
            return offset;
        }
        if (window.data()[offset] == '\n') {
            return offset + 1;
        }
        int i = offset + 1 == window.limit() ? load(offset) : offset;
        return i + 1 < window.limit() && window.data()[i + 1] == '\n' ? i + 2 : i + 1;
    }

    private void add(int start, int end, byte kind) {
        if (fields == starts.length) {
            starts = Arrays.copyOf(starts, fields * 2);
            ends = Arrays.copyOf(ends, fields * 2);
            kinds = Arrays.copyOf(kinds, fields * 2);
        }
        starts[fields] = start;
        ends[fields] = end;
        kinds[fields++] = kind;
    }

    private void fail(String reason) {
        failure = Optional.of(reason);
    }

    /** The bytes the field offsets are relative to, from {@link #start}. */
    byte[] data() {
        return window.data();
    }

    int start() {
        return window.start();
    }

    /** Without its line end. */
    int length() {
        return length;
    }

    int fields() {
        return fields;
    }

    int fieldStart(int field) {
        return window.start() + starts[field];
    }

    int fieldEnd(int field) {
        return window.start() + ends[field];
    }

    byte kind(int field) {
        return kinds[field];
    }

    /** The physical line where the record begins, 1 for the first. */
    long line() {
        return recordLine;
    }

    /** The physical line behind the record. */
    long nextLine() {
        return line;
    }

    boolean spansLines() {
        return innerLines > 0;
    }

    /** Whether a line end follows the record. */
    boolean terminated() {
        return terminated;
    }

    /** What ends the record's line: LF, CR LF, CR, or nothing at the end of the text. */
    String lineEnding() {
        int from = window.start() + length;
        return terminated ? new String(window.data(), from, position - from, StandardCharsets.US_ASCII) : "";
    }

    /** Why the record cannot be split. */
    Optional<String> failure() {
        return failure;
    }

    /** Whether a quote was opened that nothing closes up to the end of the text. */
    boolean endsInQuotes() {
        return unclosedQuote >= 0;
    }

    long blankLines() {
        return blankLines;
    }

    String raw() {
        return cutRaw.map(bytes -> Utf8.printable(bytes, 0, bytes.length))
                .orElseGet(() -> Utf8.printable(window.data(), window.start(), window.start() + length));
    }

    @Override
    public void close() throws IOException {
        window.close();
    }
}
