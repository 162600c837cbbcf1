package dev.lakesmith.lake.storage;

/**
 * A file to be read and what is known of it.
 *
 * @param bytes its size; below 0 when that must be asked
 */
public record FileSize(String location, long bytes) {

    /** A file of unknown size. */
    public static FileSize unknown(String location) {
        return new FileSize(location, -1);
    }
}
