package dev.lakesmith.lake.catalog;

import java.time.Instant;
import java.util.List;

/**
 * Which tables and views a lake has, which of them are staged on branches, and where the files of dropped ones are. A
 * pointer says where a table's metadata file is; moving one is what publishes. Thread-safe.
 *
 * <p>All methods throw LAKE_UNREADABLE when the catalog cannot be reached or written, with what to do.
 */
public interface Catalog extends AutoCloseable {

    /** Every published table and view, as of one moment where the catalog can tell that. */
    List<Pointer> published();

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

    @Override
    void close();
}
