package dev.lakesmith.lake.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lakesmith.lake.storage.Locations;
import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.lake.storage.StoredFile;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.exceptions.NotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * Small JSON files beside the tables, each written once and under a name of its own, so that what was read need not be
 * read again. Thread-safe.
 */
final class StoredPointers {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Storage storage;
    private final String folder;
    /** A file that cannot be parsed was not written to its end: who wrote it never said that it was there. */
    private final Map<String, Optional<JsonNode>> known = new ConcurrentHashMap<>();

    StoredPointers(Storage storage, String folder) {
        this.storage = storage;
        this.folder = folder;
    }

    /** The files below a folder of this one, as names relative to this one, with what they hold. */
    List<Map.Entry<String, JsonNode>> read(String below) {
        List<Map.Entry<String, JsonNode>> found = new ArrayList<>();
        for (String name : names(below)) {
            content(name).ifPresent(json -> found.add(Map.entry(name, json)));
        }
        return found;
    }

    /** The names of the files below a folder, relative to this one. */
    List<String> names(String below) {
        // Listings may tell the folder by another path.
        String mark = "/" + Locations.name(folder) + "/";
        return storage.files(folder + "/" + below).stream()
                .map(StoredFile::location)
                .map(location -> location.substring(location.lastIndexOf(mark) + mark.length()))
                .filter(name -> name.endsWith(".json"))
                .sorted()
                .toList();
    }

    private Optional<JsonNode> content(String name) {
        Optional<JsonNode> before = known.get(name);
        if (before != null) {
            return before;
        }
        String location = folder + "/" + name;
        try (InputStream in = storage.direct(location).newInputFile(location).newStream()) {
            Optional<JsonNode> json = parsed(in.readAllBytes());
            if (json.isPresent()) {
                known.put(name, json);
            }
            return json;
        } catch (NotFoundException e) {
            // Removed since it was listed.
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<JsonNode> parsed(byte[] text) throws IOException {
        try {
            return Optional.of(JSON.readTree(text)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    void write(String name, JsonNode content) {
        String location = folder + "/" + name;
        try (OutputStream out = storage.direct(location).newOutputFile(location).create()) {
            out.write(JSON.writeValueAsBytes(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        known.put(name, Optional.of(content));
    }

    void delete(String name) {
        storage.delete(folder + "/" + name);
        known.remove(name);
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static ObjectNode json(Pointer pointer) {
        ObjectNode json = object().put("schema", pointer.name().schema())
                .put("name", pointer.name().name())
                .put("kind", pointer.kind().name())
                .put("metadata", pointer.metadata())
                .put("audited", pointer.audited());
        pointer.base().ifPresent(base -> json.put("base", base));
        return json;
    }

    static Pointer pointer(JsonNode json) {
        @Nullable JsonNode base = json.get("base");
        return new Pointer(
                new TableName(json.path("schema").asText(), json.path("name").asText()),
                Pointer.Kind.valueOf(json.path("kind").asText()),
                json.path("metadata").asText(),
                Optional.ofNullable(base).map(JsonNode::asText),
                json.path("audited").asBoolean());
    }
}
