package dev.lakesmith.lake;

import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.util.SnapshotUtil;
import org.jspecify.annotations.Nullable;

/** A table at one snapshot. Immutable. */
public final class LakeTable {

    private final TableName name;
    private final TableMetadata metadata;
    private final FileIO io;
    private final @Nullable Snapshot snapshot;

    LakeTable(TableName name, TableMetadata metadata, FileIO io, @Nullable Snapshot snapshot) {
        this.name = name;
        this.metadata = metadata;
        this.io = io;
        this.snapshot = snapshot;
    }

    public TableName name() {
        return name;
    }

    /** The columns at this snapshot. */
    public List<Column> columns() {
        return ColumnTypes.columns(schema());
    }

    /** The snapshot; empty when nothing was ever written. */
    public OptionalLong snapshotId() {
        return snapshot == null ? OptionalLong.empty() : OptionalLong.of(snapshot.snapshotId());
    }

    /** When the snapshot was made. */
    public Optional<Instant> changedAt() {
        return snapshot == null ? Optional.empty() : Optional.of(Instant.ofEpochMilli(snapshot.timestampMillis()));
    }

    /** The table's properties, positions among them. */
    public Map<String, String> properties() {
        return metadata.properties();
    }

    public Optional<String> property(String key) {
        return Optional.ofNullable(metadata.properties().get(key));
    }

    public long rows() {
        return total("total-records");
    }

    public long bytes() {
        return total("total-files-size");
    }

    public long fileCount() {
        return total("total-data-files");
    }

    /** All snapshots still known, oldest first. */
    public List<SnapshotInfo> snapshots() {
        return metadata.snapshots().stream()
                .map(each -> new SnapshotInfo(
                        each.snapshotId(),
                        Instant.ofEpochMilli(each.timestampMillis()),
                        each.operation(),
                        Map.copyOf(each.summary()),
                        tagsOf(each.snapshotId())))
                .toList();
    }

    /**
     * One snapshot of the table.
     *
     * @param id Iceberg's snapshot id
     * @param at when it was committed
     * @param operation {@code append}, {@code overwrite} …
     * @param summary Iceberg's summary with Lakesmith's own keys
     * @param tags names given to it
     */
    public record SnapshotInfo(long id, Instant at, String operation, Map<String, String> summary, List<String> tags) {}

    /**
     * The table at another moment.
     *
     * @param moment a snapshot id, a tag, or an instant such as {@code 2026-01-31T00:00:00Z}
     * @throws LakesmithException SNAPSHOT_UNKNOWN, naming what there is
     */
    public LakeTable at(String moment) {
        Snapshot found = find(moment);
        if (found == null) {
            throw new LakesmithException(
                    ErrorCode.SNAPSHOT_UNKNOWN,
                    name + " has no snapshot, tag or state at '" + moment + "'; its snapshots are "
                            + metadata.snapshots().stream()
                                    .map(each -> each.snapshotId() + " (" + Instant.ofEpochMilli(each.timestampMillis())
                                            + ")")
                                    .toList()
                            + ", its tags " + tags());
        }
        return new LakeTable(name, metadata, io, found);
    }

    private @Nullable Snapshot find(String moment) {
        SnapshotRef ref = metadata.ref(moment);
        if (ref != null && ref.isTag()) {
            return metadata.snapshot(ref.snapshotId());
        }
        try {
            if (moment.matches("\\d{1,19}")) {
                return metadata.snapshot(Long.parseLong(moment));
            }
            Long id = SnapshotUtil.nullableSnapshotIdAsOfTime(
                    iceberg(), Instant.parse(moment).toEpochMilli());
            return id == null ? null : metadata.snapshot(id);
        } catch (DateTimeParseException | NumberFormatException | ArithmeticException e) {
            return null;
        }
    }

    private List<String> tags() {
        return metadata.refs().entrySet().stream()
                .filter(entry -> entry.getValue().isTag())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private List<String> tagsOf(long snapshotId) {
        return metadata.refs().entrySet().stream()
                .filter(entry -> entry.getValue().isTag() && entry.getValue().snapshotId() == snapshotId)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** The data files of this snapshot. */
    public List<DataFile> files() {
        if (snapshot == null) {
            return List.of();
        }
        return plan(iceberg().newScan().useSnapshot(snapshot.snapshotId()).planFiles());
    }

    /**
     * The data files added since a snapshot, if nothing but additions happened since; empty when rows were replaced or
     * removed, or the snapshot is unknown.
     */
    public Optional<List<DataFile>> filesAppendedSince(long earlier) {
        if (snapshot == null) {
            return Optional.empty();
        }
        if (snapshot.snapshotId() == earlier) {
            return Optional.of(List.of());
        }
        if (metadata.snapshot(earlier) == null
                || !SnapshotUtil.isAncestorOf(snapshot.snapshotId(), earlier, metadata::snapshot)) {
            return Optional.empty();
        }
        for (Snapshot each : SnapshotUtil.ancestorsBetween(snapshot.snapshotId(), earlier, metadata::snapshot)) {
            if (!DataOperations.APPEND.equals(each.operation())) {
                return Optional.empty();
            }
        }
        return Optional.of(plan(iceberg()
                .newIncrementalAppendScan()
                .fromSnapshotExclusive(earlier)
                .toSnapshot(snapshot.snapshotId())
                .planFiles()));
    }

    private List<DataFile> plan(CloseableIterable<FileScanTask> tasks) {
        List<DataFile> files = new ArrayList<>();
        try (tasks) {
            for (FileScanTask task : tasks) {
                if (!task.deletes().isEmpty()) {
                    throw new LakesmithException(
                            ErrorCode.LAKE_UNREADABLE,
                            name + " has row-level deletes written by another engine, which this version cannot read;"
                                    + " compact the table there first");
                }
                files.add(task.file());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /** The Iceberg schema at this snapshot; for the engine. */
    public Schema schema() {
        if (snapshot == null || snapshot.schemaId() == null || isCurrent()) {
            return metadata.schema();
        }
        return metadata.schemasById().getOrDefault(snapshot.schemaId(), metadata.schema());
    }

    private boolean isCurrent() {
        return snapshot != null
                && metadata.currentSnapshot() != null
                && metadata.currentSnapshot().snapshotId() == snapshot.snapshotId();
    }

    private Table iceberg() {
        return new BaseTable(new StaticTableOperations(metadata, io), name.toString());
    }

    TableMetadata metadata() {
        return metadata;
    }

    private long total(String key) {
        return snapshot == null ? 0 : Long.parseLong(snapshot.summary().getOrDefault(key, "0"));
    }
}
