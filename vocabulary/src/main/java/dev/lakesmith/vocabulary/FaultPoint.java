package dev.lakesmith.vocabulary;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Places where a process may die. Tests start a child JVM with {@code -Dlakesmith.fault=LOAD_WRITTEN} (or {@code
 * LOAD_WRITTEN:3} for the third time the place is reached): the JVM then halts there at once, without running any
 * shutdown hook, as {@code kill -9} would. Without the property every call is one comparison.
 */
public enum FaultPoint {
    /** Source files are copied, the landing ledger does not name them yet. */
    EXTRACT_COPIED,
    /** The landing ledger names the batch, bronze does not hold it yet. */
    EXTRACT_COMMITTED,
    /** Bronze data files are written, not committed. */
    LOAD_WRITTEN,
    /** Bronze is committed, the run goes on. */
    LOAD_COMMITTED,
    /** Replayed records are written, nothing is staged yet. */
    REPLAY_WRITTEN,
    /** Replayed records are staged in their table, the quarantine without them is not. */
    REPLAY_STAGED,
    /** A model's data files are written, not staged. */
    MODEL_WRITTEN,
    /** A model is staged on the run's branch, not checked. */
    MODEL_STAGED,
    /** A model's checks passed, the run is not published. */
    MODEL_CHECKED,
    /** A table's new metadata file is written, the catalog does not point to it. */
    METADATA_WRITTEN,
    /** The publishing transaction has moved some pointers, not committed. */
    PUBLISH_INSIDE,
    /** The run's tables are published, the history does not say so yet. */
    PUBLISH_DONE,
    /** A table's rows are written as plain files, nothing names them yet. */
    EXPORT_WRITTEN,
    /** The manifest of an export names the new files, its other pointers the old ones. */
    EXPORT_POINTED,
    /** An export is done, the history does not say so yet. */
    EXPORT_DONE,
    /** Upkeep has written a table's files anew, not staged them. */
    UPKEEP_WRITTEN,
    /** Upkeep has staged a table, not published it. */
    UPKEEP_STAGED,
    /** Upkeep has removed one of the files that nothing needs. */
    UPKEEP_REMOVED;

    private static final String ARMED = System.getProperty("lakesmith.fault", "");
    private static final String ARMED_NAME = ARMED.contains(":") ? ARMED.substring(0, ARMED.indexOf(':')) : ARMED;
    private static final AtomicInteger REMAINING =
            new AtomicInteger(ARMED.contains(":") ? Integer.parseInt(ARMED.substring(ARMED.indexOf(':') + 1)) : 1);

    /** Dies here when this place is armed and has been reached often enough. */
    public void reach() {
        if (!ARMED_NAME.isEmpty() && name().equals(ARMED_NAME) && REMAINING.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(137);
        }
    }
}
