package dev.lakesmith.engine.duckdb;

import dev.lakesmith.vocabulary.Column;
import java.util.List;

/** Finds columns of queries. */
interface StarColumns {

    List<Column> of(String query);

    /** The types of some columns, which are there: planning saw to it. */
    static List<String> types(List<String> names, List<Column> columns) {
        return names.stream()
                .map(name -> columns.stream()
                        .filter(column -> column.name().equalsIgnoreCase(name))
                        .map(Column::type)
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("no column " + name + " in " + columns)))
                .toList();
    }
}
