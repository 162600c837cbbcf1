package dev.lakesmith.lake.catalog;

import dev.lakesmith.vocabulary.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Which tables and views a lake has, which of them are staged on branches, and where the files of dropped ones are. A
 * pointer says where a table's metadata file is; moving one is what publishes. Thread-safe.
 *
 * <p>All methods throw LAKE_UNREADABLE when the catalog cannot be reached or written, with what to do.
 */
public interface Catalog extends AutoCloseable {

    /** Every published table and view, as of one moment where the catalog can tell that. */
    List<Pointer> published();

    /** A published table or view. */
    default Optional<Pointer> published(TableName name) {
        return published().stream()
                .filter(pointer -> pointer.name().equals(name))
                .findFirst();
    }

    /** The published tables and views of a schema. */
    default List<Pointer> published(String schema) {
        return published().stream()
                .filter(pointer -> pointer.name().schema().equals(schema))
                .toList();
    }

    /** The published tables and views whose metadata files are somewhere below a folder. */
    default List<Pointer> publishedBelow(String folder) {
        return published().stream()
                .filter(pointer -> pointer.metadata().startsWith(folder + "/"))
                .toList();
    }

    /** What is staged on a branch. */
    List<Pointer> staged(String branch);

    /** The names of all branches that hold something, in order. */
    List<String> branches();

    /** Puts a table on a branch, replacing what the branch held of it. */
    void stage(String branch, Pointer pointer);

    /** Makes a branch hold exactly these tables. */
    void replaceBranch(String branch, List<Pointer> pointers);

    /** Removes a branch; published tables are untouched. */
    void dropBranch(String branch);

    /**
     * Moves pointers of a branch to the published tables and removes the branch, all or nothing.
     *
     * @param expected all that the branch holds
     * @throws dev.lakesmith.vocabulary.LakesmithException LAKE_CONFLICT when the branch holds something else, or one of
     *     the published tables is not what the branch builds on
     */
    void publish(String branch, List<Pointer> expected, List<Pointer> pointers);

    /**
     * Moves pointers of published tables and views from their bases, all or nothing, without a branch; a pointer without
     * a base makes a new table.
     *
     * @throws dev.lakesmith.vocabulary.LakesmithException LAKE_CONFLICT when one of the published tables is not its
     *     pointer's base
     */
    void commit(List<Pointer> pointers);

    /**
     * Takes published tables and views out, all or nothing, and remembers where their files are.
     *
     * @throws dev.lakesmith.vocabulary.LakesmithException LAKE_CONFLICT when one of them is not published any more as it
     *     was
     */
    void drop(List<Pointer> pointers, Instant now);

    /** What was dropped and is not forgotten. */
    List<Dropped> dropped();

    /** Forgets where a dropped table's files were. */
    void forget(Dropped dropped);

    /**
     * Gives a published table or view another name; its files stay where they are.
     *
     * @throws dev.lakesmith.vocabulary.LakesmithException LAKE_CONFLICT when it is not published any more as it was, or
     *     the other name is taken
     */
    void rename(Pointer table, TableName name);

    /** The schemas, also those that hold no table, with their properties. */
    SortedMap<String, Map<String, String>> namespaces();

    /**
     * Makes a schema.
     *
     * @throws dev.lakesmith.vocabulary.LakesmithException LAKE_CONFLICT when it is there already
     */
    void createNamespace(String namespace, Map<String, String> properties);

    /**
     * Sets properties of a schema and removes others.
     *
     * @throws dev.lakesmith.vocabulary.LakesmithException LAKE_CONFLICT when there is no such schema
     */
    void changeNamespace(String namespace, Map<String, String> set, Set<String> removed);

    /**
     * Removes a schema; nothing happens when there is none.
     *
     * @throws dev.lakesmith.vocabulary.LakesmithException LAKE_CONFLICT when it holds tables
     */
    void dropNamespace(String namespace);

    /** The properties of a schema; empty: there is none. */
    default Optional<Map<String, String>> namespace(String namespace) {
        return Optional.ofNullable(namespaces().get(namespace));
    }

    /** Whether changes can have names. */
    default boolean namesChanges() {
        return false;
    }

    /** A change that was made under a name lately. */
    default Optional<NamedChange> made(String id) {
        return Optional.empty();
    }

    /**
     * This catalog for one change that is made once under a name; it throws {@link NamedChange.Made} when it was made
     * before. Closing it closes nothing.
     *
     * @throws UnsupportedOperationException when changes have no names here
     */
    default Catalog under(NamedChange name) {
        throw new UnsupportedOperationException("changes have no names in this catalog");
    }

    @Override
    void close();
}
