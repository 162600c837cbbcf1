package dev.lakesmith.core.connector;

import dev.lakesmith.vocabulary.Column;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
     * As {@link #write}, without the rows that files of this stream hold already: of several equal rows as many are left
     * out as are known.
     */
    List<Written> writeUnknown(
            List<Column> columns, List<? extends Supplier<RecordReader>> parts, int atOnce, Known known);

    /**
     * A file.
     *
     * @param rows how many there are in it, at least one
     * @param bytes its size
     */
    record Written(Path file, long rows, long bytes) {}

    /**
     * Rows that were landed before.
     *
     * @param files every file that may hold them
     * @param column by which they are found
     * @param from the lowest value of it that counts, as text; rows without a value count as well; empty: all rows
     */
    record Known(List<Path> files, String column, Optional<String> from) {
        public Known {
            files = List.copyOf(files);
        }
    }
}
