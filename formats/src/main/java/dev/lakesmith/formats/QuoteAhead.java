package dev.lakesmith.formats;

import java.io.IOException;

/** Looks for a closing quote without loading what lies between. */
final class QuoteAhead {

    private static final int BUFFER_BYTES = 1 << 20;

    private QuoteAhead() {}

    /**
     * Whether the quoted field is closed, and followed by a delimiter or line end, before it becomes too long.
     *
     * @param from a place in the file inside the field, not behind an escape
     * @param openAt where its opening quote is
     */
    static boolean closes(RecordWindow window, CsvDialect dialect, long from, long openAt) throws IOException {
        byte[] ahead = new byte[BUFFER_BYTES];
        byte delimiter = dialect.delimiterBytes()[0];
        boolean escapeIsQuote = dialect.escape() == dialect.quote();
        boolean escaping = false;
        boolean afterQuote = false;
        int count;
        for (long at = from; at - openAt < RecordWindow.LONGEST_RECORD; at += count) {
            count = window.read(ahead, at);
            if (count <= 0) {
                return afterQuote;
            }
            for (int i = 0; i < count; i++) {
                byte value = ahead[i];
                if (escaping) {
                    escaping = false;
                } else if (afterQuote) {
                    if (!escapeIsQuote || !dialect.quotes(value)) {
                        return value == '\n' || value == '\r' || value == delimiter;
                    }
                    afterQuote = false;
                } else if (dialect.quotes(value)) {
                    afterQuote = true;
                } else if (value == dialect.escape()) {
                    escaping = true;
                }
            }
        }
        return false;
    }
}
