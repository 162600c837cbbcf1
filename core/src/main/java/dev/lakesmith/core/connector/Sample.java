package dev.lakesmith.core.connector;

import dev.lakesmith.vocabulary.Column;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of what a stream reads, for people to look at.
 *
 * @param columns with the types that they are landed with
 * @param rows the values as text, in the order of the columns; null for a missing one
 */
public record Sample(List<Column> columns, List<List<@Nullable String>> rows) {

    public Sample {
        columns = List.copyOf(columns);
        List<List<@Nullable String>> copies = new ArrayList<>();
        rows.forEach(row -> copies.add(Collections.unmodifiableList(new ArrayList<@Nullable String>(row))));
        rows = Collections.unmodifiableList(copies);
    }
}
