package dev.lakesmith.connectors.singer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts bytes into lines.
 *
 * @param longest how many bytes a line may have, its end not counted
 * @param tooLong what becomes of a longer one
 */
record Lines(long longest, TooLong tooLong) {

    private static final int BUFFER = 1 << 16;

    /** What becomes of a line that is too long. */
    enum TooLong {
        REFUSED,
        /** Its beginning is taken. */
        CUT
    }

    /** A line is longer than it may be. */
    static final class TooLongLine extends IOException {

        private static final long serialVersionUID = 1L;

        TooLongLine(String message) {
            super(message);
        }
    }

    /** Reads to the end; a last line without its end counts. Line numbers begin with 1. */
    void read(InputStream in, Child.Ear ear) throws IOException {
        byte[] buffer = new byte[BUFFER];
        byte[] line = new byte[BUFFER];
        int length = 0;
        long number = 1;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            int start = 0;
            for (int i = 0; i <= n; i++) {
                boolean ends = i < n && buffer[i] == '\n';
                if (i < n && !ends) {
                    continue;
                }
                int more = room(i - start, length, number);
                if (length + more > line.length) {
                    line = Arrays.copyOf(line, (int)
                            Math.min(Integer.MAX_VALUE - 8, Math.max(2L * line.length, length + (long) more)));
                }
                System.arraycopy(buffer, start, line, length, more);
                length += more;
                start = i + 1;
                if (ends) {
                    ear.line(line, length, number++);
                    length = 0;
                }
            }
        }
        if (length > 0) {
            ear.line(line, length, number);
        }
    }

    private int room(int wanted, int length, long number) throws TooLongLine {
        if (length + (long) wanted <= longest) {
            return wanted;
        }
        if (tooLong == TooLong.REFUSED) {
            throw new TooLongLine("line " + number + " is longer than " + longest
                    + " bytes; raise 'longest_message' if it is meant to be");
        }
        return (int) Math.max(0, longest - length);
    }
}
