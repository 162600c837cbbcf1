package dev.lakesmith.sql;

import java.util.List;

/**
 * Where an output column's values come from. Columns that only choose rows (in WHERE, ON, GROUP BY, ORDER BY) are not
 * origins.
 *
 * @param column the output column
 * @param origins sorted, without repetition; empty for constants
 */
public record ColumnLineage(String column, List<ColumnOrigin> origins) {

    public ColumnLineage {
        origins = List.copyOf(origins);
    }
}
