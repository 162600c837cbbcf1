package dev.lakesmith.sql;

import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a query reads, directly or through views.
 *
 * @param tables with the columns they have in the snapshot read
 * @param views with their queries, each after the views it reads
 * @param time what the clock says while the query runs; empty when nothing asks for it
 */
public record ScanInputs(
        Map<TableName, List<Column>> tables, List<Map.Entry<TableName, String>> views, Optional<FixedTime> time) {

    public ScanInputs {
        tables = Map.copyOf(tables);
        views = List.copyOf(views);
    }
}
