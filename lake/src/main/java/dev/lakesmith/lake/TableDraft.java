package dev.lakesmith.lake;

import dev.lakesmith.lake.catalog.Pointer;
import dev.lakesmith.lake.storage.Outbox;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.FaultPoint;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.ExpireSnapshots.CleanupLevel;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.util.ContentFileUtil;

/**
 * A change of one table in the making. The schema is settled first, so that data files can be written with its field
 * ids; then files and properties are added; {@link #stage} puts the result on the branch. Nothing is visible to anyone
 * before the branch is published. Used by one thread; staged once.
 */
public final class TableDraft {

    private static final Map<String, String> NEW_TABLE_PROPERTIES = Map.of(
            "write.parquet.compression-codec", "zstd",
            "write.metadata.delete-after-commit.enabled", "false",
            "write.metadata.previous-versions-max", "20");

    private final Branch branch;
    private final TableName name;
    private final Optional<String> base;
    private final int version;
    private final DraftOperations operations;
    private final BaseTable table;
    private final Map<String, String> properties = new HashMap<>();

    private TableDraft(Branch branch, TableName name, Optional<String> base, int version, DraftOperations operations) {
        this.branch = branch;
        this.name = name;
        this.base = base;
        this.version = version;
        this.operations = operations;
        this.table = new BaseTable(operations, name.toString());
    }

    /** A table that is not there yet. */
    static TableDraft create(
            Branch branch,
            TableName name,
            List<Column> columns,
            TableLayout layout,
            Optional<String> base,
            String location) {
        Schema schema = ColumnTypes.schema(columns);
        Map<String, String> properties = new HashMap<>(NEW_TABLE_PROPERTIES);
        properties.put("format-version", Integer.toString(layout.formatVersion()));
        TableMetadata metadata =
                TableMetadata.newTableMetadata(schema, layout.spec(schema), layout.order(schema), location, properties);
        return new TableDraft(
                branch,
                name,
                base,
                0,
                new DraftOperations(metadata, branch.storage().io()));
    }

    /** A change of a table. */
    static TableDraft change(Branch branch, LakeTable table, String base) {
        int version = versionOf(base) + 1;
        DraftOperations operations =
                new DraftOperations(table.metadata(), branch.storage().io());
        return new TableDraft(branch, table.name(), Optional.of(base), version, operations);
    }

    /**
     * Writes a staged table's metadata anew with more properties.
     *
     * @param staged the location of its metadata now
     * @return the location of the new metadata
     */
    static String amended(Branch branch, LakeTable table, String staged, Map<String, String> properties) {
        DraftOperations operations =
                new DraftOperations(table.metadata(), branch.storage().io());
        UpdateProperties update = new BaseTable(operations, table.name().toString()).updateProperties();
        properties.forEach(update::set);
        update.commit();
        String location = operations.nextMetadataLocation(versionOf(staged));
        TableMetadataParser.write(operations.current(), operations.io().newOutputFile(location));
        FaultPoint.METADATA_WRITTEN.reach();
        return location;
    }

    private static int versionOf(String metadataLocation) {
        String file = metadataLocation.substring(metadataLocation.lastIndexOf('/') + 1);
        int dash = file.indexOf('-');
        return dash > 0 && file.substring(0, dash).matches("\\d{1,9}") ? Integer.parseInt(file.substring(0, dash)) : 0;
    }

    public TableName name() {
        return name;
    }

    /** The columns the table will have. */
    public List<Column> columns() {
        return ColumnTypes.columns(schema());
    }

    /** The schema with the table's own field ids; for the engine. */
    public Schema schema() {
        return operations.current().schema();
    }

    /** A partition spec by its id, also one that new files no longer use; for the engine. */
    public PartitionSpec spec(int id) {
        return Objects.requireNonNull(operations.current().spec(id));
    }

    OutputFileFactory deletionVectorFiles() {
        return OutputFileFactory.builderFor(table, 0, 0)
                .format(FileFormat.PUFFIN)
                .build();
    }

    /** The way for new data files; their locations are to be added once they are delivered. */
    public Outbox newFiles() {
        return branch.storage().outbox(operations.current().location() + "/data");
    }

    /** Deletes files that the table will not get. */
    public void discard(WrittenFiles files) {
        branch.discard(files);
    }

    /** Adds columns the table lacks, nested ones too, and widens numbers; never drops or narrows. */
    public TableDraft evolveTo(List<Column> columns) {
        UpdateSchema update = table.updateSchema().unionByNameWith(ColumnTypes.schema(columns));
        if (!update.apply().sameSchema(table.schema())) {
            update.commit();
            noteSchema();
        }
        return this;
    }

    /**
     * Makes the table have exactly these columns and this layout. When that changes anything, the rows become none; a
     * column that keeps its name keeps its field id.
     *
     * @throws LakesmithException VALUE_INVALID for a format version below the table's
     */
    public TableDraft replaceSchema(List<Column> columns, TableLayout layout) {
        TableMetadata current = operations.current();
        if (layout.formatVersion() < current.formatVersion()) {
            throw new LakesmithException(
                    ErrorCode.VALUE_INVALID,
                    name + " has Iceberg's format version " + current.formatVersion()
                            + " and cannot go back; write format_version: " + current.formatVersion());
        }
        if (columns.equals(columns()) && layout.equals(layout())) {
            return this;
        }
        Schema schema = ColumnTypes.schema(columns);
        operations.commit(
                current,
                current.buildReplacement(
                                schema,
                                layout.spec(schema),
                                layout.order(schema),
                                current.location(),
                                current.properties())
                        .upgradeToFormatVersion(layout.formatVersion()));
        noteSchema();
        return this;
    }

