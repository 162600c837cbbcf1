package dev.lakesmith.formats;

import java.io.EOFException;
import java.io.IOException;

/** Moves over the bytes of a text and knows where it stands. */
sealed class TextCursor implements AutoCloseable permits JsonCursor, XmlCursor {

    private static final int MOST_HELD = 8 << 20;

    final RecordWindow window;
    int at;
    private long line = 1;
    private boolean holding;

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

    TextCursor(PlainText text) throws IOException {
        this.window = new RecordWindow(text.path(), text.bomBytes());
    }

    /** The next byte, -1 at the end. */
    final int peek() throws IOException {
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

    final void advance() {
        if (window.data()[at] == '\n') {
            line++;
        }
        at++;
    }

    final long position() {
        return window.filePosition(at);
    }

    final long line() {
        return line;
    }

    /** Passes over white space; gives the byte behind it, -1 at the end. */
    final int peekPastSpace() throws IOException {
        while (true) {
            int value = peek();
            if (value != ' ' && value != '\n' && value != '\r' && value != '\t') {
                return value;
            }
            advance();
        }
    }

    /** Keeps what follows in memory, as far as that is reasonable. */
    final void hold() {
        window.startAt(at);
        holding = true;
    }

    final void letGo() {
        holding = false;
    }

    /** A stretch of the text, out of memory or out of the file. */
    final Stretch between(long from, long to) throws IOException {
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
    final void seek(long position, long lineThere) throws IOException {
        window.seek(position);
        at = 0;
        line = lineThere;
        holding = false;
    }

    @Override
    public final void close() throws IOException {
        window.close();
    }
}
