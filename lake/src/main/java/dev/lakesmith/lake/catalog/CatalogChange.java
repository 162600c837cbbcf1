package dev.lakesmith.lake.catalog;

import dev.lakesmith.vocabulary.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What can be changed in a catalog, as a value that is sent to whoever serves it. */
public sealed interface CatalogChange {

    /** Makes the change. */
    void on(Catalog catalog);

    /** What published tables and views are to lead to. */
    default List<Pointer> pointers() {
        return List.of();
    }

    /** As {@link Catalog#stage}. */
    record Stage(String branch, Pointer pointer) implements CatalogChange {
        @Override
        public void on(Catalog catalog) {
            catalog.stage(branch, pointer);
        }

        @Override
        public List<Pointer> pointers() {
            return List.of(pointer);
        }
    }

    /** As {@link Catalog#replaceBranch}. */
    record ReplaceBranch(String branch, List<Pointer> pointers) implements CatalogChange {
        @Override
        public void on(Catalog catalog) {
            catalog.replaceBranch(branch, pointers);
        }
    }

    /** As {@link Catalog#dropBranch}. */
    record DropBranch(String branch) implements CatalogChange {
        @Override
        public void on(Catalog catalog) {
            catalog.dropBranch(branch);
        }
    }

    /** As {@link Catalog#publish}. */
    record Publish(String branch, List<Pointer> expected, List<Pointer> pointers) implements CatalogChange {
        @Override
        public void on(Catalog catalog) {
            catalog.publish(branch, expected, pointers);
        }
    }

    /** As {@link Catalog#commit}. */
    record Commit(List<Pointer> pointers) implements CatalogChange {
        @Override
        public void on(Catalog catalog) {
            catalog.commit(pointers);
        }
    }

    /** As {@link Catalog#drop}. */
    record Drop(List<Pointer> gone, Instant at) implements CatalogChange {
        @Override
        public void on(Catalog catalog) {
            catalog.drop(gone, at);
        }
    }

    /** As {@link Catalog#forget}. */
    record Forget(Dropped dropped) implements CatalogChange {
        @Override
        public void on(Catalog catalog) {
            catalog.forget(dropped);
        }
    }

    /** As {@link Catalog#rename}. */
    record Rename(Pointer table, TableName name) implements CatalogChange {
        @Override
        public void on(Catalog catalog) {
            catalog.rename(table, name);
        }
    }

    /** As {@link Catalog#createNamespace}. */
    record CreateNamespace(String namespace, Map<String, String> properties) implements CatalogChange {
        @Override
        public void on(Catalog catalog) {
            catalog.createNamespace(namespace, properties);
        }
    }

    /** As {@link Catalog#changeNamespace}. */
    record ChangeNamespace(String namespace, Map<String, String> set, Set<String> removed) implements CatalogChange {
        @Override
        public void on(Catalog catalog) {
            catalog.changeNamespace(namespace, set, removed);
        }
    }

    /** As {@link Catalog#dropNamespace}. */
    record DropNamespace(String namespace) implements CatalogChange {
        @Override
        public void on(Catalog catalog) {
            catalog.dropNamespace(namespace);
        }
    }
}
