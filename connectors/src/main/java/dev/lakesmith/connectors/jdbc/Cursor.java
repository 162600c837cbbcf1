package dev.lakesmith.connectors.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lakesmith.connectors.records.Lookback;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.Optional;

/**
 * How a stream goes on from where it ended.
 *
 * @param column whose values only grow; empty when all rows are read each time
 * @param lookback how far behind the last value rows are read again
 * @param begun whether a batch was read with this column before
 * @param last the highest value read; empty before the first one, and while all values are missing
 */
record Cursor(Optional<String> column, Lookback lookback, boolean begun, Optional<String> last) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COLUMN = "cursor";
    private static final String VALUE = "value";

    /** The bookmark of a batch that read all rows, after batches that went by a cursor. */
    static final String NONE = "{}";

    /** @param bookmark as {@link #bookmark} wrote it; one of another column counts for nothing */
    static Cursor of(Stream stream, Optional<String> bookmark) {
        Optional<String> column = stream.options().find("cursor", String.class);
        Lookback lookback = Lookback.of(stream.options());
        if (column.isEmpty() && !lookback.isNone()) {
            throw new LakesmithException(
                    ErrorCode.SOURCE_UNREADABLE,
                    stream.options().place("lookback")
                            + ": 'lookback' says how far a cursor looks back, and this stream has none; name the"
                            + " column with 'cursor', or remove 'lookback'");
        }
        Optional<JsonNode> known = bookmark.map(Cursor::read).filter(node -> column.filter(
                        name -> name.equalsIgnoreCase(node.path(COLUMN).asText()))
                .isPresent());
        Optional<String> last =
                known.map(node -> node.path(VALUE)).filter(JsonNode::isTextual).map(JsonNode::asText);
        return new Cursor(column, lookback, known.isPresent(), last);
    }

    boolean isNone() {
        return column.isEmpty();
    }

    String reason() {
        if (column.isEmpty()) {
            return "all rows, unless they are the same as before";
        }
        String name = column.get();
        return last.map(value -> "rows with " + name + " from " + value + " on")
                .orElse("all rows that are not landed yet");
    }

    /** Where the next batch goes on; without a value while all are missing. */
    String bookmark(Optional<String> value) {
        return JSON.createObjectNode()
                .put(COLUMN, column.orElseThrow())
                .put(VALUE, value.orElse(null))
                .toString();
    }

    private static JsonNode read(String bookmark) {
        try {
            return JSON.readTree(bookmark);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a bookmark of this program is no JSON: " + bookmark, e);
        }
    }
}
