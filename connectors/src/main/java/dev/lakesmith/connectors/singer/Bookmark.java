package dev.lakesmith.connectors.singer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a stream's next extraction goes on.
 *
 * @param state the tap's own, from the last STATE message of a whole extraction
 * @param fields each field of the last schema with its type
 * @param edge the records that the tap will send again
 */
record Bookmark(Optional<JsonNode> state, ObjectNode fields, Optional<JsonNode> edge) {

    /** How many values of a state are told to people. */
    private static final int MOST_TOLD = 5;

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

    /** The state's values, for people: {@code bookmarks.orders.updated_at 2026-01-31, currently_syncing orders}. */
    Optional<String> told() {
        List<String> values = new ArrayList<>();
        state.ifPresent(node -> values(node, "", values));
        String more = values.size() > MOST_TOLD ? ", and " + (values.size() - MOST_TOLD) + " more" : "";
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(", ", values.subList(0, Math.min(values.size(), MOST_TOLD))) + more);
    }

    private static void values(JsonNode node, String path, List<String> values) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> values(
                            field.getValue(), path.isEmpty() ? field.getKey() : path + "." + field.getKey(), values));
        } else if (!node.isNull()) {
            values.add((path + " " + (node.isTextual() ? node.asText() : node.toString())).strip());
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
