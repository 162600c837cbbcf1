package dev.lakesmith.connectors.singer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lakesmith.connectors.records.RecordLines;
import dev.lakesmith.connectors.records.RecordSum;
import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.connector.SourceFailure;
import dev.lakesmith.core.connector.SourceFailure.Extent;
import dev.lakesmith.core.project.Secrets;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the messages of one tap run for one stream: lands records, keeps the last state and schema. */
final class Sync implements Child.Ear {

    private static final int SHOWN = 200;
    private static final int PROGRESS_EVERY = 1_000;

    private final String what;
    private final String stream;
    private final Secrets secrets;
    private final Edge edge;
    private final RecordLines landed;
    private final RecordSum sum = new RecordSum();
    private final Progress progress;
    private final Set<String> told = new HashSet<>();
    private byte @Nullable [] state;
    private byte @Nullable [] schema;
    private long read;
    private long known;
    private long others;
    private String lastOther = "";

    /** @param what for messages: the source, the tap and the stream */
    Sync(String what, String stream, Secrets secrets, Edge edge, RecordLines landed, Progress progress) {
        this.what = what;
        this.stream = stream;
        this.secrets = secrets;
        this.edge = edge;
        this.landed = landed;
        this.progress = progress;
    }

    @Override
    public void line(byte[] text, int length, long number) {
        if (isBlank(text, length)) {
            return;
        }
        Message message;
        try {
            message = Message.parse(text, length, edge.key());
        } catch (Message.Malformed e) {
            throw malformed(text, length, number, String.valueOf(e.getMessage()));
        }
        switch (message.type()) {
            case "RECORD" -> {
                if (message.stream().equalsIgnoreCase(stream)
                        && !message.stream().equals(stream)) {
                    throw malformed(text, length, number, "its stream is not written as in the catalog, " + stream);
                }
                record(text, message);
            }
            case "STATE" -> state = message.carried(text);
            case "SCHEMA" -> {
                if (message.stream().equals(stream)) {
                    schema = message.carried(text);
                }
            }
            case "ACTIVATE_VERSION" ->
                tellOnce(
                        "the tap says that the records of this run replace those before (ACTIVATE_VERSION); bronze keeps"
                                + " both, and a merge model with 'deletes: keys' removes what is gone");
            case "BATCH" ->
                throw malformed(
                        text, length, number, "BATCH messages are not understood; switch them off in the tap's config");
            default -> tellOnce("messages of the type " + message.type() + " are passed over");
        }
    }

    private static boolean isBlank(byte[] text, int length) {
        for (int i = 0; i < length; i++) {
            if (text[i] > ' ' || text[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private void record(byte[] text, Message message) {
        read++;
        if (!message.stream().equals(stream)) {
            others++;
            lastOther = message.stream();
        } else if (edge.knows(text, message)) {
            known++;
        } else {
            landed.add(text, message.from(), message.to());
            sum.add(text, message.from(), message.to());
        }
        if (read % PROGRESS_EVERY == 0) {
            progress.update(read, landed.bytes(), -1);
        }
    }

    private void tellOnce(String note) {
        if (told.add(note)) {
            progress.warn(what + ": " + note);
        }
    }

    private SourceFailure malformed(byte[] text, int length, long number, String complaint) {
        String shown = secrets.scrub(new String(text, 0, Math.min(length, SHOWN * 4), StandardCharsets.UTF_8));
        return SourceFailure.fatal(
                Extent.STREAM,
                what + ": line " + number + " of the tap's output is no Singer message: " + secrets.scrub(complaint)
                        + "; the line begins with: "
                        + shown.substring(0, Math.min(SHOWN, shown.length())).strip()
                        + ". Nothing of this run was landed",
                null);
    }

    /** All of the run was taken. */
    void ended() {
        if (others > 0 && others == read) {
            tellOnce("none of its " + others + " records is of the stream " + stream + "; the last one is of "
                    + lastOther);
        }
    }

    /** The same for the same records. */
    String etag() {
        return sum.etag();
    }

    /** The tap's state after all of its records; empty when it wrote none. */
    Optional<JsonNode> state() {
        return parsed(state).map(message -> message.get("value"));
    }

    /** Each field of the last schema with its type; empty when the tap wrote none. */
    Optional<ObjectNode> fields() {
        return parsed(schema).map(message -> {
            ObjectNode fields = Tap.JSON.createObjectNode();
            for (Map.Entry<String, JsonNode> each :
                    message.path("schema").path("properties").properties()) {
                fields.put(each.getKey(), FieldType.of(each.getValue()));
            }
            return fields;
        });
    }

    private static Optional<JsonNode> parsed(byte @Nullable [] message) {
        if (message == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Tap.JSON.readTree(Arrays.copyOf(message, message.length)));
        } catch (IOException e) {
            throw new LakesmithException(ErrorCode.INTERNAL_ERROR, "a message that was read is no JSON", e);
        }
    }

    long read() {
        return read;
    }

    long known() {
        return known;
    }

    long others() {
        return others;
    }
}
