package dev.lakesmith.engine.duckdb;

import dev.lakesmith.vocabulary.Column;
import java.util.ArrayList;
import java.util.List;

/** Lets nested columns of a table grow by the fields that new files bring. */
final class Widening {

    private Widening() {}

    /** The table's columns, each with the wider type where the offered one only adds nested fields. */
    static List<Column> of(List<Column> table, List<Column> offered) {
        List<Column> wide = new ArrayList<>();
        for (Column column : table) {
            wide.add(offered.stream()
                    .filter(each -> each.name().equalsIgnoreCase(column.name()))
                    .findFirst()
                    .map(each -> JsonTypes.grown(column, each))
                    .orElse(column));
        }
        return wide;
    }
}
