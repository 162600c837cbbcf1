package dev.lakesmith.lake.catalog;

import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * The published tables of a catalog that knows no branches. Thread-safe.
 *
 * <p>All methods throw LAKE_UNREADABLE when the catalog cannot be reached or written, with what to do.
 */
public interface TableStore extends AutoCloseable {

    /** Whose tables these are, for messages. */
    String told();

    /** Every table and view whose name ours can say. */
    List<Pointer> published();

    /**
     * Whether a pointer that was moved here is what is published, or was and another change came after it.
     *
     * @param published of the same name
     */
    boolean hasArrived(Pointer pointer, Pointer published);

    /**
     * Moves several pointers at once, all or nothing.
     *
     * @return whether the catalog can do that with these; if not, nothing is changed
     * @throws dev.lakesmith.vocabulary.LakesmithException LAKE_CONFLICT
     */
    boolean moveTogether(List<Pointer> pointers);

    /**
     * Moves one pointer from its base; once more does nothing.
     *
     * @throws dev.lakesmith.vocabulary.LakesmithException LAKE_CONFLICT
     */
    void move(Pointer pointer);

    /**
     * Takes a pointer out; its files stay.
     *
     * @throws dev.lakesmith.vocabulary.LakesmithException LAKE_CONFLICT when another one is published
     */
    void remove(Pointer pointer);

    /** As {@link Catalog#rename}. */
    void rename(Pointer table, TableName name);

    /** As {@link Catalog#namespaces}. */
    SortedMap<String, Map<String, String>> namespaces();

    /** As {@link Catalog#createNamespace}. */
    void createNamespace(String namespace, Map<String, String> properties);

    /** As {@link Catalog#changeNamespace}. */
    void changeNamespace(String namespace, Map<String, String> set, Set<String> removed);

    /** As {@link Catalog#dropNamespace}. */
    void dropNamespace(String namespace);

    @Override
    void close();
}
