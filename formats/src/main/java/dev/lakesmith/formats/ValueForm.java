package dev.lakesmith.formats;

/**
 * How a value is written so that there is one way only to understand it: every reader that takes the text makes the
 * same value of it, or refuses it as out of range. What is written otherwise ({@code 1e3} as an integer, {@code 1.239}
 * with two decimals wanted, a time with an offset) may still be a value, or may be changed by a lenient reader.
 */
public final class ValueForm {

    private static final int LONGEST_NUMBER = 100;
    private static final long ZEROS = Words.repeat((byte) '0');
    private static final long ABOVE_NINE = Words.repeat((byte) 6);
    private static final long HIGH_HALVES = Words.repeat((byte) 0xF0);

    private static final Layout YEAR_TO_MONTH = new Layout("0000-00-");
    private static final Layout CENTURY_TO_DAY = new Layout("00-00-00");
    private static final Layout TIME = new Layout("00:00:00");

    /** Anything. */
    public static final ValueForm TEXT = new ValueForm(Kind.TEXT, 0);

    /** An optional sign, then digits. */
    public static final ValueForm INTEGER = new ValueForm(Kind.INTEGER, 0);

    /** As {@link #decimal}, with any number of decimals, and no exponent. */
    public static final ValueForm REAL = new ValueForm(Kind.DECIMAL, LONGEST_NUMBER);

    /** {@code true} or {@code false}. */
    public static final ValueForm BOOLEAN = new ValueForm(Kind.BOOLEAN, 0);

    /** {@code 2026-01-31}. */
    public static final ValueForm DATE = new ValueForm(Kind.DATE, 0);

    /** {@code 2026-01-31 10:00:00} or with {@code T}, up to six decimals, perhaps {@code Z}. */
    public static final ValueForm TIMESTAMP = new ValueForm(Kind.TIMESTAMP, 0);

    private final Kind kind;
    private final int decimals;

    private enum Kind {
        TEXT,
        INTEGER,
        DECIMAL,
        BOOLEAN,
        DATE,
        TIMESTAMP
    }

    private ValueForm(Kind kind, int decimals) {
        this.kind = kind;
        this.decimals = decimals;
    }

    /** An optional sign, then digits, then perhaps a point and at most so many digits that are not closing zeros. */
    public static ValueForm decimal(int decimals) {
        return new ValueForm(Kind.DECIMAL, decimals);
    }

    /**
     * Where a value that begins here ends, if all of it up to there has this form; else {@code from}. For {@link #TEXT}
     * always {@code from}.
     *
     * @param data with at least {@link LineParts#PADDING} bytes behind the position
     */
    int end(byte[] data, int from) {
        return switch (kind) {
            case TEXT -> from;
            case INTEGER -> {
                int start = afterSign(data, from);
                int end = afterDigits(data, start);
                yield end > start ? end : from;
            }
            case DECIMAL -> decimalEnd(data, from);
            case BOOLEAN -> afterWord(data, from, "true") + afterWord(data, from, "false") - from;
            case DATE -> isDate(data, from) ? from + 10 : from;
            case TIMESTAMP -> timestampEnd(data, from);
        };
    }

    private int decimalEnd(byte[] data, int from) {
        int start = afterSign(data, from);
        int point = afterDigits(data, start);
        if (point == start || point - from > LONGEST_NUMBER) {
            return from;
        }
        if (data[point] != '.') {
            return point;
        }
        int end = afterDigits(data, point + 1);
        for (int i = point + 1 + decimals; i < end; i++) {
            if (data[i] != '0') {
                return from;
            }
        }
        return end - from > LONGEST_NUMBER ? from : end;
    }

    private static int timestampEnd(byte[] data, int from) {
        byte separator = data[from + 10];
        if ((separator != ' ' && separator != 'T') || !isDate(data, from) || !TIME.isAt(data, from + 11)) {
            return from;
        }
        int end = from + 19;
        if (data[end] == '.') {
            int decimals = afterDigits(data, end + 1) - end - 1;
            if (decimals < 1 || decimals > 6) {
                return from;
            }
            end += 1 + decimals;
        }
        return data[end] == 'Z' ? end + 1 : end;
    }

    private static boolean isDate(byte[] data, int from) {
        return YEAR_TO_MONTH.isAt(data, from) && CENTURY_TO_DAY.isAt(data, from + 2);
    }

    private static int afterWord(byte[] data, int from, String word) {
        for (int i = 0; i < word.length(); i++) {
            if ((data[from + i] | 0x20) != word.charAt(i)) {
                return from;
            }
        }
        return from + word.length();
    }

    private static int afterSign(byte[] data, int from) {
        return data[from] == '-' || data[from] == '+' ? from + 1 : from;
    }

    /** Eight bytes at once; a sum that carries into the next byte comes from a byte that is no digit itself. */
    private static int afterDigits(byte[] data, int from) {
        int at = from;
        while (at + Long.BYTES <= data.length) {
            long digits = Words.at(data, at) ^ ZEROS;
            long others = ((digits + ABOVE_NINE) | digits) & HIGH_HALVES;
            if (others != 0) {
                return at + (Long.numberOfTrailingZeros(others) >>> 3);
            }
            at += Long.BYTES;
        }
        return at;
    }

    /** Eight characters, of which each is either a digit or itself. */
    private static final class Layout {

        private final long pattern;
        private final long addends;
        private final long failures;

        /** Zeros stand for digits. */
        Layout(String characters) {
            long patternBits = 0;
            long addendBits = 0;
            long failureBits = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                boolean digit = characters.charAt(i) == '0';
                patternBits |= (long) characters.charAt(i) << (8 * i);
                addendBits |= (digit ? 0x06L : 0x7FL) << (8 * i);
                failureBits |= (digit ? 0xF0L : 0x80L) << (8 * i);
            }
            this.pattern = patternBits;
            this.addends = addendBits;
            this.failures = failureBits;
        }

        boolean isAt(byte[] data, int from) {
            long difference = Words.at(data, from) ^ pattern;
            return (((difference + addends) | difference) & failures) == 0;
        }
    }
}
