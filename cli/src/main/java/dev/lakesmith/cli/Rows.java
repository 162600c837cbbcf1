package dev.lakesmith.cli;

import dev.lakesmith.vocabulary.Column;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A table to be shown, read once from first to last.
 *
 * @param columns names and types as DuckDB writes them; the type decides the alignment
 * @param next gives the next row in the order of the columns, or nothing at the end. Values are numbers, texts,
 *     booleans, {@code java.time} values, byte arrays, lists and maps; anything else is shown by its {@code toString}
 */
record Rows(List<Column> columns, Supplier<Optional<List<@Nullable Object>>> next) {

    Rows {
        columns = List.copyOf(columns);
    }

    /** Rows that are in memory already. */
    static Rows of(List<Column> columns, List<? extends List<? extends @Nullable Object>> rows) {
        Iterator<? extends List<? extends @Nullable Object>> iterator = rows.iterator();
        return new Rows(
                columns,
                () -> iterator.hasNext()
                        ? Optional.of(Collections.unmodifiableList(new ArrayList<@Nullable Object>(iterator.next())))
                        : Optional.empty());
    }
}
