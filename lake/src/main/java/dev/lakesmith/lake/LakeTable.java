package dev.lakesmith.lake;

import dev.lakesmith.lake.storage.Locations;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.Condition;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.exceptions.ValidationException;
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

    /** Tells the table from any other, also from one of the same name that is made after it was lost. */
    public String identity() {
        return String.valueOf(metadata.uuid());
    }

    /** The columns at this snapshot. */
    public List<Column> columns() {
        return ColumnTypes.columns(schema());
    }

    /** The snapshot; empty when nothing was ever written. */
    public OptionalLong snapshotId() {
        return snapshot == null ? OptionalLong.empty() : OptionalLong.of(snapshot.snapshotId());
    }

    /**
     * The snapshot that gave the table the rows it has: an earlier one than {@link #snapshotId} when files were only
     * written anew since. Empty when nothing was ever written.
     */
    public OptionalLong rowsSince() {
        return snapshot == null ? OptionalLong.empty() : history().rowsSince(snapshot);
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
        return total("total-records") - total("total-position-deletes");
    }

    public long bytes() {
        return total("total-files-size");
    }

    public long fileCount() {
        return total("total-data-files");
    }

    /** Files of position deletes and deletion vectors. */
    public long deleteFileCount() {
        return total("total-delete-files");
    }

    /**
     * How it lies on storage.
     *
     * @throws dev.lakesmith.vocabulary.LakesmithException LAKE_UNREADABLE for partitions that another program chose
     */
    public TableLayout layout() {
        return TableLayout.of(metadata);
    }

    /** Iceberg's format version: 2 or 3, or 1 for tables that others made. */
    public int formatVersion() {
        return metadata.formatVersion();
    }

    /** The size of the metadata that every reader and writer reads, in bytes. */
    public long metadataBytes() {
        return metadata.metadataFileLocation() == null
                ? 0
                : io.newInputFile(metadata.metadataFileLocation()).getLength();
    }

    /** All snapshots still known, oldest first. */
    public List<SnapshotInfo> snapshots() {
        return history().all();
    }

    /** The snapshots, newest first, with which other programs changed rows since Lakesmith last wrote. */
    public List<SnapshotInfo> writtenByOthers() {
        return snapshot == null ? List.of() : history().writtenByOthers(snapshot);
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
        Snapshot found = history()
                .find(moment)
                .orElseThrow(() -> UnknownMoment.of(this, moment, history().tags()));
        return new LakeTable(name, metadata, io, found);
    }

    /** The snapshots, still known, that did not lead to this one: after a rollback those that it left. */
    public List<LakeTable> abandoned() {
        Snapshot now = snapshot;
        return metadata.snapshots().stream()
                .filter(each -> now == null
                        || !SnapshotUtil.isAncestorOf(now.snapshotId(), each.snapshotId(), metadata::snapshot))
                .map(each -> new LakeTable(name, metadata, io, each))
                .toList();
    }

    /** The data files of this snapshot. */
    public List<ScanFile> files() {
        return snapshot == null ? List.of() : tableFiles().at(snapshot.snapshotId());
    }

    /**
     * Those of {@link #files} that can hold rows with a property, by their partitions and statistics. All of them when
     * that cannot be told.
     *
     * @param condition over the columns of this snapshot
     */
    public List<ScanFile> filesMatching(Condition condition) {
        if (snapshot == null || condition instanceof Condition.Nothing) {
            return List.of();
        }
        TableScan scan = isCurrent() ? iceberg().newScan() : iceberg().newScan().useSnapshot(snapshot.snapshotId());
        if (condition instanceof Condition.Anything || !scan.schema().asStruct().equals(schema().asStruct())) {
            return files();
        }
        FileFilter filter =
                new FileFilter(schema(), metadata.schema(), metadata.specsById().values());
        try {
            return tableFiles().planned(scan.filter(filter.of(condition)).planFiles());
        } catch (ValidationException | IllegalArgumentException e) {
            // A table of another program may have partitions that this version of Iceberg does not filter by.
            return files();
        }
    }

    /** Whether data files may lie elsewhere than on the local disk. */
    public boolean mayBeRemote() {
        return Locations.isRemote(metadata.location())
                || (mayHaveRegistered()
                        && files().stream()
                                .anyMatch(file -> Locations.isRemote(file.data().location())));
    }

    /**
     * The locations of the data files that can hold a row whose value of a column is at least this one, as far as the
     * files' statistics tell.
     *
     * @param column of whole numbers, dates or timestamps
     * @param value the number, days since 1970-01-01, or microseconds since then
     */
    public Set<String> filesReaching(String column, long value) {
        return snapshot == null ? Set.of() : tableFiles().reaching(snapshot, column, value);
    }

    /**
     * What happened to the rows since a snapshot; empty when that cannot be known any more. Snapshots that only wrote
     * rows anew, as compaction does, count as no change.
     */
    public Optional<TableChanges> changesSince(long earlier) {
        return snapshot == null ? Optional.empty() : tableFiles().changes(snapshot, earlier);
    }

    /** Reads the deletion vectors of this table's files; for the engine. */
    public DeletionVectors deletionVectors() {
        return new DeletionVectors(io, metadata.specsById());
    }

    /** The Iceberg schema at this snapshot; for the engine. */
    public Schema schema() {
        if (snapshot == null || snapshot.schemaId() == null || isCurrent()) {
            return metadata.schema();
        }
        return metadata.schemasById().getOrDefault(snapshot.schemaId(), metadata.schema());
    }

    /**
     * Whether a file was certainly written with the columns of {@link #schema}, so that they can be found by their names;
     * for the engine.
     */
    public boolean isOfThisSchema(ScanFile file) {
        String since = metadata.properties().get(LakeProperties.SCHEMA_SINCE);
        int id = schema().schemaId();
        if (since == null) {
            return isFirstSchema(id);
        }
        int at = since.indexOf('@');
        Long written = file.data().fileSequenceNumber();
        return Integer.parseInt(since.substring(0, at)) == id
                && written != null
                && written >= Long.parseLong(since.substring(at + 1));
    }

    private boolean isFirstSchema(int id) {
        return id == 0 && metadata.schemas().size() == 1;
    }

    /** Whether its columns are those that Lakesmith gave it last, and no other program's. */
    public boolean hasOwnColumns() {
        String since = metadata.properties().get(LakeProperties.SCHEMA_SINCE);
        int id = metadata.currentSchemaId();
        return since == null ? isFirstSchema(id) : since.startsWith(id + "@");
    }

    /** Whether {@link #isRegistered} can be true of a file; for the engine. */
    public boolean mayHaveRegistered() {
        return metadata.properties().containsKey(RegisteredFiles.NAME_MAPPING);
    }

    /**
     * Whether the table only knows a file, which lies where somebody else put it. Its columns are found by name, and it
     * may lack some; for the engine.
     */
    public boolean isRegistered(ScanFile file) {
        return RegisteredFiles.isRegistered(metadata, file.data().location());
    }

    /** The values that all rows of a file have in common and that need not stand in it, as text by field id; for the engine. */
    public Map<Integer, Optional<String>> partitionValues(ScanFile file) {
        return RegisteredFiles.partitionValues(
                Objects.requireNonNull(metadata.specsById().get(file.data().specId())),
                file.data().partition());
    }

    private boolean isCurrent() {
        return snapshot != null
                && metadata.currentSnapshot() != null
                && metadata.currentSnapshot().snapshotId() == snapshot.snapshotId();
    }

    private TableHistory history() {
        return new TableHistory(metadata);
    }

    private TableFiles tableFiles() {
        return new TableFiles(this, metadata, iceberg());
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
