package dev.lakesmith.lake;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.io.FileIO;

/** Metadata files read once: they are immutable. Thread-safe. */
final class MetadataCache {

    private final FileIO io;
    private final Map<String, LakeTable> tables = new ConcurrentHashMap<>();
    private final Map<String, StoredView> views = new ConcurrentHashMap<>();

    MetadataCache(FileIO io) {
        this.io = io;
    }

    LakeTable table(TableName name, String location) {
        return tables.computeIfAbsent(location, key -> {
            try {
                TableMetadata metadata = TableMetadataParser.read(io, key);
                return new LakeTable(name, metadata, io, metadata.currentSnapshot());
            } catch (NotFoundException | RuntimeIOException e) {
                throw missing(name, key, e);
            }
        });
    }

    StoredView view(TableName name, String location) {
        return views.computeIfAbsent(location, key -> {
            try {
                return ViewFiles.read(name, key, io);
            } catch (NotFoundException | RuntimeIOException e) {
                throw missing(name, key, e);
            }
        });
    }

    private static LakesmithException missing(TableName name, String location, RuntimeException cause) {
        return new LakesmithException(
                ErrorCode.LAKE_UNREADABLE,
                "the catalog says that " + name + " is at " + location + ", which cannot be read: " + cause.getMessage()
                        + "; restore the file. If the warehouse was moved or renamed, move it back: tables know their files by"
                        + " absolute paths",
                cause);
    }
}
