package dev.lakesmith.lake;

import dev.lakesmith.lake.catalog.Pointer;
import dev.lakesmith.vocabulary.TableName;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The pointers as they were when this was made; metadata files never change, so neither does what is seen here. */
final class PinnedView implements LakeView {

    private final MetadataCache cache;
    private final SortedMap<TableName, Pointer> pointers = new TreeMap<>();

    PinnedView(MetadataCache cache, Collection<Pointer> published, Collection<Pointer> staged) {
        this.cache = cache;
        published.forEach(pointer -> pointers.put(pointer.name(), pointer));
        staged.forEach(pointer -> pointers.put(pointer.name(), pointer));
    }

    @Override
    public SortedSet<TableName> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(pointers.keySet()));
    }

    @Override
    public Optional<LakeTable> table(TableName name) {
        return pointer(name, Pointer.Kind.TABLE).map(pointer -> cache.table(name, pointer.metadata()));
    }

    @Override
    public Optional<StoredView> view(TableName name) {
        return pointer(name, Pointer.Kind.VIEW).map(pointer -> cache.view(name, pointer.metadata()));
    }

    Optional<Pointer> pointer(TableName name) {
        return Optional.ofNullable(pointers.get(name));
    }

    private Optional<Pointer> pointer(TableName name, Pointer.Kind kind) {
        return pointer(name).filter(pointer -> pointer.kind() == kind);
    }
}
