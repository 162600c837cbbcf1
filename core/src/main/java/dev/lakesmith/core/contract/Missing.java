package dev.lakesmith.core.contract;

import java.util.List;

/**
 * What happens to a row whose value of a column is missing: NULL, where the column's own values decide so also empty.
 *
 * @param answer what happens
 * @param emptyText whether text of nothing but white space counts as missing; it then becomes NULL
 */
public record Missing(Answer answer, EmptyText emptyText) {

    /** NULL stays NULL. */
    public static final Missing KEPT = new Missing(new Answer.Keep(), EmptyText.A_VALUE);

    /** Whether empty text is a value. */
    public enum EmptyText {
        A_VALUE,
        MISSING
    }

    /** What happens to the row. */
    public sealed interface Answer {

        /** It stays as it is. */
        record Keep() implements Answer {}

        /** It goes to quarantine, its reason names the column. */
        record Quarantine() implements Answer {}

        /** It is left out and counted by the name {@code missing: <column>}. */
        record Drop() implements Answer {}

        /** It gets a value, written as text. */
        record Constant(String text) implements Answer {}

        /** It gets the value of an SQL expression over the row as it was before anything was filled. */
        record Expression(String sql) implements Answer {}

        /** It gets a value computed from the known values of the column. */
        record FromColumn(Statistic statistic) implements Answer {}

        /**
         * It gets the column's last known value among the rows with the same key.
         *
         * @param by the key; a row with a NULL in it gets nothing
         * @param order which rows are earlier; a row with NULL here gets nothing and gives nothing
         */
        record LastKnown(List<String> by, String order) implements Answer {
            public LastKnown {
                by = List.copyOf(by);
            }
        }
    }

    /** A value computed from all values of a column. */
    public enum Statistic {
        /** The mean, rounded to what the column holds. */
        MEAN,
        /** The value in the middle; of an even number of DOUBLE values the mean of the two, otherwise the lower one. */
        MEDIAN,
        /** The value that occurs most often; of equally frequent ones the least. */
        MODE
    }

    /** Whether NULL may become a value. */
    public boolean fills() {
        return !(answer instanceof Answer.Keep || answer instanceof Answer.Quarantine || answer instanceof Answer.Drop);
    }

    /** Whether a row's value may become another one on its way into the table. */
    public boolean changesValues() {
        return fills() || emptyText == EmptyText.MISSING;
    }

    /** Whether the value comes from other rows, so that every row must be read. */
    public boolean needsAllRows() {
        return answer instanceof Answer.FromColumn || answer instanceof Answer.LastKnown;
    }
}
