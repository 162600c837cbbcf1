package dev.lakesmith.formats;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Fractions in JSON that a DOUBLE would round. Engines read every fraction as one, so such a number becomes a text. */
final class WideFractions {

    /** So many characters without an exponent hold no more digits than a DOUBLE keeps. */
    private static final int SURELY_EXACT = 16;

    private static final Pattern HAS_VALUE = Pattern.compile("[-0.]*[1-9]");

    private WideFractions() {}

    /** Whether the text of a number is a fraction, or has an exponent, and would change as a DOUBLE. */
    static boolean isWide(String number) {
        boolean exponent = number.indexOf('e') >= 0 || number.indexOf('E') >= 0;
        if (!exponent && (number.length() <= SURELY_EXACT || number.indexOf('.') < 0)) {
            return false;
        }
        double value = Double.parseDouble(number);
        if (value == 0) {
            return HAS_VALUE.matcher(number).lookingAt();
        }
        return !Double.isFinite(value) || new BigDecimal(number).compareTo(new BigDecimal(Double.toString(value))) != 0;
    }

    /**
     * Writes a sound JSON value on one line, wide fractions in quotes. No line end stands inside a text of valid JSON,
     * so a blank in its place means the same.
     */
    static void put(RecordSink sink, byte[] data, int from, int to) throws IOException {
        int done = from;
        int i = from;
        while (i < to) {
            byte value = data[i];
            if (value == '"') {
                i = afterText(data, i + 1);
            } else if (value == '\n' || value == '\r') {
                sink.put(data, done, i);
                sink.put(' ');
                done = ++i;
            } else if (value == '-' || isDigit(value)) {
                int end = afterNumber(data, i, to);
                if (end - i > 2 && isWide(new String(data, i, end - i, StandardCharsets.US_ASCII))) {
                    sink.put(data, done, i);
                    sink.put('"');
                    sink.put(data, i, end);
                    sink.put('"');
                    done = end;
                }
                i = end;
            } else {
                i++;
            }
        }
        sink.put(data, done, to);
    }

    private static int afterText(byte[] data, int from) {
        int i = from;
        while (data[i] != '"') {
            i += data[i] == '\\' ? 2 : 1;
        }
        return i + 1;
    }

    private static int afterNumber(byte[] data, int from, int to) {
        int i = from;
        while (i < to && (isDigit(data[i]) || ".eE+-".indexOf(data[i]) >= 0)) {
            i++;
        }
        return i;
    }

    private static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }
}
