package dev.lakesmith.connectors.singer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Where a stream's next extraction goes on.
 *
 * @param state the tap's own, from the last STATE message of a whole extraction
 * @param fields each field of the last schema with its type
 * @param edge the records that the tap will send again
 */
record Bookmark(Optional<JsonNode> state, ObjectNode fields, Optional<JsonNode> edge) {

    static Bookmark of(Optional<String> text) {
        JsonNode node = text.map(Bookmark::read).orElse(Tap.JSON.createObjectNode());
        return new Bookmark(
                Optional.ofNullable(node.get("state")),
                node.path("fields") instanceof ObjectNode fields ? fields : Tap.JSON.createObjectNode(),
                Optional.ofNullable(node.get("edge")));
    }

    private static JsonNode read(String text) {
        try {
            return Tap.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a bookmark of this program is no JSON: " + text, e);
        }
    }

    String text() {
        ObjectNode node = Tap.JSON.createObjectNode();
        state.ifPresent(value -> node.set("state", value));
        node.set("fields", fields);
        edge.ifPresent(value -> node.set("edge", value));
        return node.toString();
    }
}
