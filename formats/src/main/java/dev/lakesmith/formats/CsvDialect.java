package dev.lakesmith.formats;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The bytes that structure a delimited text; -1 where there is none. */
record CsvDialect(char delimiter, int quote, int escape) {

    /** No quotes, and no delimiter but the line end itself: each line is one field. */
    static final CsvDialect LINES = new CsvDialect('\n', -1, -1);

    static CsvDialect of(char delimiter, Optional<Character> quote, Optional<Character> escape) {
        if (delimiter == '\n' || delimiter == '\r' || Character.isSurrogate(delimiter)) {
            throw new LakesmithException(
                    ErrorCode.VALUE_INVALID,
                    "delimiter must be one character and not a line end; got " + shown(delimiter));
        }
        int quoteByte = quote.map(character -> ascii("quote", character)).orElse(-1);
        int escapeByte = quoteByte < 0
                ? -1
                : escape.map(character -> ascii("escape", character)).orElse(-1);
        if (quoteByte == delimiter || escapeByte == delimiter) {
            throw new LakesmithException(
                    ErrorCode.VALUE_INVALID,
                    "delimiter " + shown(delimiter) + " must differ from quote and escape; change one of them");
        }
        return new CsvDialect(delimiter, quoteByte, escapeByte);
    }

    private static int ascii(String key, char character) {
        if (character > 0x7F || character == '\n' || character == '\r') {
            throw new LakesmithException(
                    ErrorCode.VALUE_INVALID,
                    key + " must be one ASCII character and not a line end; got " + shown(character));
        }
        return character;
    }

    private static String shown(char character) {
        return character < ' ' ? String.format("\\u%04x", (int) character) : "'" + character + "'";
    }

    /** As UTF-8: one to three bytes. */
    byte[] delimiterBytes() {
        return String.valueOf(delimiter).getBytes(StandardCharsets.UTF_8);
    }

    boolean quotes(byte value) {
        return quote >= 0 && value == (byte) quote;
    }
}
