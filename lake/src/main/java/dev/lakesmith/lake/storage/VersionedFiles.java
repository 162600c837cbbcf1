package dev.lakesmith.lake.storage;

import org.apache.iceberg.io.InputFile;

/** Access to files that somebody else may replace. */
public interface VersionedFiles {

    /**
     * One version of a file. Reading it fails with {@code SOURCE_CHANGED} when another one is there, or none.
     *
     * @param etag which, as the storage says, without quotes
     */
    InputFile version(String location, long bytes, String etag);
}
