package dev.lakesmith.core.relationalize;

import dev.lakesmith.vocabulary.TableName;
import java.util.List;

/**
 * A table whose columns nest.
 *
 * @param columns those that become columns or tables, in order
 */
record Nested(TableName name, List<NestedColumn> columns) {

    Nested {
        columns = List.copyOf(columns);
    }

    /** A column, what it is made up of, and how that is reached. */
    record NestedColumn(String name, Part part, Access access) {}
}
