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
 * @param kind what the column's values were then
 */
record Cursor(Optional<String> column, Lookback lookback, boolean begun, Optional<String> last, Optional<Kind> kind) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COLUMN = "cursor";
    private static final String VALUE = "value";
    private static final String KIND = "kind";

    /** Values that have an order among themselves; between two kinds there is none. */
    enum Kind {
        NUMBER,
        DATE,
        TIMESTAMP,
        MOMENT,
        TEXT;

        static Kind of(String type) {
            return switch (type) {
                case "DATE" -> DATE;
                case "TIMESTAMP" -> TIMESTAMP;
                case "TIMESTAMP WITH TIME ZONE" -> MOMENT;
                case "VARCHAR" -> TEXT;
                default -> NUMBER;
            };
        }

        /** The widest type of such values. */
        String type() {
            return switch (this) {
                case DATE -> "DATE";
                case TIMESTAMP -> "TIMESTAMP";
                case MOMENT -> "TIMESTAMP WITH TIME ZONE";
                case TEXT -> "VARCHAR";
                case NUMBER -> "DECIMAL(38,0)";
            };
        }
    }

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
        Optional<Kind> kind =
                known.map(node -> node.path(KIND)).filter(JsonNode::isTextual).map(node -> Kind.valueOf(node.asText()));
        return new Cursor(column, lookback, known.isPresent(), last, kind);
    }

    /** The cursor of a column that has this type now; when it was of another kind, no batch was read with it. */
    Cursor now(String type) {
        return kind.filter(was -> was != Kind.of(type)).isPresent()
                ? new Cursor(column, lookback, false, Optional.empty(), Optional.empty())
                : this;
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

    /** Where the last batch ended, for people. */
    Optional<String> ended() {
        return column.filter(any -> begun).map(name -> name + " " + last.orElse("without a value in any row"));
    }

    /** Where the next batch goes on; without a value while all are missing. */
    String bookmark(Optional<String> value, String type) {
        return JSON.createObjectNode()
                .put(COLUMN, column.orElseThrow())
                .put(VALUE, value.orElse(null))
                .put(KIND, Kind.of(type).name())
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
