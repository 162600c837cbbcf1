package dev.lakesmith.cli;

import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;

/** A table or view that a query may read. */
record KnownTable(TableName name, List<Column> columns) {

    KnownTable {
        columns = List.copyOf(columns);
    }
}
