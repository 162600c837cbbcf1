package dev.lakesmith.core.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lakesmith.core.engine.PlainFile;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An exported version as JSON, which other programs read as well. */
final class VersionText {

    private static final ObjectMapper JSON = new ObjectMapper();

    private VersionText() {}

    static byte[] write(ExportedVersion version) {
        ObjectNode root = JSON.createObjectNode();
        root.put("folder", version.folder());
        root.put("rows", version.rows());
        root.put("snapshot", version.snapshot());
        root.put("exported_at", version.exportedAt().toString());
        root.put("state", version.state());
        ArrayNode files = root.putArray("files");
        version.files().forEach(file -> files.addObject()
                .put("location", file.location())
                .put("rows", file.rows())
                .put("bytes", file.bytes()));
        ObjectNode replaced = root.putObject("replaced");
        version.replaced().forEach((folder, at) -> replaced.put(folder, at.toString()));
        try {
            String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
            return (text + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and texts are always JSON", e);
        }
    }

    /** @param location for the message when it cannot be read */
    static ExportedVersion read(byte[] text, String location) {
        try {
            JsonNode root = JSON.readTree(text);
            List<PlainFile> files = new ArrayList<>();
            for (JsonNode file : root.path("files")) {
                files.add(new PlainFile(
                        file.path("location").asText(),
                        file.path("rows").asLong(),
                        file.path("bytes").asLong()));
            }
            Map<String, Instant> replaced = new HashMap<>();
            root.path("replaced")
                    .properties()
                    .forEach(each -> replaced.put(
                            each.getKey(), Instant.parse(each.getValue().asText())));
            return new ExportedVersion(
                    root.path("state").asText(),
                    root.path("folder").asText(),
                    root.path("snapshot").asLong(),
                    Instant.parse(root.path("exported_at").asText()),
                    files,
                    replaced);
        } catch (IOException | DateTimeException e) {
            throw new LakesmithException(
                    ErrorCode.LAKE_UNREADABLE,
                    location + " is not what an export writes: " + e.getMessage()
                            + "; delete the file, and the next run exports the table anew",
                    e);
        }
    }
}
