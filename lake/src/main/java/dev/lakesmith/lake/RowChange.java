package dev.lakesmith.lake;

import java.util.List;
import org.apache.iceberg.DataFile;

/** What happens to a table's rows in one commit. */
public sealed interface RowChange {

    /** The files whose rows come into the table. */
    WrittenFiles added();

    /** Rows are added; without files nothing happens. */
    record Append(WrittenFiles added) implements RowChange {}

    /** All rows are replaced, also by none. */
    record ReplaceAll(WrittenFiles added) implements RowChange {}

    /** Some data files are replaced by others. */
    record Rewrite(List<DataFile> removed, WrittenFiles added) implements RowChange {
        public Rewrite {
            removed = List.copyOf(removed);
        }
    }
}
