package dev.lakesmith.lake.catalog;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * A catalog that another Lakesmith serves. Its server does what it is asked as its own catalog does it: however many tables are
 * published, in one transaction. Each change has a key of its own, so that asking again after an answer was lost does
 * nothing twice. Thread-safe.
 */
public final class ServedCatalog implements Catalog {

    /** What the addresses begin with, behind those of the open API. */
    public static final String PATH = "/v1/lakesmith";

    /** The setting by which a server says that it is Lakesmith's, and where its lake is. */
    public static final String WAREHOUSE = "lakesmith.warehouse";

    private static final String ROOT = PATH.substring(1) + "/";

    private final ServedConnection server;
    private final String warehouse;
    private final String served;

    /**
     * @param server closed with the catalog
     * @param warehouse where new tables are made
     * @param served where the server's lake is
     */
    ServedCatalog(ServedConnection server, String warehouse, String served) {
        this.server = server;
        this.warehouse = warehouse;
        this.served = served;
    }

    @Override
    public List<Pointer> published() {
        return CatalogJson.pointersOf(server.get(ROOT + "published", Map.of()));
    }

    @Override
    public List<Pointer> staged(String branch) {
        return CatalogJson.pointersOf(server.get(ROOT + "staged", Map.of("branch", branch)));
    }

    @Override
    public List<String> branches() {
        return CatalogJson.branchesOf(server.get(ROOT + "branches", Map.of()));
    }

    @Override
    public List<Dropped> dropped() {
        return CatalogJson.droppedOf(server.get(ROOT + "dropped", Map.of()));
    }

    @Override
    public SortedMap<String, Map<String, String>> namespaces() {
        return CatalogJson.namespacesOf(server.get(ROOT + "namespaces", Map.of()));
    }

    private void change(CatalogChange change) {
        if (!warehouse.equals(served)) {
            throw new LakesmithException(
                    ErrorCode.LAKE_UNREADABLE,
                    "the catalog " + server.uri() + " is of the warehouse " + served
                            + ", and the target's warehouse is " + warehouse
                            + "; write the server's, or read only; nothing was changed");
        }
        server.post(ROOT + "changes", CatalogJson.of(change));
    }

    @Override
    public void stage(String branch, Pointer pointer) {
        change(new CatalogChange.Stage(branch, pointer));
    }

    @Override
    public void replaceBranch(String branch, List<Pointer> pointers) {
        change(new CatalogChange.ReplaceBranch(branch, pointers));
    }

    @Override
    public void dropBranch(String branch) {
        change(new CatalogChange.DropBranch(branch));
    }

    @Override
    public void publish(String branch, List<Pointer> expected, List<Pointer> pointers) {
        change(new CatalogChange.Publish(branch, expected, pointers));
    }

    @Override
    public void commit(List<Pointer> pointers) {
        change(new CatalogChange.Commit(pointers));
    }

    @Override
    public void drop(List<Pointer> pointers, Instant now) {
        change(new CatalogChange.Drop(pointers, now));
    }

    @Override
    public void forget(Dropped dropped) {
        change(new CatalogChange.Forget(dropped));
    }

    @Override
    public void rename(Pointer table, TableName name) {
        change(new CatalogChange.Rename(table, name));
    }

    @Override
    public void createNamespace(String namespace, Map<String, String> properties) {
        change(new CatalogChange.CreateNamespace(namespace, properties));
    }

    @Override
    public void changeNamespace(String namespace, Map<String, String> set, Set<String> removed) {
        change(new CatalogChange.ChangeNamespace(namespace, set, removed));
    }

    @Override
    public void dropNamespace(String namespace) {
        change(new CatalogChange.DropNamespace(namespace));
    }

    @Override
    public void close() {
        server.close();
    }
}
