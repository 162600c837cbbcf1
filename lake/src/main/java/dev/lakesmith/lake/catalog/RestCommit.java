package dev.lakesmith.lake.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.UpdateRequirement;
import org.apache.iceberg.UpdateRequirements;
import org.apache.iceberg.catalog.TableCommit;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * What a server is told of one table.
 *
 * @param identifier which table
 * @param requirements what must be so
 * @param updates what changes
 */
record RestCommit(TableIdentifier identifier, List<UpdateRequirement> requirements, List<MetadataUpdate> updates)
        implements TableCommit {

    /** The property that says which staged metadata file the table's last change came from. */
    static final String MADE_FROM = "lakesmith.published-from";

    static Map<String, String> mark(Pointer pointer) {
        return Map.of(MADE_FROM, pointer.metadata());
    }

    static RestCommit ofNew(Pointer pointer, TableMetadata next) {
        List<MetadataUpdate> updates =
                MetadataChanges.ofNew(next, mark(pointer)).changes();
        return new RestCommit(
                RestListing.identifier(pointer.name()), UpdateRequirements.forCreateTable(updates), updates);
    }

    static RestCommit ofChange(Pointer pointer, TableMetadata base, TableMetadata next) {
        List<MetadataUpdate> updates =
                MetadataChanges.between(base, next, mark(pointer)).changes();
        List<UpdateRequirement> requirements = new ArrayList<>(UpdateRequirements.forUpdateTable(base, updates));
        boolean asserted = requirements.stream().anyMatch(UpdateRequirement.AssertRefSnapshotID.class::isInstance);
        if (!asserted) {
            // A change of properties alone, such as a position, also builds on the rows that it knows.
            Long current = base.currentSnapshot() == null
                    ? null
                    : base.currentSnapshot().snapshotId();
            requirements.add(new UpdateRequirement.AssertRefSnapshotID(SnapshotRef.MAIN_BRANCH, current));
        }
        return new RestCommit(RestListing.identifier(pointer.name()), List.copyOf(requirements), updates);
    }
}
