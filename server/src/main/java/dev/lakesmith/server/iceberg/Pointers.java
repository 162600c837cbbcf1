package dev.lakesmith.server.iceberg;

import dev.lakesmith.lake.catalog.Catalog;
import dev.lakesmith.lake.catalog.CatalogChange;
import dev.lakesmith.lake.catalog.Pointer;
import dev.lakesmith.lake.catalog.Pointer.Kind;
import dev.lakesmith.vocabulary.TableName;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.apache.iceberg.rest.responses.CreateNamespaceResponse;
import org.apache.iceberg.rest.responses.UpdateNamespacePropertiesResponse;

/** What the catalog has published, as the open API asks for it. */
final class Pointers {

    private final Catalog catalog;
    private final Optional<Naming> naming;

    /**
     * @param naming the name of the one change that is made; empty: it has none
     */
    Pointers(Catalog catalog, Optional<Naming> naming) {
        this.catalog = catalog;
        this.naming = naming;
    }

    /** For reading. */
    Catalog catalog() {
        return catalog;
    }

    private Catalog naming(String answer) {
        return naming.map(name -> catalog.under(name.named(answer))).orElse(catalog);
    }

    /** Moves pointers, all or nothing. */
    void commit(List<Pointer> moved) {
        naming(moved.size() == 1 ? KeptAnswer.ofMetadata(moved.get(0).metadata()) : KeptAnswer.NOTHING)
                .commit(moved);
    }

    void drop(Pointer pointer, Instant now) {
        naming(KeptAnswer.NOTHING).drop(List.of(pointer), now);
    }

    void rename(Pointer pointer, TableName name) {
        naming(KeptAnswer.NOTHING).rename(pointer, name);
    }

    /** What is asked for by a Lakesmith that runs here. */
    void change(CatalogChange change) {
        change.on(naming(KeptAnswer.NOTHING));
    }

    void createNamespace(String schema, Map<String, String> properties, CreateNamespaceResponse answer) {
        naming(KeptAnswer.ofBody(answer)).createNamespace(schema, properties);
    }

    void changeNamespace(
            String schema, Map<String, String> set, Set<String> removed, UpdateNamespacePropertiesResponse answer) {
        naming(KeptAnswer.ofBody(answer)).changeNamespace(schema, set, removed);
    }

    void dropNamespace(String schema) {
        naming(KeptAnswer.NOTHING).dropNamespace(schema);
    }

    /** In order of their names. */
    List<TableName> names(String schema, Kind kind) {
        return catalog.published(schema).stream()
                .filter(pointer -> pointer.kind() == kind)
                .map(Pointer::name)
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    Optional<Pointer> find(TableName name) {
        return catalog.published(name);
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
        return catalog.namespace(schema).orElseThrow(() -> Refusal.noSuchNamespace(schema));
    }
}