    private void noteSchema() {
        TableMetadata metadata = operations.current();
        property(LakeProperties.SCHEMA_SINCE, metadata.currentSchemaId() + "@" + (metadata.lastSequenceNumber() + 1));
    }

    private TableLayout layout() {
        return TableLayout.of(operations.current());
    }

    /** How new data files are kept apart; for the engine. */
    public PartitionSpec spec() {
        return operations.current().spec();
    }

    /** The terms of {@link #spec()}, in its order. */
    public List<PartitionTerm> partitionBy() {
        return layout().partitionBy();
    }

    /** In which order rows are written from now on; those that are there stay where they are. */
    public TableDraft sortBy(TableLayout layout) {
        TableMetadata current = operations.current();
        SortOrder order = layout.order(current.schema());
        if (!order.sameOrder(current.sortOrder())) {
            operations.commit(current, current.replaceSortOrder(order));
        }
        return this;
    }

    /** The terms by which rows are put in order. */
    public List<SortTerm> sortBy() {
        return layout().sortBy();
    }

    /** Changes the rows. Set properties first. */
    public TableDraft apply(RowChange change) {
        if (change instanceof RowChange.ReplaceAll && table.currentSnapshot() != null) {
            OverwriteFiles overwrite = table.newOverwrite().overwriteByRowFilter(Expressions.alwaysTrue());
            change.added().files().forEach(overwrite::addFile);
            commit(overwrite);
        } else if (change instanceof RowChange.Compact compact) {
            RewriteFiles rewrite = table.newRewrite()
                    .validateFromSnapshot(table.currentSnapshot().snapshotId());
            new LakeTable(name, operations.current(), operations.io(), table.currentSnapshot())
                    .rowsSince()
                    .ifPresent(id -> rewrite.set(LakeProperties.SAME_ROWS_AS, Long.toString(id)));
            for (ScanFile file : compact.files()) {
                rewrite.deleteFile(file.data());
                file.without().stream().filter(ContentFileUtil::isFileScoped).forEach(rewrite::deleteFile);
            }
            change.added().files().forEach(rewrite::addFile);
            commit(rewrite);
        } else if (change instanceof RowChange.Replace replace
                && !(replace.files().isEmpty() && replace.deletes().isEmpty())) {
            RowDelta delta = table.newRowDelta();
            for (ScanFile file : replace.files()) {
                delta.removeRows(file.data());
                file.without().stream().filter(ContentFileUtil::isFileScoped).forEach(delta::removeDeletes);
            }
            replace.superseded().forEach(delta::removeDeletes);
            replace.deletes().forEach(delta::addDeletes);
            change.added().files().forEach(delta::addRows);
            commit(delta);
        } else if (!change.added().isEmpty() || table.currentSnapshot() == null) {
            AppendFiles append = table.newAppend();
            change.added().files().forEach(append::appendFile);
            commit(append);
        }
        return this;
    }

    private void commit(SnapshotUpdate<?> update) {
        properties.forEach(update::set);
        update.commit();
    }

    /**
     * Sets a property, and repeats it in the summary of a snapshot made afterwards, so that a rollback can restore it.
     * Set positions before adding files.
     */
    public TableDraft property(String key, String value) {
        properties.put(key, value);
        return this;
    }

    /** Lets readers find the columns of files without field ids by their names. Settle the schema first. */
    public TableDraft findColumnsByName() {
        String mapping = RegisteredFiles.nameMapping(schema());
        if (!mapping.equals(table.properties().get(RegisteredFiles.NAME_MAPPING))) {
            table.updateProperties().set(RegisteredFiles.NAME_MAPPING, mapping).commit();
        }
        return this;
    }

    /** Gives the current snapshot a name that keeps it. */
    public TableDraft tag(String tag, long snapshotId) {
        table.manageSnapshots().createTag(tag, snapshotId).commit();
        return this;
    }

    /** Forgets snapshots; their files stay until {@link Lake#unneeded} says that nothing needs them. */
    public TableDraft expire(Collection<Long> snapshots) {
        ExpireSnapshots expire = table.expireSnapshots().cleanupLevel(CleanupLevel.NONE);
        snapshots.forEach(expire::expireSnapshotId);
        expire.commit();
        return this;
    }

    /** Makes an earlier snapshot current again, with the positions it had. */
    public TableDraft rollbackTo(long snapshotId) {
        table.manageSnapshots().setCurrentSnapshot(snapshotId).commit();
        table.snapshot(snapshotId).summary().forEach((key, value) -> {
            if (key.startsWith(LakeProperties.PREFIX)) {
                property(key, value);
            }
        });
        return this;
    }

    /** Writes the metadata and puts the table on the branch as not yet audited. */
    public void stage() {
        UpdateProperties update = table.updateProperties();
        properties.forEach(update::set);
        update.commit();
        TableMetadata metadata = operations.current();
        String location = operations.nextMetadataLocation(version);
        TableMetadataParser.write(metadata, operations.io().newOutputFile(location));
        FaultPoint.METADATA_WRITTEN.reach();
        branch.stage(new Pointer(name, Pointer.Kind.TABLE, location, base, false));
    }
}
