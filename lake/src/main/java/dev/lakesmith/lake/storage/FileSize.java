package dev.lakesmith.lake.storage;

import java.util.Optional;

/**
 * A file to be read and what is known of it.
 *
 * @param bytes its size; below 0 when that must be asked
 * @param version tells contents apart that one location may have; empty for files that never change
 * @param etag of the only content that will do, in the storage's words; empty: what is there
 */
public record FileSize(String location, long bytes, String version, Optional<String> etag) {

    /** A file that never changes. */
    public FileSize(String location, long bytes) {
        this(location, bytes, "", Optional.empty());
    }

    /** A file of unknown size. */
    public static FileSize unknown(String location) {
        return new FileSize(location, -1);
    }

    /** One name for one content. */
    String identity() {
        return version.isEmpty() ? location : location + "\n" + version;
    }
}
