package dev.lakesmith.formats;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes JSON into a sink, piece by piece; who calls it keeps the grammar. */
final class JsonText {

    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final RecordSink sink;

    JsonText(RecordSink sink) {
        this.sink = sink;
    }

    JsonText put(char ascii) throws IOException {
        sink.put(ascii);
        return this;
    }

    JsonText nothing() throws IOException {
        sink.put(NULL, 0, NULL.length);
        return this;
    }

    /** What is JSON already, such as a number. */
    JsonText json(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sink.put(bytes, 0, bytes.length);
        return this;
    }

    /** A key and the colon behind it. */
    JsonText key(String name) throws IOException {
        return text(name).put(':');
    }

    /** A text in quotes. Half a surrogate pair, which no text has, becomes a question mark. */
    JsonText text(String text) throws IOException {
        return json(quoted(text));
    }

    /** A text in quotes, as {@link #text} writes it. */
    static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c == '\t') {
                out.append("\\t");
            } else if (c < ' ') {
                out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
