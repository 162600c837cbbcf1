package dev.lakesmith.connectors.files.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lakesmith.connectors.files.server.WebOrigin.Version;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What servers said of files, by the paths shown: the bookmark of a stream that reads the web. */
public final class Versions {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILES = "web_files";

    private final Map<String, Version> versions = new TreeMap<>();

    /** An empty one when there is no bookmark, or one of another kind of source. */
    public static Versions read(Optional<String> bookmark) {
        Versions all = new Versions();
        if (bookmark.isEmpty()) {
            return all;
        }
        try {
            JsonNode files = JSON.readTree(bookmark.get()).path(FILES);
            files.properties().forEach(file -> all.put(file.getKey(), version(file.getValue())));
            return all;
        } catch (JsonProcessingException e) {
            throw new LakesmithException(
                    ErrorCode.SOURCE_UNREADABLE, "the bookmark is none of this connector: " + bookmark.get(), e);
        }
    }

    private static Version version(JsonNode node) {
        return new Version(
                Optional.ofNullable(node.get("etag")).map(JsonNode::textValue),
                Optional.ofNullable(node.get("last_modified")).map(JsonNode::textValue),
                Optional.ofNullable(node.get("bytes")).map(JsonNode::longValue));
    }

    Optional<Version> of(String shown) {
        return Optional.ofNullable(versions.get(shown));
    }

    void put(String shown, Version version) {
        versions.put(shown, version);
    }

    void putAll(Versions others) {
        versions.putAll(others.versions);
    }

    void retain(Collection<String> shown) {
        versions.keySet().retainAll(shown);
    }

    public int size() {
        return versions.size();
    }

    boolean isEmpty() {
        return versions.isEmpty();
    }

    String text() {
        ObjectNode files = JSON.createObjectNode();
        versions.forEach((shown, version) -> {
            ObjectNode one = files.putObject(shown);
            version.etag().ifPresent(etag -> one.put("etag", etag));
            version.lastModified().ifPresent(time -> one.put("last_modified", time));
            version.length().ifPresent(bytes -> one.put("bytes", bytes));
        });
        return JSON.createObjectNode().set(FILES, files).toString();
    }
}
