package dev.lakesmith.core.project;

import java.util.List;

/**
 * How a SNAPSHOT model finds the versions of a key.
 *
 * @param change what tells that a row changed, and since when
 * @param hardDeletes what becomes of a key that a row removes, or that the query no longer gives
 */
public record Versioning(Change change, HardDeletes hardDeletes) {

    /** What tells that a row changed. */
    public sealed interface Change {

        /**
         * A column says when: a version holds from that time on. Rows may come late and in any order.
         *
         * @param column a date or time that the query gives
         */
        record UpdatedAt(String column) implements Change {}

        /**
         * Values other than those of the version that is open: the new version holds from the time of the run on.
         *
         * @param columns those compared; empty: all
         */
        record Compared(List<String> columns) implements Change {
            public Compared {
                columns = List.copyOf(columns);
            }
        }
    }

    /** What becomes of a key that is gone. */
    public enum HardDeletes {
        /** Its last version stays open. */
        IGNORE,
        /** Its last version ends. */
        CLOSE,
        /** Its last version ends, and one with the same values follows that says it is deleted. */
        NEW_RECORD
    }
}
