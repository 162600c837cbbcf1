package dev.lakesmith.core.contract;

import dev.lakesmith.vocabulary.TableName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A rule about a staged table.
 *
 * @param name unique inside its table, such as {@code customer_id_unique}
 * @param rule what must hold
 * @param severity what happens when it does not
 * @param where only the rows for which this SQL condition is true are looked at; empty: all
 * @param failures what becomes of the rows that do not pass
 */
public record Check(String name, Rule rule, Severity severity, Optional<String> where, Failures failures) {

    /** A check that keeps no rows. */
    public Check(String name, Rule rule, Severity severity, Optional<String> where) {
        this(name, rule, severity, where, Failures.TOLD);
    }

    /** What becomes of rows that do not pass a check that leaves them in the table. */
    public enum Failures {
        /** They are counted, and one is shown. */
        TOLD,
        /** They are also copied to a table of their own. */
        STORED
    }

    /** Whether the rule reads tables beside its own. */
    public boolean readsOtherTables() {
        return rule instanceof Rule.Relationships || rule instanceof Rule.Sql || rule instanceof Rule.Compare;
    }

    /** What must hold. NULL passes every rule but {@link NotNull} and {@link Grain}. */
    public sealed interface Rule {

        /** A rule that says of each row whether it passes; only these can send rows to quarantine. */
        sealed interface OfRow extends Rule {}

        /** A rule about the relation of rows to each other or to another table; it can show rows that do not pass. */
        sealed interface OfRows extends Rule {}

        /** A rule about the table as a whole: it has no rows to show. */
        sealed interface OfTable extends Rule {}

        /** The column has no NULL. */
        record NotNull(String column) implements OfRow {}

        /** No two rows share the columns' values; rows with a NULL in them are left out. */
        record Unique(List<String> columns) implements OfRow {
            public Unique {
                columns = List.copyOf(columns);
            }
        }

        /** The columns identify a row: none of them is NULL, and no two rows share their values. */
        record Grain(List<String> columns) implements OfRow {
            public Grain {
                columns = List.copyOf(columns);
            }
        }

        /** The column holds only these values, compared as text. */
        record AcceptedValues(String column, List<String> values) implements OfRow {
            public AcceptedValues {
                values = List.copyOf(values);
            }
        }

        /** Every value of the column occurs in another table's column. */
        record Relationships(String column, TableName to, String field) implements OfRow {}

        /** The column's whole text matches a regular expression (RE2). */
        record Matches(String column, String pattern) implements OfRow {}

        /** The column lies between two bounds, both included; the bounds are written as SQL literals would be. */
        record Between(String column, Optional<String> min, Optional<String> max) implements OfRow {}

        /** A SELECT that returns the failing rows; it may read {@code this} and any table of the lake. */
        record Sql(String query) implements OfRows {}

        /**
         * The intervals of one key do not overlap, and none ends before it begins. An interval holds its beginning, not
         * its end; a NULL end is open. Rows with a NULL key or beginning are left out.
         */
        record NoOverlap(List<String> key, String from, String to) implements OfRows {
            public NoOverlap {
                key = List.copyOf(key);
            }
        }

        /**
         * The table holds the same rows as another, as often.
         *
         * @param to the other table
         * @param except columns that are not compared
         * @param key the columns that tell which rows belong together; empty: rows are the same or not
         */
        record Compare(TableName to, List<String> except, List<String> key) implements OfRows {
            public Compare {
                except = List.copyOf(except);
                key = List.copyOf(key);
            }
        }

        /**
         * A number about all rows lies in a range, and does not change too much from run to run.
         *
         * @param measure which number
         * @param column of what; empty for the number of rows
         * @param min the lowest value allowed
         * @param max the highest value allowed
         * @param change how far it may be from what it was; empty: as far as it likes
         */
        record Measured(
                Measure measure,
                Optional<String> column,
                Optional<String> min,
                Optional<String> max,
                Optional<ChangeLimit> change)
                implements OfTable {

            /** What a person calls it, such as {@code row_count} or {@code sum of amount}. */
            public String described() {
                return measure.word() + column.map(name -> " of " + name).orElse("");
            }
        }

        /** The newest value of a time column is not older than this; a table without a value is not fresh. */
        record Freshness(String column, Duration maxAge) implements OfTable {}

        /** The table has the columns and types of the published one; the first run passes. */
        record SchemaUnchanged() implements OfTable {}
    }
}
