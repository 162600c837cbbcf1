package dev.lakesmith.server.iceberg;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.apache.iceberg.rest.responses.LoadTableResponse;
import org.apache.iceberg.rest.responses.LoadViewResponse;

/**
 * What was answered to a change, in few words: a metadata file never changes, so the place of one is enough.
 *
 * @param metadata where the table or view was then
 * @param body what was answered word for word
 * @param refusal why it was refused
 */
record KeptAnswer(Optional<String> metadata, Optional<JsonNode> body, Optional<Refusal> refusal) {

    private static final String METADATA = "metadata";
    private static final String BODY = "body";
    private static final String STATUS = "status";
    private static final String TYPE = "type";
    private static final String MESSAGE = "message";

    /** Of an answer that is nothing. */
    static final String NOTHING = "{}";

    /** An answer; empty: of nothing that lasts, so that it may be given anew. */
    static Optional<String> of(Answer answer) {
        @org.jspecify.annotations.Nullable Object body = answer.body().orElse(null);
        if (body == null) {
            return Optional.of(NOTHING);
        } else if (body instanceof LoadTableResponse table) {
            return Optional.ofNullable(table.metadataLocation()).map(KeptAnswer::ofMetadata);
        } else if (body instanceof LoadViewResponse view) {
            return Optional.of(ofMetadata(view.metadataLocation()));
        }
        return Optional.of(ofBody(body));
    }

    static String ofMetadata(String location) {
        return Json.object().put(METADATA, location).toString();
    }

    static String ofBody(Object body) {
        ObjectNode json = Json.object();
        json.set(BODY, Json.parse(Json.write(body)));
        return json.toString();
    }

    static String of(Refusal refusal) {
        return Json.object()
                .put(STATUS, refusal.status())
                .put(TYPE, refusal.type())
                .put(MESSAGE, String.valueOf(refusal.getMessage()))
                .toString();
    }

    static KeptAnswer parse(String text) {
        JsonNode json = Json.parse(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return new KeptAnswer(
                Optional.ofNullable(json.get(METADATA)).map(JsonNode::asText),
                Optional.ofNullable(json.get(BODY)),
                Optional.ofNullable(json.get(STATUS))
                        .map(status -> new Refusal(
                                status.asInt(),
                                json.path(TYPE).asText(),
                                json.path(MESSAGE).asText())));
    }
}
