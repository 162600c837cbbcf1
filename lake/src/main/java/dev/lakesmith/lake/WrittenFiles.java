package dev.lakesmith.lake;

import java.util.List;
import org.apache.iceberg.DataFile;

/**
 * Data files that exist on storage and belong to no table yet.
 *
 * @param files with their Iceberg statistics
 */
public record WrittenFiles(List<DataFile> files) {

    /** No files. */
    public static final WrittenFiles NONE = new WrittenFiles(List.of());

    public WrittenFiles {
        files = List.copyOf(files);
    }

    public boolean isEmpty() {
        return files.isEmpty();
    }

    public long rows() {
        return files.stream().mapToLong(DataFile::recordCount).sum();
    }

    public long bytes() {
        return files.stream().mapToLong(DataFile::fileSizeInBytes).sum();
    }
}
