package dev.lakesmith.lake.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lakesmith.vocabulary.TableName;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a catalog holds, and changes of it, as JSON between a server and those who run on it. */
public final class CatalogJson {

    private static final String CHANGE = "change";
    private static final String BRANCH = "branch";
    private static final String EXPECTED = "expected";
    private static final String POINTERS = "pointers";
    private static final String POINTER = "pointer";
    private static final String AT = "at";
    private static final String SCHEMA = "schema";
    private static final String NAME = "name";
    private static final String NAMESPACE = "namespace";
    private static final String PROPERTIES = "properties";
    private static final String REMOVED = "removed";

    private CatalogJson() {}

    /** A change. */
    public static ObjectNode of(CatalogChange change) {
        ObjectNode json = StoredPointers.object();
        if (change instanceof CatalogChange.Stage stage) {
            json.put(CHANGE, "stage").put(BRANCH, stage.branch());
            json.set(POINTER, StoredPointers.json(stage.pointer()));
        } else if (change instanceof CatalogChange.ReplaceBranch replace) {
            json.put(CHANGE, "replace-branch").put(BRANCH, replace.branch());
            json.set(POINTERS, array(replace.pointers()));
        } else if (change instanceof CatalogChange.DropBranch drop) {
            json.put(CHANGE, "drop-branch").put(BRANCH, drop.branch());
        } else if (change instanceof CatalogChange.Publish publish) {
            json.put(CHANGE, "publish").put(BRANCH, publish.branch());
            json.set(EXPECTED, array(publish.expected()));
            json.set(POINTERS, array(publish.pointers()));
        } else if (change instanceof CatalogChange.Commit commit) {
            json.put(CHANGE, "commit").set(POINTERS, array(commit.pointers()));
        } else if (change instanceof CatalogChange.Drop drop) {
            json.put(CHANGE, "drop").put(AT, drop.at().toString());
            json.set(POINTERS, array(drop.gone()));
        } else if (change instanceof CatalogChange.Forget forget) {
            json.put(CHANGE, "forget").put(AT, forget.dropped().at().toString());
            json.set(POINTER, StoredPointers.json(forget.dropped().pointer()));
        } else if (change instanceof CatalogChange.Rename rename) {
            json.put(CHANGE, "rename")
                    .put(SCHEMA, rename.name().schema())
                    .put(NAME, rename.name().name());
            json.set(POINTER, StoredPointers.json(rename.table()));
        } else if (change instanceof CatalogChange.CreateNamespace create) {
            json.put(CHANGE, "create-namespace").put(NAMESPACE, create.namespace());
            create.properties().forEach(json.putObject(PROPERTIES)::put);
        } else if (change instanceof CatalogChange.ChangeNamespace namespace) {
            json.put(CHANGE, "change-namespace").put(NAMESPACE, namespace.namespace());
            namespace.set().forEach(json.putObject(PROPERTIES)::put);
            namespace.removed().forEach(json.putArray(REMOVED)::add);
        } else if (change instanceof CatalogChange.DropNamespace drop) {
            json.put(CHANGE, "drop-namespace").put(NAMESPACE, drop.namespace());
        }
        return json;
    }

    /**
     * The change that this says.
     *
     * @throws IllegalArgumentException when it says none
     */
    public static CatalogChange change(JsonNode json) {
        String kind = text(json, CHANGE);
        return switch (kind) {
            case "stage" -> new CatalogChange.Stage(text(json, BRANCH), pointer(json.path(POINTER)));
            case "replace-branch" -> new CatalogChange.ReplaceBranch(text(json, BRANCH), pointers(json.path(POINTERS)));
            case "drop-branch" -> new CatalogChange.DropBranch(text(json, BRANCH));
            case "publish" ->
                new CatalogChange.Publish(
                        text(json, BRANCH), pointers(json.path(EXPECTED)), pointers(json.path(POINTERS)));
            case "commit" -> new CatalogChange.Commit(pointers(json.path(POINTERS)));
            case "drop" -> new CatalogChange.Drop(pointers(json.path(POINTERS)), moment(json));
            case "forget" -> new CatalogChange.Forget(new Dropped(pointer(json.path(POINTER)), moment(json)));
            case "rename" ->
                new CatalogChange.Rename(
                        pointer(json.path(POINTER)), new TableName(text(json, SCHEMA), text(json, NAME)));
            case "create-namespace" ->
                new CatalogChange.CreateNamespace(text(json, NAMESPACE), texts(json.path(PROPERTIES)));
            case "change-namespace" ->
                new CatalogChange.ChangeNamespace(
                        text(json, NAMESPACE), texts(json.path(PROPERTIES)), removed(json.path(REMOVED)));
            case "drop-namespace" -> new CatalogChange.DropNamespace(text(json, NAMESPACE));
            default -> throw new IllegalArgumentException("there is no change '" + kind + "' of a catalog");
        };
    }

