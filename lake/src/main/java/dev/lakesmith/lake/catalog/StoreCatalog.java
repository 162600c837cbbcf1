package dev.lakesmith.lake.catalog;

import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A catalog of others, which knows no branches: those are files in the folder {@code .lakesmith} of the warehouse, as is
 * what was dropped. Several tables are published together where the catalog can do that, and otherwise one after the
 * other with a journal. Thread-safe.
 */
public final class StoreCatalog implements Catalog {

    private final TableStore store;
    private final StoredBranches branches;
    private final StoredDropped dropped;
    private final Journal journal;
    private final AtomicBoolean completed = new AtomicBoolean();

    /**
     * @param store closed with the catalog
     * @param storage not closed by the catalog
     * @param warehouse the location of the folder with the lake's tables
     */
    public StoreCatalog(TableStore store, Storage storage, String warehouse) {
        StoredPointers files = new StoredPointers(storage, warehouse + "/.lakesmith");
        this.store = store;
        this.branches = new StoredBranches(files);
        this.dropped = new StoredDropped(files);
        this.journal = new Journal(store, files, Clock.systemUTC());
    }

    @Override
    public List<Pointer> published() {
        complete();
        return store.published();
    }

    /** Once a process: those that die while this one lives are met by the next. */
    private void complete() {
        if (!completed.getAndSet(true)) {
            journal.complete();
        }
    }

    @Override
    public List<Pointer> staged(String branch) {
        return branches.read(branch);
    }

    @Override
    public List<String> branches() {
        return branches.names();
    }

    @Override
    public void stage(String branch, Pointer pointer) {
        branches.put(branch, pointer);
    }

    @Override
    public void replaceBranch(String branch, List<Pointer> pointers) {
        branches.replace(branch, pointers);
    }

    @Override
    public void dropBranch(String branch) {
        branches.remove(branch);
    }

    @Override
    public void publish(String branch, List<Pointer> expected, List<Pointer> pointers) {
        if (!Set.copyOf(staged(branch)).equals(Set.copyOf(expected))) {
            throw Conflicts.changed(branch);
        }
        commit(pointers);
        branches.remove(branch);
    }

    @Override
    public void commit(List<Pointer> pointers) {
        complete();
        if (!pointers.isEmpty()) {
            journal.publish(pointers);
        }
    }

    @Override
    public void drop(List<Pointer> pointers, Instant now) {
        Set<Pointer> published = Set.copyOf(store.published());
        for (Pointer pointer : pointers) {
            if (!published.contains(pointer)) {
                throw Conflicts.notDropped(pointer.name());
            }
        }
        List<Pointer> gone = new ArrayList<>();
        try {
            for (Pointer pointer : pointers) {
                dropped.put(new Dropped(pointer, now));
                gone.add(pointer);
                store.remove(pointer);
            }
        } catch (LakesmithException e) {
            restore(gone, now, e);
            throw e;
        }
    }

    /** A table whose name could not be removed, and those before it, are as they were. */
    private void restore(List<Pointer> gone, Instant now, LakesmithException failure) {
        Pointer last = gone.get(gone.size() - 1);
        for (Pointer pointer : gone) {
            try {
                if (!pointer.equals(last)) {
                    store.move(pointer);
                }
                dropped.remove(new Dropped(pointer, now));
            } catch (LakesmithException e) {
                failure.addSuppressed(e);
            }
        }
    }

    @Override
    public List<Dropped> dropped() {
        return dropped.read();
    }

    @Override
    public void forget(Dropped table) {
        dropped.remove(table);
    }

    @Override
    public void rename(Pointer table, TableName name) {
        store.rename(table, name);
    }

    @Override
    public SortedMap<String, Map<String, String>> namespaces() {
        return store.namespaces();
    }

    @Override
    public void createNamespace(String namespace, Map<String, String> properties) {
        store.createNamespace(namespace, properties);
    }

    @Override
    public void changeNamespace(String namespace, Map<String, String> set, Set<String> removed) {
        store.changeNamespace(namespace, set, removed);
    }

    @Override
    public void dropNamespace(String namespace) {
        store.dropNamespace(namespace);
    }

    @Override
    public void close() {
        store.close();
    }
}
