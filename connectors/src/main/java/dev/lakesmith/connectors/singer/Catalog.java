package dev.lakesmith.connectors.singer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lakesmith.core.connector.SourceFailure;
import dev.lakesmith.core.connector.SourceFailure.Extent;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.Nearest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a tap offers.
 *
 * @param root as the tap wrote it
 */
record Catalog(ObjectNode root) {

    /** A stream that the tap offers. */
    record Offered(ObjectNode node) {

        String id() {
            return node.hasNonNull("tap_stream_id")
                    ? node.path("tap_stream_id").asText()
                    : node.path("stream").asText();
        }

        JsonNode properties() {
            return node.path("schema").path("properties");
        }

        /** What is said of the stream as a whole, or of one of its fields. */
        Optional<ObjectNode> metadata(List<String> breadcrumb) {
            for (JsonNode entry : node.path("metadata")) {
                List<String> found = new ArrayList<>();
                entry.path("breadcrumb").forEach(part -> found.add(part.asText()));
                if (found.equals(breadcrumb) && entry.path("metadata") instanceof ObjectNode about) {
                    return Optional.of(about);
                }
            }
            return Optional.empty();
        }

        private ObjectNode metadataOrNew(List<String> breadcrumb) {
            return metadata(breadcrumb).orElseGet(() -> {
                ArrayNode all = node.path("metadata") instanceof ArrayNode array ? array : node.putArray("metadata");
                ObjectNode entry = all.addObject();
                breadcrumb.forEach(entry.putArray("breadcrumb")::add);
                return entry.putObject("metadata");
            });
        }

        /** A text of the stream's metadata; old taps write it beside the schema. */
        Optional<String> said(String key) {
            return metadata(List.of())
                    .map(about -> about.path(key))
                    .filter(JsonNode::isTextual)
                    .or(() -> Optional.of(node.path(key.replace('-', '_'))).filter(JsonNode::isTextual))
                    .map(JsonNode::asText);
        }

        List<String> key() {
            JsonNode said = metadata(List.of())
                    .map(about -> about.path("table-key-properties"))
                    .filter(JsonNode::isArray)
                    .orElse(node.path("key_properties"));
            List<String> key = new ArrayList<>();
            said.forEach(each -> key.add(each.asText()));
            return key;
        }
    }

    static Catalog of(byte[] text, String what) {
        try {
            JsonNode root = Tap.JSON.readTree(text);
            if (root instanceof ObjectNode object && object.path("streams").isArray()) {
                return new Catalog(object);
            }
            throw SourceFailure.fatal(Extent.SOURCE, what + " is no Singer catalog: it has no list of streams", null);
        } catch (IOException e) {
            throw SourceFailure.fatal(Extent.SOURCE, what + " is no JSON: " + firstLine(e), e);
        }
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    List<Offered> streams() {
        List<Offered> streams = new ArrayList<>();
        for (JsonNode each : root.path("streams")) {
            if (each instanceof ObjectNode node) {
                streams.add(new Offered(node));
            }
        }
        return streams;
    }

    /** What a declared stream reads. */
    Offered find(Stream stream, String tap) {
        String wanted = name(stream);
        return streams().stream()
                .filter(each -> each.id().equals(wanted))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> ids = streams().stream().map(Offered::id).toList();
                    return SourceFailure.fatal(
                            Extent.STREAM,
                            stream.place() + ": " + tap + " has no stream " + wanted + Nearest.hint(wanted, ids)
                                    + (ids.size() <= 20 ? "; it has " + String.join(", ", ids) : ""),
                            null);
                });
    }

    /** What the tap calls a declared stream. */
    static String name(Stream stream) {
        return stream.options().find("stream", String.class).orElse(stream.name());
    }

    /** Selects one stream and its fields, and nothing else. */
    Catalog selecting(Stream stream, String tap) {
        Catalog copy = new Catalog(root.deepCopy());
        Offered chosen = copy.find(stream, tap);
        for (Offered each : copy.streams()) {
            boolean selected = each.id().equals(chosen.id());
            each.metadataOrNew(List.of()).put("selected", selected);
            // Where taps of the first years look.
            each.node().put("selected", selected);
        }
        replicate(stream, chosen);
        fields(stream, chosen);
        return copy;
    }

    private static void replicate(Stream stream, Offered chosen) {
        stream.options().find("replication", String.class).ifPresent(word -> {
            String method = word.equals("full") ? "FULL_TABLE" : word.toUpperCase(Locale.ROOT);
            chosen.metadataOrNew(List.of()).put("replication-method", method);
            chosen.node().put("replication_method", method);
        });
        stream.options().find("replication_key", String.class).ifPresent(key -> {
            require(stream, chosen, key, "replication_key");
            chosen.metadataOrNew(List.of()).put("replication-key", key);
            chosen.node().put("replication_key", key);
        });
    }

    private static void fields(Stream stream, Offered chosen) {
        List<String> wanted = stream.options().texts("fields");
        wanted.forEach(field -> require(stream, chosen, field, "fields"));
        chosen.properties().fieldNames().forEachRemaining(field -> {
            ObjectNode about = chosen.metadataOrNew(List.of("properties", field));
            boolean offered = !about.path("inclusion").asText().equals("unsupported");
            about.put("selected", offered && (wanted.isEmpty() || wanted.contains(field)));
        });
    }

    private static void require(Stream stream, Offered chosen, String field, String key) {
        List<String> names = new ArrayList<>();
        chosen.properties().fieldNames().forEachRemaining(names::add);
        if (!names.isEmpty() && !names.contains(field)) {
            throw SourceFailure.fatal(
                    Extent.STREAM,
                    stream.options().place(key) + ": the tap's stream " + chosen.id() + " has no field " + field
                            + Nearest.hint(field, names),
                    null);
        }
    }
}
