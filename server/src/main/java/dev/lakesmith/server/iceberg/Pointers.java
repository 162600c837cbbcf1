package dev.lakesmith.server.iceberg;

import dev.lakesmith.lake.catalog.Catalog;
import dev.lakesmith.lake.catalog.Pointer;
import dev.lakesmith.lake.catalog.Pointer.Kind;
import dev.lakesmith.vocabulary.TableName;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** What the catalog has published, as the open API asks for it. */
final class Pointers {

    private final Catalog catalog;

    Pointers(Catalog catalog) {
        this.catalog = catalog;
    }

    Catalog catalog() {
        return catalog;
    }

    /** In order of their names. */
    List<TableName> names(String schema, Kind kind) {
        return catalog.published().stream()
                .filter(pointer -> pointer.kind() == kind)
                .map(Pointer::name)
                .filter(name -> name.schema().equals(schema))
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    Optional<Pointer> find(TableName name) {
        return catalog.published().stream()
                .filter(pointer -> pointer.name().equals(name))
                .findFirst();
    }

    Optional<Pointer> find(TableName name, Kind kind) {
        return find(name).filter(pointer -> pointer.kind() == kind);
    }

    Pointer table(TableName name) {
        return find(name, Kind.TABLE).orElseThrow(() -> Refusal.noSuchTable(name.toString()));
    }

    Pointer view(TableName name) {
        return find(name, Kind.VIEW).orElseThrow(() -> Refusal.noSuchView(name.toString()));
    }

    /** Refuses a name that a table or a view has. */
    void requireFree(TableName name) {
        find(name).ifPresent(pointer -> {
            throw Refusal.exists((pointer.kind() == Kind.TABLE ? "Table" : "View") + " already exists: " + name);
        });
    }

    SortedMap<String, Map<String, String>> namespaces() {
        return catalog.namespaces();
    }

    Map<String, String> requireNamespace(String schema) {
        Map<String, String> properties = namespaces().get(schema);
        if (properties == null) {
            throw Refusal.noSuchNamespace(schema);
        }
        return properties;
    }
}
