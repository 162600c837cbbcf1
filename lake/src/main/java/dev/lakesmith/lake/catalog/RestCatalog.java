package dev.lakesmith.lake.catalog;

import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.vocabulary.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The catalog at an address that speaks Iceberg's REST protocol: one that Lakesmith serves, or one of others. Which of
 * them it is is asked at first use. Thread-safe.
 */
public final class RestCatalog implements Catalog {

    private final String uri;
    private final Map<String, String> properties;
    private final Storage storage;
    private final String warehouse;
    private @Nullable Catalog catalog;

    /**
     * @param properties what Iceberg's client is told beside
     * @param storage not closed by the catalog
     * @param warehouse the location of the folder with the lake's tables
     */
    public RestCatalog(String uri, Map<String, String> properties, Storage storage, String warehouse) {
        this.uri = uri;
        this.properties = Map.copyOf(properties);
        this.storage = storage;
        this.warehouse = warehouse;
    }

    private synchronized Catalog catalog() {
        if (catalog == null) {
            catalog = served().orElseGet(
                            () -> new StoreCatalog(new RestTables(uri, properties, storage), storage, warehouse));
        }
        return catalog;
    }

    private Optional<Catalog> served() {
        // Lakesmith's own server knows no signatures of AWS.
        if (properties.getOrDefault("rest.auth.type", "").equals("sigv4")
                || properties.getOrDefault("rest.sigv4-enabled", "").equals("true")) {
            return Optional.empty();
        }
        ServedConnection server = new ServedConnection(uri, properties);
        try {
            Optional<Catalog> found = Optional.ofNullable(
                            server.config().overrides().get(ServedCatalog.WAREHOUSE))
                    .map(served -> new ServedCatalog(server, warehouse, served));
            if (found.isEmpty()) {
                server.close();
            }
            return found;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public List<Pointer> published() {
        return catalog().published();
    }

    @Override
    public List<Pointer> staged(String branch) {
        return catalog().staged(branch);
    }

    @Override
    public List<String> branches() {
        return catalog().branches();
    }

    @Override
    public void stage(String branch, Pointer pointer) {
        catalog().stage(branch, pointer);
    }

    @Override
    public void replaceBranch(String branch, List<Pointer> pointers) {
        catalog().replaceBranch(branch, pointers);
    }

    @Override
    public void dropBranch(String branch) {
        catalog().dropBranch(branch);
    }

    @Override
    public void publish(String branch, List<Pointer> expected, List<Pointer> pointers) {
        catalog().publish(branch, expected, pointers);
    }

    @Override
    public void commit(List<Pointer> pointers) {
        catalog().commit(pointers);
    }

    @Override
    public void drop(List<Pointer> pointers, Instant now) {
        catalog().drop(pointers, now);
    }

    @Override
    public List<Dropped> dropped() {
        return catalog().dropped();
    }

    @Override
    public void forget(Dropped dropped) {
        catalog().forget(dropped);
    }

    @Override
    public void rename(Pointer table, TableName name) {
        catalog().rename(table, name);
    }

    @Override
    public SortedMap<String, Map<String, String>> namespaces() {
        return catalog().namespaces();
    }

    @Override
    public void createNamespace(String namespace, Map<String, String> properties) {
        catalog().createNamespace(namespace, properties);
    }

    @Override
    public void changeNamespace(String namespace, Map<String, String> set, Set<String> removed) {
        catalog().changeNamespace(namespace, set, removed);
    }

    @Override
    public void dropNamespace(String namespace) {
        catalog().dropNamespace(namespace);
    }

    @Override
    public synchronized void close() {
        if (catalog != null) {
            catalog.close();
        }
    }
}
