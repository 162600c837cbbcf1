package dev.lakesmith.formats;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Walks over delimited text field by field. Every quote must stand at an edge of its field, no field may span lines;
 * and each value is held against its column's form. Where no form is wanted, only lines with quotes are looked at.
 */
final class FieldWalk implements LineParts.Reader {

    private static final long LINE_FEEDS_AND_RETURNS = Words.repeat((byte) ('\r' + 1));

    private static final ValueForm[] NO_FORMS = {};

    private final ValueForm[] forms;
    private final boolean anyForm;
    private final byte[][] nulls;
    private final byte delimiter;
    private final long delimiters;
    private final boolean quoting;
    private final byte quote;
    private final long quotes;
    private final boolean escapeIsQuote;
    private int headerLines;
    private long lines;
    private boolean plain = true;
    private Optional<String> obstacle = Optional.empty();

    /**
     * A walk over one part of a text.
     *
     * @param forms one a column
     * @param nulls the texts that mean NULL in every column
     * @param headerLines how many lines at the beginning hold no values
     */
    FieldWalk(CsvLayout layout, List<ValueForm> forms, List<String> nulls, int headerLines) {
        this.forms = forms.toArray(ValueForm[]::new);
        this.anyForm = forms.stream().anyMatch(form -> form != ValueForm.TEXT);
        this.nulls = nulls.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.delimiter = (byte) layout.delimiter();
        this.delimiters = Words.repeat(delimiter);
        this.quoting = layout.quote().isPresent();
        this.quote = quoting ? (byte) layout.quote().get().charValue() : delimiter;
        this.quotes = Words.repeat(quote);
        this.escapeIsQuote = layout.escape().equals(layout.quote());
        this.headerLines = headerLines;
    }

    /** Whether every value so far has its column's form or is NULL. */
    boolean plain() {
        return plain;
    }

    /** How many lines were looked at: all, as long as values are held against forms and each is {@link #plain}. */
    long lines() {
        return lines;
    }

    /** What stands against reading the text in parallel, so far. */
    Optional<String> obstacle() {
        return obstacle;
    }

    @Override
    public void tooLong() {
        against("a line is too long");
    }

    @Override
    public boolean lines(byte[] data, int end) {
        int at = 0;
        for (; headerLines > 0 && at < end && obstacle.isEmpty(); headerLines--) {
            at = line(data, at, NO_FORMS);
        }
        while (at < end && obstacle.isEmpty()) {
            boolean judges = anyForm && plain;
            int next = judges ? at : lineWithQuote(data, at, end);
            at = next < end ? line(data, next, judges ? forms : NO_FORMS) : end;
        }
        return obstacle.isEmpty();
    }

    /** Where the first line with a quote begins; without one, the end. */
    private int lineWithQuote(byte[] data, int from, int end) {
        int at = from;
        long found = 0;
        while (at < end && (found = Words.matches(Words.at(data, at), quotes)) == 0) {
            at += Long.BYTES;
        }
        at += Long.numberOfTrailingZeros(found) >>> 3;
        if (!quoting || at >= end) {
            return end;
        }
        while (at > from && data[at - 1] != '\n') {
            at--;
        }
        return at;
    }

    /** The position behind a line. */
    private int line(byte[] data, int from, ValueForm[] wanted) {
        lines++;
        int column = 0;
        int at = from;
        while (true) {
            int to = column < wanted.length ? wanted[column].end(data, at) : at;
            if (to == at || !ends(data, to)) {
                to = text(data, at);
                if (to < 0) {
                    return at;
                }
                if (column < wanted.length && wanted[column] != ValueForm.TEXT) {
                    plain &= isNull(data, at, to);
                }
            }
            byte end = data[to];
            if (end == delimiter) {
                column++;
                at = to + 1;
            } else {
                return end == '\n' ? to + 1 : to + 2;
            }
        }
    }

    private boolean ends(byte[] data, int at) {
        byte value = data[at];
        return value == delimiter || value == '\n' || (value == '\r' && data[at + 1] == '\n');
    }

    private boolean isNull(byte[] data, int from, int to) {
        for (byte[] text : nulls) {
            if (Arrays.equals(data, from, to, text, 0, text.length)) {
                return true;
            }
        }
        return false;
    }

    /** Where a field of any text ends; negative when something stands against it. */
    private int text(byte[] data, int from) {
        if (quoting && data[from] == quote) {
            return quoted(data, from);
        }
        int at = from;
        while (true) {
            long word = Words.at(data, at);
            long found = Words.matches(word, delimiters)
                    | Words.matches(word, quotes)
                    | Words.below(word, LINE_FEEDS_AND_RETURNS);
            if (found == 0) {
                at += Long.BYTES;
                continue;
            }
            at += Long.numberOfTrailingZeros(found) >>> 3;
            if (ends(data, at)) {
                return at;
            }
            if (data[at] == '\r') {
                return against("a carriage return stands alone");
            }
            if (quoting && data[at] == quote) {
                return against("a quote stands inside a field");
            }
            at++;
        }
    }

    private int quoted(byte[] data, int from) {
        if (!escapeIsQuote) {
            return against("quotes may be escaped by another character");
        }
        int at = from + 1;
        while (true) {
            byte value = data[at];
            if (value == '\n' || value == '\r') {
                return against("a quoted field spans lines, or a quote is not closed");
            }
            at++;
            if (value == quote) {
                if (data[at] != quote) {
                    break;
                }
                at++;
            }
        }
        return ends(data, at) ? at : against("a quote stands inside a field");
    }

    private int against(String reason) {
        obstacle = Optional.of(reason);
        return -1;
    }
}
