package dev.lakesmith.sql;

import dev.lakesmith.vocabulary.TableName;

/** A column of a table of the lake whose values flow into an output column. */
public record ColumnOrigin(TableName table, String column) implements Comparable<ColumnOrigin> {

    @Override
    public int compareTo(ColumnOrigin other) {
        int byTable = table.compareTo(other.table);
        return byTable != 0 ? byTable : column.compareTo(other.column);
    }
}
