package dev.lakesmith.core.project;

import java.util.Optional;

/**
 * How rows leave a MERGE model, and what ends a version in a SNAPSHOT.
 *
 * @param when a SQL condition over the query's columns; a row for which it is true removes its key, or ends its version
 * @param missing what becomes of keys that the input does not have any more
 * @param maxShrink the share of the table's rows, 0 to 1, that one run may remove; empty: the default
 */
public record Deletes(Optional<String> when, Missing missing, Optional<Double> maxShrink) {

    /** What a key that is missing in the newest extract means. */
    public enum Missing {
        /** Each extract holds what changed; a key stays until a row says otherwise. */
        STAYS,
        /** Each extract is complete; keys that are not in the newest one are removed. */
        REMOVED
    }

    /** Rows are inserted and replaced only. */
    public static final Deletes NONE = new Deletes(Optional.empty(), Missing.STAYS, Optional.empty());
}
