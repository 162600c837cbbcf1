package dev.lakesmith.core.connector;

import dev.lakesmith.vocabulary.Column;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Makes files of typed rows. */
public interface RecordFiles {

    /**
     * Reads all parts, several at a time, and writes their rows as Parquet files into the batch's folder, complete and
     * synced to disk. When any part fails, so does this.
     *
     * @param columns of the types that {@link RecordBatch} names
     * @param parts opened by the thread that reads them
     * @param atOnce how many parts are read at a time, at most
     */
    List<Written> write(List<Column> columns, List<? extends Supplier<RecordReader>> parts, int atOnce);

    /**
     * A file.
     *
     * @param rows how many there are in it, at least one
     */
    record Written(Path file, long rows) {}
}
