package dev.lakesmith.engine.duckdb;

import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.StoredView;
import dev.lakesmith.vocabulary.TableName;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;

/** A lake without tables, for work that reads none. */
enum EmptyLake implements LakeView {
    VIEW;

    @Override
    public SortedSet<TableName> names() {
        return Collections.emptySortedSet();
    }

    @Override
    public Optional<LakeTable> table(TableName name) {
        return Optional.empty();
    }

    @Override
    public Optional<StoredView> view(TableName name) {
        return Optional.empty();
    }
}
