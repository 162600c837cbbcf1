package dev.lakesmith.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadata.MetadataLogEntry;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;

/** Collects the files that the states of a table need. */
final class NeededFiles {

    private final FileIO io;
    private final Set<String> files = new HashSet<>();
    private final Set<String> locations = new TreeSet<>();
    private final Map<String, Boolean> manifests = new HashMap<>();

    NeededFiles(FileIO io) {
        this.io = io;
    }

    Set<String> files() {
        return files;
    }

    /** Where the states say that the table is. */
    Set<String> locations() {
        return locations;
    }

    /**
     * Adds what a metadata file leads to, and what those lead to that it has replaced since a moment: somebody who opened
     * one of them may still read.
     */
    void add(String metadataLocation, Instant since) {
        TableMetadata metadata = TableMetadataParser.read(io, metadataLocation);
        files.add(metadataLocation);
        locations.add(metadata.location());
        add(metadata);
        for (MetadataLogEntry earlier : metadata.previousFiles()) {
            files.add(earlier.file());
            if (earlier.timestampMillis() >= since.toEpochMilli()) {
                addEarlier(earlier.file());
            }
        }
    }

    private void addEarlier(String location) {
        try {
            add(TableMetadataParser.read(io, location));
        } catch (NotFoundException e) {
            // A metadata file that is gone cannot be open: another program has cleaned up before.
            files.remove(location);
        }
    }

    private void add(TableMetadata metadata) {
        metadata.statisticsFiles().forEach(file -> files.add(file.path()));
        metadata.partitionStatisticsFiles().forEach(file -> files.add(file.path()));
        for (Snapshot snapshot : metadata.snapshots()) {
            if (!files.add(snapshot.manifestListLocation())) {
                continue;
            }
            for (ManifestFile manifest : snapshot.allManifests(io)) {
                if (manifests.put(manifest.path(), true) == null) {
                    files.add(manifest.path());
                    addContent(manifest, metadata);
                }
            }
        }
    }

    private void addContent(ManifestFile manifest, TableMetadata metadata) {
        try {
            if (manifest.content() == ManifestContent.DELETES) {
                try (ManifestReader<DeleteFile> reader =
                        ManifestFiles.readDeleteManifest(manifest, io, metadata.specsById())) {
                    reader.forEach(this::addContent);
                }
            } else {
                try (var paths = ManifestFiles.readPaths(manifest, io, metadata.specsById())) {
                    paths.forEach(path -> files.add(path));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addContent(ContentFile<?> file) {
        files.add(file.location());
    }
}
