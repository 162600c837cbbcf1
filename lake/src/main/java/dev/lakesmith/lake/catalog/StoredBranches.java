package dev.lakesmith.lake.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lakesmith.vocabulary.TableName;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/** What is staged on branches, in files {@code branches/<branch>/<schema>.<table>.<unique>.json}. Thread-safe. */
final class StoredBranches {

    private static final String FOLDER = "branches/";
    private static final String STAGED = "staged";

    private final StoredPointers files;
    private long last;

    StoredBranches(StoredPointers files) {
        this.files = files;
    }

    List<String> names() {
        TreeSet<String> names = new TreeSet<>();
        files.names(FOLDER)
                .forEach(name -> names.add(URLDecoder.decode(
                        name.substring(FOLDER.length(), name.indexOf('/', FOLDER.length())), StandardCharsets.UTF_8)));
        return List.copyOf(names);
    }

    List<Pointer> read(String branch) {
        // What was staged first reads nothing of what came later.
        return latest(branch).values().stream()
                .map(Map.Entry::getValue)
                .sorted(Comparator.comparingLong(StoredBranches::at))
                .map(StoredPointers::pointer)
                .toList();
    }

    /** Of each table the file that was written last. */
    private Map<TableName, Map.Entry<String, JsonNode>> latest(String branch) {
        Map<TableName, Map.Entry<String, JsonNode>> latest = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : files.read(folder(branch))) {
            latest.merge(
                    StoredPointers.pointer(entry.getValue()).name(),
                    entry,
                    (one, other) -> at(one.getValue()) >= at(other.getValue()) ? one : other);
        }
        return latest;
    }

    private static long at(JsonNode json) {
        return json.path(STAGED).asLong();
    }

    synchronized void put(String branch, Pointer pointer) {
        // Clocks of several machines differ; what a branch has of a table is replaced by who goes on with it.
        Map.Entry<String, JsonNode> before = latest(branch).get(pointer.name());
        last = Math.max(Math.max(System.currentTimeMillis(), last + 1), before == null ? 0 : at(before.getValue()) + 1);
        String name = folder(branch) + "/" + encoded(pointer.name().toString()) + "." + UUID.randomUUID() + ".json";
        files.write(name, StoredPointers.json(pointer).put(STAGED, last));
        if (before != null) {
            files.delete(before.getKey());
        }
    }

    void replace(String branch, List<Pointer> pointers) {
        List<Pointer> missing = new ArrayList<>(pointers);
        for (Map.Entry<String, JsonNode> entry : latest(branch).values()) {
            if (!missing.remove(StoredPointers.pointer(entry.getValue()))) {
                files.delete(entry.getKey());
            }
        }
        missing.forEach(pointer -> put(branch, pointer));
    }

    void remove(String branch) {
        files.names(folder(branch)).forEach(files::delete);
    }

    private static String folder(String branch) {
        return FOLDER + encoded(branch);
    }

    private static String encoded(String text) {
        // A folder named .. would be another one.
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replaceFirst("^\\.", "%2E");
    }
}
