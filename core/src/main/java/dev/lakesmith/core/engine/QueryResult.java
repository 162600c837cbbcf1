package dev.lakesmith.core.engine;

import dev.lakesmith.vocabulary.Column;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of a query, read once from first to last. Used by one thread. */
public interface QueryResult extends AutoCloseable {

    List<Column> columns();

    /** The next row, in the order of the columns: numbers, texts, booleans, java.time values, byte arrays,
     * UUIDs, lists and maps, null for NULL; empty at the end. */
    Optional<List<@Nullable Object>> next();

    @Override
    void close();
}
