package dev.lakesmith.formats;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** What is UTF-8 and what is not: shortest forms, no surrogates, nothing above U+10FFFF. */
final class Utf8 {

    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /** The offset of the first byte that does not belong to a well-formed sequence, or -1. */
    static int firstInvalid(byte[] data, int from, int to) {
        int i = from;
        while (i < to) {
            while (i + Long.BYTES <= to && (Words.at(data, i) & HIGH_BITS) == 0) {
                i += Long.BYTES;
            }
            if (i >= to) {
                break;
            }
            int length = sequenceLength(data, i, to);
            if (length == 0) {
                return i;
            }
            i += length;
        }
        return -1;
    }

    private static int sequenceLength(byte[] data, int i, int to) {
        int first = data[i] & 0xFF;
        if (first < 0x80) {
            return 1;
        }
        int length = first >= 0xC2 && first <= 0xDF
                ? 2
                : (first & 0xF0) == 0xE0 ? 3 : first >= 0xF0 && first <= 0xF4 ? 4 : 0;
        if (length == 0 || i + length > to) {
            return 0;
        }
        int second = data[i + 1] & 0xFF;
        int lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (second < lowest || second > highest) {
            return 0;
        }
        for (int k = 2; k < length; k++) {
            if ((data[i + k] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    /** The bytes as text; each byte that is not UTF-8 becomes {@code \xNN}. */
    static String printable(byte[] data, int from, int to) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(data, from, to - from);
        CharBuffer chars = CharBuffer.allocate(Math.min(1 << 16, to - from + 1));
        StringBuilder text = new StringBuilder(to - from);
        while (true) {
            CoderResult result = decoder.decode(bytes, chars, true);
            text.append(chars.flip());
            chars.clear();
            if (result.isUnderflow()) {
                return text.toString();
            }
            if (result.isError()) {
                for (int i = 0; i < result.length(); i++) {
                    text.append(String.format("\\x%02X", bytes.get() & 0xFF));
                }
            }
        }
    }
}
