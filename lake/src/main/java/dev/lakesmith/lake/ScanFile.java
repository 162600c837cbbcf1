package dev.lakesmith.lake;

import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.util.ContentFileUtil;

/**
 * A data file and which of its rows are meant.
 *
 * @param data the file
 * @param without position deletes and deletion vectors; the rows they name are not meant
 * @param only as {@code without}: when not empty, of the other rows only those they name are meant
 */
public record ScanFile(DataFile data, List<DeleteFile> without, List<DeleteFile> only) {

    public ScanFile {
        without = List.copyOf(without);
        only = List.copyOf(only);
    }

    /** A file of which every row is meant. */
    public static ScanFile whole(DataFile data) {
        return new ScanFile(data, List.of(), List.of());
    }

    public boolean isWhole() {
        return without.isEmpty() && only.isEmpty();
    }

    /** How many rows are meant; an estimate where several deletes name one row, which this program never writes. */
    public long rows() {
        return only.isEmpty() ? data.recordCount() - count(without) : count(only) - countWhere(without);
    }

    /** Whether {@link #rows} is certain: no two deletes can name one row. */
    public boolean isCounted() {
        return only.isEmpty() && (without.size() < 2 || without.stream().allMatch(ContentFileUtil::isDV));
    }

    /** Where the file lies, and the deletes that leave rows of it out. */
    public List<String> locations() {
        return Stream.concat(Stream.of(data.location()), without.stream().map(DeleteFile::location))
                .toList();
    }

    /** The file's size on storage. */
    public long bytes() {
        return data.fileSizeInBytes();
    }

    /** The share of the file's rows that is not meant, 0 to 1. */
    public double shareLeftOut() {
        return data.recordCount() == 0 ? 0 : 1 - (double) rows() / data.recordCount();
    }

    /** The same text for files of one partition. */
    public String partition() {
        return data.specId() + " " + data.partition();
    }

    private static long count(List<DeleteFile> deletes) {
        return deletes.stream().mapToLong(DeleteFile::recordCount).sum();
    }

    /** A newer deletion vector repeats the rows of the older one; a newer file of position deletes does not. */
    private static long countWhere(List<DeleteFile> deletes) {
        return deletes.stream()
                .filter(ContentFileUtil::isDV)
                .mapToLong(DeleteFile::recordCount)
                .sum();
    }
}
