package dev.lakesmith.core.contract;

import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.Optional;

/**
 * A rule about the rows of a staged table.
 *
 * @param name unique inside its table, such as {@code customer_id_unique}
 * @param rule what must hold
 * @param severity what happens when it does not
 * @param where only the rows for which this SQL condition is true are looked at; empty: all
 */
public record Check(String name, Rule rule, Severity severity, Optional<String> where) {

    /** What must hold. NULL passes every rule but {@link NotNull}. */
    public sealed interface Rule {

        /** The column has no NULL. */
        record NotNull(String column) implements Rule {}

        /** No two rows share the columns' values; rows with a NULL in them are left out. */
        record Unique(List<String> columns) implements Rule {
            public Unique {
                columns = List.copyOf(columns);
            }
        }

        /** The column holds only these values, compared as text. */
        record AcceptedValues(String column, List<String> values) implements Rule {
            public AcceptedValues {
                values = List.copyOf(values);
            }
        }

        /** Every value of the column occurs in another table's column. */
        record Relationships(String column, TableName to, String field) implements Rule {}

        /** The column's whole text matches a regular expression (RE2). */
        record Matches(String column, String pattern) implements Rule {}

        /** The column lies between two bounds, both included; the bounds are written as SQL literals would be. */
        record Between(String column, Optional<String> min, Optional<String> max) implements Rule {}

        /** A SELECT that returns the failing rows; it may read {@code this} and any table of the lake. */
        record Sql(String query) implements Rule {}
    }
}
