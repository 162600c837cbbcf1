package dev.lakesmith.lake.catalog;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.TableMetadata;

/**
 * Finds the changes that lead from one state of a table to another, so that a catalog that writes metadata itself can be
 * told them.
 */
final class MetadataChanges {

    private final TableMetadata base;
    private final TableMetadata next;
    private final TableMetadata.Builder builder;

    private MetadataChanges(TableMetadata base, TableMetadata next, TableMetadata.Builder builder) {
        this.base = base;
        this.next = next;
        this.builder = builder;
    }

    /**
     * The next state, made from the base by changes that it knows.
     *
     * @param more properties that it gets beside
     */
    static TableMetadata between(TableMetadata base, TableMetadata next, Map<String, String> more) {
        MetadataChanges changes = new MetadataChanges(base, next, TableMetadata.buildFrom(base));
        if (next.formatVersion() > base.formatVersion()) {
            changes.builder.upgradeFormatVersion(next.formatVersion());
        }
        if (!next.location().equals(base.location())) {
            changes.builder.setLocation(next.location());
        }
        changes.layout();
        changes.snapshots();
        changes.properties(more);
        changes.statistics();
        return changes.checked(changes.builder.build(), more);
    }

    private void layout() {
        next.schemas().stream()
                .filter(schema -> !base.schemasById().containsKey(schema.schemaId()))
                .sorted(Comparator.comparingInt(Schema::schemaId))
                .forEach(builder::addSchema);
        if (next.currentSchemaId() != base.currentSchemaId()) {
            builder.setCurrentSchema(next.currentSchemaId());
        }
        next.specs().stream()
                .filter(spec -> !base.specsById().containsKey(spec.specId()))
                .sorted(Comparator.comparingInt(PartitionSpec::specId))
                .forEach(builder::addPartitionSpec);
        if (next.defaultSpecId() != base.defaultSpecId()) {
            builder.setDefaultPartitionSpec(next.defaultSpecId());
        }
        next.sortOrders().stream()
                .filter(order -> !base.sortOrdersById().containsKey(order.orderId()))
                .sorted(Comparator.comparingInt(SortOrder::orderId))
                .forEach(builder::addSortOrder);
        if (next.defaultSortOrderId() != base.defaultSortOrderId()) {
            builder.setDefaultSortOrder(next.defaultSortOrderId());
        }
    }

    private void snapshots() {
        next.snapshots().stream()
                .filter(snapshot -> base.snapshot(snapshot.snapshotId()) == null)
                .sorted(Comparator.comparingLong(Snapshot::sequenceNumber))
                .forEach(builder::addSnapshot);
        base.refs().keySet().stream()
                .filter(name -> !next.refs().containsKey(name))
                .forEach(builder::removeRef);
        next.refs().forEach((name, ref) -> {
            SnapshotRef before = base.refs().get(name);
            if (!ref.equals(before)) {
                builder.setRef(name, ref);
            }
        });
        Set<Long> kept = next.snapshots().stream().map(Snapshot::snapshotId).collect(Collectors.toSet());
        Set<Long> gone = base.snapshots().stream()
                .map(Snapshot::snapshotId)
                .filter(id -> !kept.contains(id))
                .collect(Collectors.toSet());
        if (!gone.isEmpty()) {
            builder.removeSnapshots(gone);
        }
    }

    private void properties(Map<String, String> more) {
        Map<String, String> set = new HashMap<>(next.properties());
        set.putAll(more);
        set.entrySet().removeIf(property -> property.getValue().equals(base.property(property.getKey(), null)));
        if (!set.isEmpty()) {
            builder.setProperties(set);
        }
        Set<String> gone = new HashSet<>(base.properties().keySet());
        gone.removeAll(next.properties().keySet());
        gone.removeAll(more.keySet());
        if (!gone.isEmpty()) {
            builder.removeProperties(gone);
        }
    }

    private void statistics() {
        next.statisticsFiles().stream()
                .filter(file -> !base.statisticsFiles().contains(file))
                .forEach(builder::setStatistics);
        next.partitionStatisticsFiles().stream()
                .filter(file -> !base.partitionStatisticsFiles().contains(file))
                .forEach(builder::setPartitionStatistics);
    }

    /** What is published must be what was checked. */
    private TableMetadata checked(TableMetadata made, Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(next.properties());
        properties.putAll(more);
        boolean same = made.currentSchemaId() == next.currentSchemaId()
                && made.schema().sameSchema(next.schema())
                && made.defaultSpecId() == next.defaultSpecId()
                && made.spec().equals(next.spec())
                && made.sortOrder().equals(next.sortOrder())
                && ids(made.snapshots()).equals(ids(next.snapshots()))
                && made.refs().equals(next.refs())
                && made.properties().equals(properties);
        if (!same) {
            throw new LakesmithException(
                    ErrorCode.INTERNAL_ERROR,
                    "the changes of the table at " + next.location() + " cannot be told to its catalog");
        }
        return made;
    }

    private static Set<Long> ids(List<Snapshot> snapshots) {
        return snapshots.stream().map(Snapshot::snapshotId).collect(Collectors.toSet());
    }

    /** A new table, made by changes that it knows. */
    static TableMetadata ofNew(TableMetadata next, Map<String, String> more) {
        TableMetadata.Builder builder = TableMetadata.buildFromEmpty(next.formatVersion())
                .assignUUID(next.uuid())
                .setLocation(next.location());
        next.schemas().stream()
                .sorted(Comparator.comparingInt(Schema::schemaId))
                .forEach(builder::addSchema);
        builder.setCurrentSchema(next.currentSchemaId());
        next.specs().stream()
                .sorted(Comparator.comparingInt(PartitionSpec::specId))
                .forEach(builder::addPartitionSpec);
        builder.setDefaultPartitionSpec(next.defaultSpecId());
        next.sortOrders().stream()
                .sorted(Comparator.comparingInt(SortOrder::orderId))
                .forEach(builder::addSortOrder);
        builder.setDefaultSortOrder(next.defaultSortOrderId());
        Map<String, String> properties = new HashMap<>(next.properties());
        properties.putAll(more);
        builder.setProperties(properties);
        next.snapshots().stream()
                .sorted(Comparator.comparingLong(Snapshot::sequenceNumber))
                .forEach(builder::addSnapshot);
        next.refs().forEach(builder::setRef);
        TableMetadata made = builder.build();
        return new MetadataChanges(made, next, builder).checked(made, more);
    }
}