    private static Set<String> removed(JsonNode json) {
        Set<String> removed = new HashSet<>();
        json.forEach(each -> removed.add(each.asText()));
        return removed;
    }

    private static String text(JsonNode json, String key) {
        JsonNode value = json.path(key);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw new IllegalArgumentException("'" + key + "' is missing or no text");
        }
        return value.asText();
    }

    private static Instant moment(JsonNode json) {
        try {
            return Instant.parse(text(json, AT));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + AT + "' is no moment", e);
        }
    }

    private static Pointer pointer(JsonNode json) {
        text(json, "metadata");
        text(json, SCHEMA);
        text(json, NAME);
        text(json, "kind");
        return StoredPointers.pointer(json);
    }

    private static Map<String, String> texts(JsonNode json) {
        Map<String, String> texts = new HashMap<>();
        json.properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }

    private static ArrayNode array(List<Pointer> pointers) {
        ArrayNode array = StoredPointers.object().arrayNode();
        pointers.forEach(pointer -> array.add(StoredPointers.json(pointer)));
        return array;
    }

    /** What is published, or staged on a branch. */
    public static ObjectNode ofPointers(List<Pointer> pointers) {
        ObjectNode json = StoredPointers.object();
        json.set(POINTERS, array(pointers));
        return json;
    }

    static List<Pointer> pointers(JsonNode array) {
        if (!array.isArray()) {
            throw new IllegalArgumentException("'" + POINTERS + "' are missing");
        }
        List<Pointer> pointers = new ArrayList<>();
        array.forEach(each -> pointers.add(pointer(each)));
        return pointers;
    }

    static List<Pointer> pointersOf(JsonNode answer) {
        return pointers(answer.path(POINTERS));
    }

    /** The names of branches. */
    public static ObjectNode ofBranches(List<String> names) {
        ObjectNode json = StoredPointers.object();
        names.forEach(json.putArray("branches")::add);
        return json;
    }

    static List<String> branchesOf(JsonNode answer) {
        List<String> names = new ArrayList<>();
        answer.path("branches").forEach(each -> names.add(each.asText()));
        return names;
    }

    /** What was dropped. */
    public static ObjectNode ofDropped(List<Dropped> dropped) {
        ObjectNode json = StoredPointers.object();
        ArrayNode array = json.putArray("dropped");
        for (Dropped each : dropped) {
            array.addObject().put(AT, each.at().toString()).set(POINTER, StoredPointers.json(each.pointer()));
        }
        return json;
    }

    static List<Dropped> droppedOf(JsonNode answer) {
        List<Dropped> dropped = new ArrayList<>();
        answer.path("dropped").forEach(each -> dropped.add(new Dropped(pointer(each.path(POINTER)), moment(each))));
        return dropped;
    }

    /** The schemas with their properties. */
    public static ObjectNode ofNamespaces(SortedMap<String, Map<String, String>> namespaces) {
        ObjectNode json = StoredPointers.object();
        ObjectNode all = json.putObject("namespaces");
        namespaces.forEach((name, properties) -> properties.forEach(all.putObject(name)::put));
        return json;
    }

    static SortedMap<String, Map<String, String>> namespacesOf(JsonNode answer) {
        SortedMap<String, Map<String, String>> namespaces = new TreeMap<>();
        answer.path("namespaces")
                .properties()
                .forEach(field -> namespaces.put(field.getKey(), texts(field.getValue())));
        return namespaces;
    }
}
