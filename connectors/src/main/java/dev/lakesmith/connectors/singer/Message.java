package dev.lakesmith.connectors.singer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of a tap's output. What it carries is a part of the line, copied by whoever keeps it.
 *
 * @param type such as {@code RECORD}, in capitals
 * @param stream which stream it is about; empty for none
 * @param from where the record begins in the line; of other types, where the message does
 * @param to where that ends
 * @param keyValue the value of the field that was asked for, as text; null when there is none
 * @param keyIsNumber whether that was written as a number
 */
record Message(
        String type,
        String stream,
        int from,
        int to,
        @Nullable String keyValue,
        boolean keyIsNumber) {

    private static final JsonFactory JSON = new JsonFactory();

    /** What is wrong with a line, for people. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    /** @param key a field of records whose value is wanted; empty for none */
    static Message parse(byte[] line, int length, String key) throws Malformed {
        try (JsonParser parser = JSON.createParser(line, 0, length)) {
            return new Parts(key).read(parser, length);
        } catch (JsonProcessingException e) {
            throw new Malformed(e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory", e);
        }
    }

    /** The parts of a message as they come. */
    private static final class Parts {

        private final String key;
        private String type = "";
        private String stream = "";
        private int from;
        private int to;
        private @Nullable String keyValue;
        private boolean keyIsNumber;

        Parts(String key) {
            this.key = key;
        }

        Message read(JsonParser parser, int length) throws IOException, Malformed {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Malformed("it is no JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "type" -> type = parser.getValueAsString("").toUpperCase(Locale.ROOT);
                    case "stream" -> stream = parser.getValueAsString("");
                    case "record" -> record(parser, value);
                    default -> parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw new Malformed("something follows the message on its line");
            }
            if (type.isEmpty()) {
                throw new Malformed("it has no type");
            }
            boolean record = type.equals("RECORD");
            if (record && to == 0) {
                throw new Malformed("it has no record");
            }
            if (record && stream.isEmpty()) {
                throw new Malformed("it has no stream");
            }
            return new Message(type, stream, record ? from : 0, record ? to : length, keyValue, keyIsNumber);
        }

        private void record(JsonParser parser, @Nullable JsonToken first) throws IOException, Malformed {
            if (first != JsonToken.START_OBJECT) {
                throw new Malformed("its record is no JSON object");
            }
            from = (int) parser.currentTokenLocation().getByteOffset();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals(key);
                JsonToken value = parser.nextToken();
                if (wanted && (value == JsonToken.VALUE_STRING || (value != null && value.isNumeric()))) {
                    keyValue = parser.getText();
                    keyIsNumber = value != JsonToken.VALUE_STRING;
                } else {
                    parser.skipChildren();
                }
            }
            to = (int) parser.currentLocation().getByteOffset();
        }
    }

    /** What it carries. */
    byte[] carried(byte[] line) {
        return Arrays.copyOfRange(line, from, to);
    }
}
