package dev.lakesmith.sql;

import dev.lakesmith.vocabulary.TableName;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a query's rows can be counted against its input's rows. */
public sealed interface Shape {

    /**
     * Each input row gives at most one output row, so the rows filtered are the rows in less the rows out. No
     * aggregate, DISTINCT, window, LIMIT, sample, set operation, join or unnest, and one table named once.
     *
     * @param table the table read
     * @param where the text of the conditions, joined with AND when a CTE has its own; null when nothing is filtered
     */
    record Simple(TableName table, @Nullable String where) implements Shape {}

    /**
     * Each output row is made of one row of each table joined, so new rows of some tables only add output rows. No
     * aggregate, DISTINCT, window, LIMIT, sample, set operation or unnest.
     *
     * @param additive the tables, named once, whose new rows change no output row that older rows gave
     */
    record Joined(Set<TableName> additive) implements Shape {
        public Joined {
            additive = Set.copyOf(additive);
        }
    }

    /** Anything else. */
    record Complex() implements Shape {}
}
