package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.engine.Quarantined;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.StoredView;
import dev.lakesmith.lake.UnknownTable;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a query reads, directly or through views.
 *
 * @param tables those that have rows
 * @param columns of all tables, also of those that are not there before their first row
 * @param views with their queries, each after those it reads
 */
record ReadInputs(
        SortedMap<TableName, LakeTable> tables,
        Map<TableName, List<Column>> columns,
        List<Map.Entry<TableName, String>> views) {

    ReadInputs {
        tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
        columns = Map.copyOf(columns);
        views = List.copyOf(views);
    }

    /** @throws dev.lakesmith.vocabulary.LakesmithException TABLE_UNKNOWN */
    static ReadInputs of(Collection<TableName> names, LakeView view, Session.Dependencies dependencies) {
        ReadInputs found = new Walk(view, dependencies).over(names);
        return found;
    }

    private static final class Walk {

        private final LakeView view;
        private final Session.Dependencies dependencies;
        private final Set<TableName> seen = new HashSet<>();
        private final SortedMap<TableName, LakeTable> tables = new TreeMap<>();
        private final Map<TableName, List<Column>> columns = new TreeMap<>();
        private final List<Map.Entry<TableName, String>> views = new ArrayList<>();

        Walk(LakeView view, Session.Dependencies dependencies) {
            this.view = view;
            this.dependencies = dependencies;
        }

        ReadInputs over(Collection<TableName> names) {
            add(names);
            return new ReadInputs(tables, columns, views);
        }

        private void add(Collection<TableName> names) {
            for (TableName name : names) {
                if (!seen.add(name)) {
                    continue;
                }
                Optional<StoredView> stored = view.view(name);
                Optional<LakeTable> table = stored.isPresent() ? Optional.empty() : view.table(name);
                if (stored.isPresent()) {
                    add(dependencies.of(stored.get().sql()));
                    views.add(Map.entry(name, stored.get().sql()));
                } else {
                    table.ifPresent(found -> tables.put(name, found));
                    columns.put(
                            name,
                            table.map(LakeTable::columns)
                                    .or(() -> Quarantined.columnsOf(name))
                                    .orElseThrow(() -> UnknownTable.in(view, name)));
                }
            }
        }
    }
}
