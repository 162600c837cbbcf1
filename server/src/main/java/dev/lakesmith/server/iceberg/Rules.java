package dev.lakesmith.server.iceberg;

import dev.lakesmith.lake.LakeProperties;
import dev.lakesmith.server.iceberg.Client.Scope;
import dev.lakesmith.vocabulary.TableName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.PartitionStatisticsFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/**
 * What a client may not do to a table: lead it to files that are not its own or not of the warehouse, change what
 * Lakesmith keeps in its properties, or write Lakesmith's own ledgers.
 */
final class Rules {

    /** What was extracted: it says which files are loaded, from anywhere on the server's machine. */
    private static final String LANDING = "landing";

    private final Warehouse warehouse;
    private final FileIO io;
    private final Scope scope;

    /**
     * @param scope of whoever asks; what Lakesmith keeps for itself is open to engines
     */
    Rules(Warehouse warehouse, FileIO io, Scope scope) {
        this.warehouse = warehouse;
        this.io = io;
        this.scope = scope;
    }

    Warehouse warehouse() {
        return warehouse;
    }

    /** What somebody needs who writes a table. */
    static Scope writes(TableName table) {
        return table.schema().equals(LANDING) ? Scope.ENGINE : Scope.WRITE;
    }

    /** Refuses to make, change or drop a ledger of what was extracted. */
    void requireWritable(TableName table) {
        requireWritable(table.schema());
    }

    void requireWritable(String schema) {
        if (schema.equals(LANDING) && !scope.includes(Scope.ENGINE)) {
            throw Refusal.forbidden(
                    "the tables of " + LANDING + " say what Lakesmith has extracted; others may read them, and"
                            + " only clients of the scope engine write them");
        }
    }

    /** Refuses what a new state of a table has that the old one had not. */
    void check(TableName table, @Nullable TableMetadata before, TableMetadata after) {
        requireWritable(table);
        if (before != null && !Objects.equals(before.uuid(), after.uuid())) {
            throw Refusal.badRequest("the table " + table + " keeps its uuid " + before.uuid()
                    + "; another table takes its place by being registered or made");
        }
        // What cannot be written is told before it is tried.
        Refusal.ofInput(
                after.property(TableProperties.METADATA_COMPRESSION, TableProperties.METADATA_COMPRESSION_DEFAULT),
                TableMetadataParser::getFileExtension);
        if (before == null || !before.location().equals(after.location())) {
            warehouse.requireOwn(table, after.location(), "location");
        }
        warehouse.requireOwn(table, changed(before == null ? Map.of() : before.properties(), after.properties()));
        requireOursUntouched(before == null ? Map.of() : before.properties(), after.properties());
        for (StatisticsFile file : after.statisticsFiles()) {
            if (before == null || !before.statisticsFiles().contains(file)) {
                warehouse.requireInside(file.path(), "statistics file");
            }
        }
        for (PartitionStatisticsFile file : after.partitionStatisticsFiles()) {
            if (before == null || !before.partitionStatisticsFiles().contains(file)) {
                warehouse.requireInside(file.path(), "statistics file");
            }
        }
        for (MetadataUpdate update : after.changes()) {
            if (update instanceof MetadataUpdate.AddSnapshot added) {
                requireNotOurs(added.snapshot());
                checkSnapshot(added.snapshot(), before, after);
            }
        }
    }

    /** Refuses metadata that was written elsewhere and leads out of the warehouse. */
    void checkRegistered(TableName table, String location) {
        requireWritable(table);
        warehouse.requireInside(location, "metadata file");
    }

    void checkRegistered(TableName table, TableMetadata metadata) {
        warehouse.requireOwn(table, metadata.location(), "location");
        warehouse.requireOwn(table, metadata.properties());
        metadata.snapshots().forEach(snapshot -> checkSnapshot(snapshot, null, metadata));
    }

    private static Map<String, String> changed(Map<String, String> before, Map<String, String> after) {
        return after.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(before.get(entry.getKey())))
                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private void requireOursUntouched(Map<String, String> before, Map<String, String> after) {
        if (scope.includes(Scope.ENGINE)) {
            return;
        }
        Set<String> keys = new HashSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (String key : keys) {
            if (key.startsWith(LakeProperties.PREFIX) && !Objects.equals(before.get(key), after.get(key))) {
                throw Refusal.forbidden("the property " + key + " is Lakesmith's own: it says what the table was made"
                        + " from; leave it as it is");
            }
        }
    }

    private void requireNotOurs(Snapshot snapshot) {
        if (!scope.includes(Scope.ENGINE)
                && snapshot.summary() != null
                && snapshot.summary().keySet().stream().anyMatch(key -> key.startsWith(LakeProperties.PREFIX))) {
            throw Refusal.forbidden("a snapshot's summary has keys that begin with " + LakeProperties.PREFIX
                    + ", which are Lakesmith's own");
        }
    }

    private void checkSnapshot(Snapshot snapshot, @Nullable TableMetadata before, TableMetadata after) {
        if (warehouse.isOpen()) {
            return;
        }
        warehouse.requireInside(snapshot.manifestListLocation(), "manifest list");
        try {
            Set<String> known = new HashSet<>();
            Snapshot parent =
                    before == null || snapshot.parentId() == null ? null : before.snapshot(snapshot.parentId());
            if (parent != null) {
                parent.allManifests(io).forEach(manifest -> known.add(manifest.path()));
            }
            List<ManifestFile> added = snapshot.allManifests(io).stream()
                    .filter(manifest -> !known.contains(manifest.path()))
                    .toList();
            requireInside(added, parent, after);
        } catch (org.apache.iceberg.exceptions.NotFoundException | RuntimeIOException e) {
            throw Refusal.badRequest("a file of the snapshot " + snapshot.snapshotId()
                    + " cannot be read where the server is: " + e.getMessage());
        }
    }

    private void requireInside(List<ManifestFile> added, @Nullable Snapshot parent, TableMetadata metadata) {
        Set<String> outside = new HashSet<>();
        for (ManifestFile manifest : added) {
            warehouse.requireInside(manifest.path(), "manifest");
            files(manifest, metadata, path -> {
                if (!warehouse.isInside(path)) {
                    outside.add(path);
                }
            });
        }
        if (outside.isEmpty()) {
            return;
        }
        // Files that Lakesmith reads in place come along when their manifests are written anew.
        if (parent != null) {
            parent.allManifests(io).forEach(manifest -> files(manifest, metadata, outside::remove));
        }
        outside.stream().sorted().findFirst().ifPresent(path -> warehouse.requireInside(path, "data file"));
    }

    private interface Path {
        void is(String path);
    }

    private void files(ManifestFile manifest, TableMetadata metadata, Path each) {
        try {
            if (manifest.content() == ManifestContent.DELETES) {
                try (ManifestReader<DeleteFile> reader =
                        ManifestFiles.readDeleteManifest(manifest, io, metadata.specsById())) {
                    for (ContentFile<?> file : reader) {
                        each.is(file.location());
                    }
                }
            } else {
                try (CloseableIterable<String> paths = ManifestFiles.readPaths(manifest, io, metadata.specsById())) {
                    paths.forEach(each::is);
                }
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
