package dev.lakesmith.lake.catalog;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NamespaceNotEmptyException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.rest.RESTCatalog;

/** The schemas of a server: its namespaces of one level. */
final class RestNamespaces {

    private final RestConnection server;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    RestNamespaces(RestConnection server) {
        this.server = server;
    }

    List<String> names(RESTCatalog catalog) {
        return catalog.listNamespaces().stream()
                .filter(namespace -> namespace.length() == 1)
                .map(namespace -> namespace.level(0))
                .filter(ForeignNames::isName)
                .toList();
    }

    void ensure(List<Pointer> pointers) {
        ensure(pointers.stream().map(pointer -> pointer.name().schema()).collect(Collectors.toSet()));
    }

    void ensure(Set<String> schemas) {
        for (String schema : schemas) {
            if (!known.contains(schema)) {
                server.ask(catalog -> made(catalog, schema));
                known.add(schema);
            }
        }
    }

    private static boolean made(RESTCatalog catalog, String schema) {
        if (catalog.namespaceExists(Namespace.of(schema))) {
            return false;
        }
        try {
            catalog.createNamespace(Namespace.of(schema), new HashMap<>());
            return true;
        } catch (AlreadyExistsException e) {
            // Made by somebody else meanwhile.
            return false;
        }
    }

    SortedMap<String, Map<String, String>> read(RESTCatalog catalog) {
        SortedMap<String, Map<String, String>> found = new TreeMap<>();
        for (String name : names(catalog)) {
            try {
                found.put(name, Map.copyOf(catalog.loadNamespaceMetadata(Namespace.of(name))));
            } catch (NoSuchNamespaceException e) {
                // Removed since it was listed.
                known.remove(name);
            }
        }
        return found;
    }

    void create(String schema, Map<String, String> properties) {
        try {
            server.ask(catalog -> {
                catalog.createNamespace(Namespace.of(schema), new HashMap<>(properties));
                return true;
            });
        } catch (AlreadyExistsException e) {
            throw Conflicts.schemaThere(schema);
        }
    }

    void change(String schema, Map<String, String> set, Set<String> removed) {
        try {
            server.ask(catalog -> {
                if (!removed.isEmpty()) {
                    catalog.removeProperties(Namespace.of(schema), new HashSet<>(removed));
                }
                return set.isEmpty() || catalog.setProperties(Namespace.of(schema), new HashMap<>(set));
            });
        } catch (NoSuchNamespaceException e) {
            throw Conflicts.schemaGone(schema);
        }
    }

    void drop(String schema) {
        known.remove(schema);
        try {
            server.ask(catalog -> catalog.dropNamespace(Namespace.of(schema)));
        } catch (NoSuchNamespaceException e) {
            // It is gone already, as it should be.
            return;
        } catch (NamespaceNotEmptyException e) {
            throw Conflicts.schemaFull(schema);
        }
    }
}
