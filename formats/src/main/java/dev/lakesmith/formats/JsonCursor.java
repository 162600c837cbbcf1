package dev.lakesmith.formats;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/** Moves over JSON text and finds where values end by their brackets and quotes alone; what is in them is not judged. */
final class JsonCursor implements AutoCloseable {

    private static final int MOST_HELD = 8 << 20;

    private final RecordWindow window;
    private int at;
    private long line = 1;
    private byte[] open = new byte[64];
    private boolean holding;
    private final boolean lineEndsText;

    /** The brackets do not match, or something stands where it cannot. */
    static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    /** What a line end inside a quoted text means; JSON allows none there. */
    enum Quoting {
        /** The value is bad, but can be delimited. */
        MAY_SPAN_LINES,
        /** The quote was never closed. */
        ENDS_AT_LINE
    }

    /** Bytes of the text that are in memory, until the cursor moves. */
    static final class Stretch {

        final byte[] data;
        final int from;
        final int to;

        Stretch(byte[] data, int from, int to) {
            this.data = data;
            this.from = from;
            this.to = to;
        }
    }

    JsonCursor(PlainText text, Quoting quoting) throws IOException {
        this.lineEndsText = quoting == Quoting.ENDS_AT_LINE;
        this.window = new RecordWindow(text.path(), text.bomBytes());
    }

    /** The next byte, -1 at the end. */
    int peek() throws IOException {
        if (at < window.limit()) {
            return window.data()[at] & 0xFF;
        }
        if (!holding || window.limit() - window.start() > MOST_HELD) {
            window.startAt(at);
        }
        int relative = at - window.start();
        boolean more = window.more();
        at = window.start() + relative;
        return more ? window.data()[at] & 0xFF : -1;
    }

    void advance() {
        if (window.data()[at] == '\n') {
            line++;
        }
        at++;
    }

    long position() {
        return window.filePosition(at);
    }

    long line() {
        return line;
    }

    /** Passes over white space; gives the byte behind it, -1 at the end. */
    int peekPastSpace() throws IOException {
        while (true) {
            int value = peek();
            if (value != ' ' && value != '\n' && value != '\r' && value != '\t') {
                return value;
            }
            advance();
        }
    }

    /** Keeps what follows in memory, as far as that is reasonable. */
    void hold() {
        window.startAt(at);
        holding = true;
    }

    void letGo() {
        holding = false;
    }

    /** A stretch of the text, out of memory or out of the file. */
    Stretch between(long from, long to) throws IOException {
        long first = window.filePosition(0);
        if (from >= first && to <= window.filePosition(window.limit())) {
            return new Stretch(window.data(), (int) (from - first), (int) (to - first));
        }
        byte[] bytes = new byte[(int) (to - from)];
        if (window.read(bytes, from) < bytes.length) {
            throw new EOFException("the text became shorter while it was read");
        }
        return new Stretch(bytes, 0, bytes.length);
    }

    /** Goes back. */
    void seek(long position, long lineThere) throws IOException {
        window.seek(position);
        at = 0;
        line = lineThere;
        holding = false;
    }

    /** Passes over lines until one begins with a bracket that opens, or the text ends. */
    void skipToOpeningLine() throws IOException {
        int before = 0;
        int value;
        while ((value = peek()) >= 0 && !(before == '\n' && (value == '{' || value == '['))) {
            advance();
            before = value;
        }
    }

    /** Passes over one value. */
    void skipValue() throws IOException, Malformed {
        int depth = 0;
        do {
            int value = peek();
            switch (value) {
                case -1 -> throw new Malformed("the text ends inside a value");
                case '"' -> skipString();
                case '{', '[' -> {
                    if (depth == open.length) {
                        open = Arrays.copyOf(open, depth * 2);
                    }
                    open[depth++] = (byte) (value + 2);
                    advance();
                }
                case '}', ']' -> {
                    if (depth == 0 || open[--depth] != value) {
                        throw new Malformed("'" + (char) value + "' closes what was not opened");
                    }
                    advance();
                }
                default -> {
                    if (depth == 0) {
                        skipScalar();
                    } else {
                        advance();
                    }
                }
            }
        } while (depth > 0);
    }

    private void skipScalar() throws IOException, Malformed {
        long from = position();
        while (true) {
            int value = peek();
            boolean ends = value <= ' '
                    || value == ','
                    || value == '}'
                    || value == ']'
                    || value == '{'
                    || value == '['
                    || value == '"'
                    || value == ':';
            if (ends) {
                if (position() == from) {
                    throw new Malformed("'" + (char) value + "' stands where a value should");
                }
                return;
            }
            advance();
        }
    }

    /** Passes over what is loaded of a quoted text up to the next byte that may mean something. */
    private void passOrdinary() {
        byte[] data = window.data();
        int limit = window.limit();
        int i = at;
        while (i < limit && data[i] != '"' && data[i] != '\\' && data[i] != '\n') {
            i++;
        }
        at = i;
    }

    /** Passes over a text with its quotes. */
    void skipString() throws IOException, Malformed {
        advance();
        while (true) {
            passOrdinary();
            int value = peek();
            if (value < 0) {
                throw new Malformed("the text ends inside a quoted text");
            }
            if (value == '\n' && lineEndsText) {
                throw new Malformed("a line ends inside a quoted text");
            }
            advance();
            if (value == '"') {
                return;
            }
            if (value == '\\' && peek() >= 0) {
                advance();
            }
        }
    }

    @Override
    public void close() throws IOException {
        window.close();
    }
}
