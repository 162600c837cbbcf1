package dev.lakesmith.formats;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether bytes are one JSON object by the letter of RFC 8259, with no key twice in one object. */
final class JsonCheck {

    private static final long BACKSLASHES = Words.repeat((byte) '\\');
    private static final int DEEPEST_NESTING = 1_000;

    /** How far records may go, whoever reads them. */
    static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .maxNumberLength(1_000_000)
            .maxNestingDepth(DEEPEST_NESTING)
            .build();

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(CONSTRAINTS)
            .build();

    /** What the library tells programmers. */
    private static final Pattern ADVICE = Pattern.compile("(: enable|, from) `[^`]*`( to allow)?");

    private JsonCheck() {}

    /** Why the bytes, which neither begin nor end with white space, are no record; empty: they are one. */
    static Optional<String> fault(byte[] data, int from, int to) throws IOException {
        int invalid = Utf8.firstInvalid(data, from, to);
        if (invalid >= 0) {
            return Optional.of(String.format(
                    "byte \\x%02X at byte %d of the record is not UTF-8", data[invalid] & 0xFF, invalid - from + 1));
        }
        try (JsonParser parser = parser(data, from, to)) {
            parser.nextToken();
            parser.skipChildren();
            if (parser.nextToken() != null) {
                return Optional.of("not valid JSON: something follows the value");
            }
        } catch (JsonProcessingException e) {
            long at = e.getLocation() == null ? 0 : e.getLocation().getByteOffset() - from + 1;
            return Optional.of("not valid JSON: "
                    + ADVICE.matcher(e.getOriginalMessage().lines().findFirst().orElse(""))
                            .replaceAll("")
                    + (at > 0 ? " (byte " + at + " of the record)" : ""));
        }
        if (data[from] != '{') {
            return Optional.of("not a JSON object but " + kind(data[from]));
        }
        return halfPair(data, from, to)
                ? Optional.of("not valid JSON: a \\u escape holds half of a surrogate pair, which is no character")
                : Optional.empty();
    }

    /**
     * Given bytes in the middle of an array, and told to keep no names, the library reads on behind the last of them when
     * they are more than some thousand; a text has an end.
     */
    private static JsonParser parser(byte[] data, int from, int to) throws IOException {
        return FACTORY.createParser(new String(data, from, to - from, StandardCharsets.UTF_8));
    }

    /** Whether valid JSON is UTF-8 with whole surrogate pairs, which parsers let pass unseen. */
    static boolean isText(byte[] data, int from, int to) {
        return Utf8.firstInvalid(data, from, to) < 0 && !halfPair(data, from, to);
    }

    /** The text a quoted JSON text stands for. */
    static String unquoted(byte[] data, int from, int to) throws IOException {
        try (JsonParser parser = parser(data, from, to)) {
            parser.nextToken();
            return parser.getText();
        } catch (JsonProcessingException e) {
            return Utf8.printable(data, from, to);
        }
    }

    private static String kind(byte first) {
        return switch (first) {
            case '[' -> "an array";
            case '"' -> "a text";
            case 't', 'f' -> "a boolean";
            case 'n' -> "null";
            default -> "a number";
        };
    }

    /** Parsers differ about lone surrogates; no UTF-8 text can hold one. The JSON is valid otherwise. */
    private static boolean halfPair(byte[] data, int from, int to) {
        boolean highBefore = false;
        for (int i = Words.first(data, from, to, BACKSLASHES); i < to; i++) {
            if (data[i] != '\\') {
                if (highBefore) {
                    return true;
                }
                i = Words.first(data, i, to, BACKSLASHES) - 1;
                continue;
            }
            int unit = data[i + 1] == 'u' ? hex(data, i + 2) : 0;
            boolean high = unit >= 0xD800 && unit <= 0xDBFF;
            boolean low = unit >= 0xDC00 && unit <= 0xDFFF;
            if (highBefore != low) {
                return true;
            }
            highBefore = high;
            i += data[i + 1] == 'u' ? 5 : 1;
        }
        return highBefore;
    }

    private static int hex(byte[] data, int offset) {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value = value << 4 | Character.digit(data[offset + i], 16);
        }
        return value;
    }
}
