package dev.lakesmith.formats;

import java.io.IOException;
import java.util.Arrays;

/** Moves over JSON text and finds where values end by their brackets and quotes alone; what is in them is not judged. */
final class JsonCursor extends TextCursor {

    private byte[] open = new byte[64];
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

    JsonCursor(PlainText text, Quoting quoting) throws IOException {
        super(text);
        this.lineEndsText = quoting == Quoting.ENDS_AT_LINE;
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
}
