package dev.lakesmith.core.run;

import dev.lakesmith.vocabulary.TableName;
import java.util.List;

/**
 * A table or view that is to leave the lake.
 *
 * @param kind {@code table} or {@code view}
 * @param rows of the table; 0 for a view
 * @param bytes of its current data files
 * @param because why it goes: {@code asked for}, or what it goes with
 * @param tags that go with it
 * @param branches that have it still
 */
public record Departure(
        TableName table, String kind, long rows, long bytes, String because, List<String> tags, List<String> branches) {

    public Departure {
        tags = List.copyOf(tags);
        branches = List.copyOf(branches);
    }
}
