package dev.lakesmith.connectors.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Goes through a JSON document once: finds where the records are, byte by byte, and the values at some paths. Every byte is
 * checked to be JSON.
 */
final class JsonReading {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            // What comes here is UTF-8; a guess would lose the places of bytes.
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(1_000_000)
                    .maxNestingDepth(1_000)
                    .build())
            .build();

    private static final JsonPath NOWHERE = new JsonPath(List.of("\0"));

    private final byte[] text;
    private final JsonPath records;
    private final Set<JsonPath> wanted;
    private final List<Slice> slices = new ArrayList<>();
    private final Map<JsonPath, Scalar> values = new HashMap<>();
    private boolean recordsSeen;
    private List<String> keysSeen = List.of();
    private Optional<String> instead = Optional.empty();

    /** Bytes of the document that are one record. */
    record Slice(int from, int to) {}

    /**
     * What was found.
     *
     * @param records in their order; empty when there is nothing at their path
     * @param values texts, numbers and truth values at the wanted paths
     * @param keys those beside which the records were looked for, when they were not found
     * @param instead the value that stands where the records should be; empty when there is none
     */
    record Found(
            Optional<List<Slice>> records, Map<JsonPath, Scalar> values, List<String> keys, Optional<String> instead) {}

    private JsonReading(byte[] text, JsonPath records, Set<JsonPath> wanted) {
        this.text = text;
        this.records = records;
        this.wanted = wanted;
    }

    /** Reads a page. */
    static Found page(byte[] text, JsonPath records, Set<JsonPath> wanted) throws IOException {
        try {
            return new JsonReading(text, records, wanted).read(0, text.length);
        } catch (JsonParseException e) {
            // A record whose characters are broken is landed as it is: bronze puts it into quarantine, alone.
            byte[] masked = AnswerText.masked(text).orElseThrow(() -> e);
            return new JsonReading(masked, records, wanted).read(0, text.length);
        }
    }

    /** Reads values of one record; one that cannot be read has none. */
    static Map<JsonPath, Scalar> values(byte[] text, int from, int to, Set<JsonPath> wanted) {
        try {
            return new JsonReading(text, NOWHERE, wanted).read(from, to).values();
        } catch (IOException e) {
            // Broken characters; or a line that was landed by another connector, before the source became an API.
            return Map.of();
        }
    }

    private Found read(int from, int to) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text, from, to - from)) {
            if (parser.nextToken() == null) {
                throw new EOFException("the answer is empty");
            }
            walk(parser, List.of());
            if (parser.nextToken() != null) {
                throw new IOException("something follows the document");
            }
        }
        return new Found(recordsSeen ? Optional.of(slices) : Optional.empty(), values, keysSeen, instead);
    }

    /** The parser is at the beginning of the value at this path, and is left at its end. */
    private void walk(JsonParser parser, List<String> at) throws IOException {
        JsonPath path = new JsonPath(at);
        boolean isRecords = path.equals(records);
        JsonToken token = parser.currentToken();
        if (isRecords && token == JsonToken.START_ARRAY) {
            recordsSeen = true;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                slices.add(skip(parser));
            }
            return;
        }
        if (isRecords && token == JsonToken.VALUE_NULL) {
            recordsSeen = true;
            return;
        }
        if (isRecords && token.isScalarValue()) {
            instead = Optional.of(token == JsonToken.VALUE_STRING ? "a text" : "the value " + parser.getText());
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        if (token == JsonToken.START_OBJECT) {
            members(parser, at);
        } else if (token == JsonToken.START_ARRAY) {
            parser.skipChildren();
        } else if (token.isScalarValue() && token != JsonToken.VALUE_NULL && wanted.contains(path)) {
            values.put(path, new Scalar(parser.getText(), token == JsonToken.VALUE_STRING));
        }
        if (isRecords && token == JsonToken.START_OBJECT) {
            recordsSeen = true;
            slices.add(new Slice(start, (int) parser.currentLocation().getByteOffset()));
        }
    }

    private void members(JsonParser parser, List<String> at) throws IOException {
        boolean before = leadsTo(at, records);
        List<String> keys = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            keys.add(key);
            parser.nextToken();
            List<String> inner = new ArrayList<>(at);
            inner.add(key);
            if (leads(inner)) {
                walk(parser, inner);
            } else {
                parser.skipChildren();
            }
        }
        if (before && !recordsSeen && keysSeen.isEmpty()) {
            keysSeen = keys;
        }
    }

    private boolean leads(List<String> at) {
        return leadsTo(at, records) || wanted.stream().anyMatch(path -> leadsTo(at, path));
    }

    private static boolean leadsTo(List<String> at, JsonPath path) {
        return at.size() <= path.keys().size()
                && path.keys().subList(0, at.size()).equals(at);
    }

    private static Slice skip(JsonParser parser) throws IOException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        if (parser.currentToken().isNumeric()) {
            return new Slice(from, from + parser.getTextLength());
        }
        parser.skipChildren();
        parser.finishToken();
        return new Slice(from, (int) parser.currentLocation().getByteOffset());
    }
}
