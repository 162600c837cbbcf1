package dev.lakesmith.lake;

import java.util.List;
import org.apache.iceberg.DeleteFile;

/** What happens to a table's rows in one commit. */
public sealed interface RowChange {

    /** The files whose rows come into the table. */
    WrittenFiles added();

    /** Rows are added; without files nothing happens. */
    record Append(WrittenFiles added) implements RowChange {}

    /** All rows are replaced, also by none. */
    record ReplaceAll(WrittenFiles added) implements RowChange {}

    /** The rows of some files are written anew, without those that deletes name; readers see no change. */
    record Compact(List<ScanFile> files, WrittenFiles added) implements RowChange {
        public Compact {
            files = List.copyOf(files);
        }
    }

    /**
     * Some rows go, others come. Nothing happens when all is empty.
     *
     * @param files that go as a whole, with the deletes that they had
     * @param deletes that take rows out of files that stay
     * @param superseded deletes that {@code deletes} contain
     */
    record Replace(List<ScanFile> files, List<DeleteFile> deletes, List<DeleteFile> superseded, WrittenFiles added)
            implements RowChange {
        public Replace {
            files = List.copyOf(files);
            deletes = List.copyOf(deletes);
            superseded = List.copyOf(superseded);
        }
    }
}
