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
     * Writes the newest row known of each key that the parts do not have, with true for its mark; nothing for a key whose
     * newest row has that already.
     *
     * @param columns those of the known rows, the mark among them
     * @param keys read the key of every row that is there now
     */
    List<Written> writeGone(List<Column> columns, List<? extends Supplier<RecordReader>> keys, Gone gone);

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
     * @param mark the column that is true of a row that was deleted, and is then not known any more; empty: none
     */
    record Known(List<Path> files, String column, Optional<String> from, Optional<String> mark) {
        public Known {
            files = List.copyOf(files);
        }
    }

    /**
     * What may be gone.
     *
     * @param files every file of the stream, oldest first
     * @param keys the columns that tell rows apart
     * @param mark the column that is true of a row that was deleted
     */
    record Gone(List<Path> files, List<Column> keys, String mark) {
        public Gone {
            files = List.copyOf(files);
            keys = List.copyOf(keys);
        }
    }
}
