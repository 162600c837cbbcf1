package dev.lakesmith.core.crawl;

import dev.lakesmith.core.connector.Excerpt;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.Column;
import java.util.List;
import java.util.Set;

/**
 * Some of a stream, loaded as a run would load it.
 *
 * @param stream as it was loaded
 * @param excerpt what was taken
 * @param table bronze's columns, with those that loading adds; empty when there was nothing to load
 * @param rows how many rows came of it
 * @param refused why records were not read, the most frequent first
 */
record Sampled(Stream stream, Excerpt excerpt, List<Column> table, long rows, List<Refused> refused) {

    private static final Set<String> ADDED = Set.of("_source_file", "_batch_id", "_loaded_at", "_rescued_data");

    /**
     * Records in quarantine.
     *
     * @param reason the same for all of them
     */
    record Refused(String reason, long records) {}

    Sampled {
        table = List.copyOf(table);
        refused = List.copyOf(refused);
    }

    /** The columns of the source. */
    List<Column> columns() {
        return table.stream().filter(column -> !isAdded(column.name())).toList();
    }

    /** Whether bronze has the column whatever the source has. */
    static boolean isAdded(String column) {
        return ADDED.contains(column);
    }

    /** Whether what was looked at is all there is. */
    boolean isWhole() {
        return excerpt.extent() == Excerpt.Extent.WHOLE && rows <= Profiler.ROWS;
    }
}
