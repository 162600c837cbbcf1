package dev.lakesmith.lake;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.SnapshotUtil;

/** The data files of a table's snapshots, and how they differ. */
record TableFiles(LakeTable table, TableMetadata metadata, Table iceberg) {

    /** The files of a snapshot. */
    List<ScanFile> at(long id) {
        return planned(iceberg.newScan().useSnapshot(id).planFiles());
    }

    /** See {@link LakeTable#filesReaching}. */
    Set<String> reaching(Snapshot snapshot, String column, long value) {
        return planned(iceberg.newScan()
                        .useSnapshot(snapshot.snapshotId())
                        .caseSensitive(false)
                        .filter(Expressions.greaterThanOrEqual(column, value))
                        .planFiles())
                .stream()
                .map(file -> file.data().location())
                .collect(Collectors.toSet());
    }

    /** See {@link LakeTable#changesSince}. */
    Optional<TableChanges> changes(Snapshot snapshot, long earlier) {
        if (metadata.snapshot(earlier) == null
                || !SnapshotUtil.isAncestorOf(snapshot.snapshotId(), earlier, metadata::snapshot)) {
            return Optional.empty();
        }
        List<Snapshot> since = new ArrayList<>();
        SnapshotUtil.ancestorsBetween(snapshot.snapshotId(), earlier, metadata::snapshot)
                .forEach(since::add);
        if (since.stream().allMatch(each -> DataOperations.APPEND.equals(each.operation()))) {
            return Optional.of(new TableChanges(appended(snapshot, earlier), List.of()));
        }
        List<ScanFile> added = new ArrayList<>();
        List<ScanFile> removed = new ArrayList<>();
        long from = earlier;
        for (int i = since.size() - 1; i >= 0; i--) {
            Snapshot each = since.get(i);
            boolean last = i == 0;
            boolean beforeReplace = !last && TableHistory.isReplace(since.get(i - 1));
            if (TableHistory.isReplace(each)) {
                from = each.snapshotId();
            } else if (last || beforeReplace) {
                FileChanges.between(at(from), at(each.snapshotId()), added, removed);
                from = each.snapshotId();
            }
        }
        // A registered file that went may have gone from storage too, or be another one now.
        return removed.stream().anyMatch(table::isRegistered)
                ? Optional.empty()
                : Optional.of(new TableChanges(added, removed));
    }

    private List<ScanFile> appended(Snapshot snapshot, long earlier) {
        if (snapshot.snapshotId() == earlier) {
            return List.of();
        }
        return planned(iceberg.newIncrementalAppendScan()
                .fromSnapshotExclusive(earlier)
                .toSnapshot(snapshot.snapshotId())
                .planFiles());
    }

    /** The files of a scan. */
    List<ScanFile> planned(CloseableIterable<FileScanTask> tasks) {
        List<ScanFile> files = new ArrayList<>();
        try (tasks) {
            for (FileScanTask task : tasks) {
                if (task.deletes().stream().anyMatch(delete -> delete.content() == FileContent.EQUALITY_DELETES)) {
                    throw new LakesmithException(
                            ErrorCode.LAKE_UNREADABLE,
                            table.name() + " has equality deletes written by another engine, which cannot be read here;"
                                    + " compact the table there first (Spark: CALL system.rewrite_data_files)");
                }
                files.add(new ScanFile(task.file(), task.deletes(), List.of()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Engines guess from the first file how many rows a scan has.
        files.sort(Comparator.comparingLong(ScanFile::bytes).reversed());
        return files;
    }
}
