package dev.lakesmith.formats;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Looks through a text of one JSON object a line: counts the records, finds the shape that holds every value of all of
 * them, and tells whether any line is anything else. Reads the text once, in parallel parts.
 */
public final class JsonLines {

    private static final long LINE_FEEDS = Words.repeat((byte) '\n');
    private static final int LONGEST_LINE_BYTES = 128 << 20;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            // What is a record for one and none for the other would be a row without its values.
            .streamReadConstraints(JsonCheck.CONSTRAINTS)
            .build();

    private JsonLines() {}

    /**
     * What a text holds.
     *
     * @param shape of the objects
     * @param records how many lines are not blank
     * @param sound whether every one of them is one JSON object without repeated keys, and every fraction one that a
     *     DOUBLE holds
     * @param longestLine in bytes
     */
    public record Survey(JsonShape shape, long records, boolean sound, int longestLine) {}

    /**
     * Looks through a text.
     *
     * @param path plain UTF-8 text
     * @param from where to begin, in bytes
     */
    public static Survey survey(Path path, long from) {
        try {
            List<Part> parts = LineParts.read(path, from, LONGEST_LINE_BYTES, start -> new Part());
            Part first = parts.get(0);
            parts.stream().skip(1).forEach(first::add);
            return new Survey(first.shape, first.records, first.sound, first.longestLine);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static LakesmithException unreadable(Path path, IOException e) {
        return new LakesmithException(ErrorCode.SOURCE_UNREADABLE, path + " cannot be read: " + e.getMessage(), e);
    }

    /** The lines of one part. */
    private static final class Part implements LineParts.Reader {

        private final JsonShape shape = new JsonShape();
        private long records;
        private boolean sound = true;
        private int longestLine;
        private long objects;

        void add(Part other) {
            shape.merge(other.shape);
            records += other.records;
            sound &= other.sound;
            longestLine = Math.max(longestLine, other.longestLine);
        }

        @Override
        public boolean lines(byte[] data, int end) throws IOException {
            int start = 0;
            while (start < end) {
                int stop = Words.first(data, start, end, LINE_FEEDS);
                line(data, start, stop);
                start = stop + 1;
            }
            return true;
        }

        @Override
        public void tooLong() {
            sound = false;
        }

        private void line(byte[] buffer, int from, int to) throws IOException {
            int start = from;
            int stop = to;
            while (start < stop && buffer[start] <= ' ' && buffer[start] >= 0) {
                start++;
            }
            while (start < stop && buffer[stop - 1] <= ' ' && buffer[stop - 1] >= 0) {
                stop--;
            }
            if (start == stop) {
                return;
            }
            records++;
            longestLine = Math.max(longestLine, to - from);
            if (buffer[start] != '{') {
                sound = false;
                return;
            }
            try (JsonParser parser = FACTORY.createParser(buffer, start, stop - start)) {
                parser.nextToken();
                sound &= value(parser, shape) && parser.nextToken() == null && JsonCheck.isText(buffer, start, stop);
            } catch (JsonProcessingException e) {
                // Which line and why is found by the scan that follows an unsound survey.
                sound = false;
            }
        }

        /** Observes the value whose first token is current; false when a key comes twice. */
        private boolean value(JsonParser parser, JsonShape at) throws IOException {
            JsonToken token = parser.currentToken();
            switch (token) {
                case START_OBJECT -> {
                    at.saw(JsonShape.Kind.OBJECT);
                    return object(parser, at);
                }
                case START_ARRAY -> {
                    at.saw(JsonShape.Kind.ARRAY);
                    boolean fine = true;
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        fine &= value(parser, at.element());
                    }
                    return fine;
                }
                case VALUE_STRING -> at.saw(JsonShape.Kind.STRING);
                case VALUE_NUMBER_INT -> at.saw(whole(parser));
                case VALUE_NUMBER_FLOAT -> {
                    boolean wide = WideFractions.isWide(parser.getText());
                    at.saw(wide ? JsonShape.Kind.WIDE_NUMBER : JsonShape.Kind.DOUBLE);
                    return !wide;
                }
                case VALUE_TRUE, VALUE_FALSE -> at.saw(JsonShape.Kind.BOOLEAN);
                case VALUE_NULL -> at.saw(JsonShape.Kind.NULL);
                default -> throw new IllegalStateException("not the beginning of a value: " + token);
            }
            return true;
        }

        private boolean object(JsonParser parser, JsonShape at) throws IOException {
            long number = objects++;
            boolean fine = true;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                JsonShape field = at.field(parser.currentName(), number).orElse(null);
                parser.nextToken();
                if (field == null) {
                    fine = false;
                    parser.skipChildren();
                } else {
                    fine &= value(parser, field);
                }
            }
            return fine;
        }

        private static JsonShape.Kind whole(JsonParser parser) throws IOException {
            int length = parser.getTextLength();
            if (length <= 15) {
                return JsonShape.Kind.INTEGER;
            }
            return switch (parser.getNumberType()) {
                case INT, LONG -> JsonShape.Kind.LONG;
                default -> JsonShape.Kind.WIDE_NUMBER;
            };
        }
    }
}
