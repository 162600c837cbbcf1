package dev.lakesmith.lake;

import java.util.UUID;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/**
 * Iceberg's commit protocol over metadata that only this draft knows: each commit replaces the metadata in memory, and
 * {@link TableDraft#stage} writes the last one down. Used by one thread.
 */
final class DraftOperations implements TableOperations {

    private final FileIO io;
    private TableMetadata current;

    DraftOperations(TableMetadata start, FileIO io) {
        this.current = start;
        this.io = io;
    }

    @Override
    public TableMetadata current() {
        return current;
    }

    @Override
    public TableMetadata refresh() {
        return current;
    }

    @Override
    public void commit(TableMetadata base, TableMetadata next) {
        if (base != current) {
            throw new CommitFailedException("the draft changed under its own writer");
        }
        current = next;
    }

    @Override
    public FileIO io() {
        return io;
    }

    @Override
    public String metadataFileLocation(String fileName) {
        return current.location() + "/metadata/" + fileName;
    }

    /** Iceberg's naming: a five-digit version, then something unique. */
    String nextMetadataLocation(int version) {
        return metadataFileLocation("%05d-%s.metadata.json".formatted(version, UUID.randomUUID()));
    }

    @Override
    public LocationProvider locationProvider() {
        return LocationProviders.locationsFor(
                current.property(TableProperties.WRITE_DATA_LOCATION, current.location()), current.properties());
    }
}
