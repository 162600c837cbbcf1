package dev.lakesmith.core.connector;

import java.time.Instant;
import java.util.List;

/**
 * What a source holds that landing does not.
 *
 * @param files to be copied, in order of path
 * @param unchanged how many files are in landing already
 * @param held how many files are held back because they are too young, and may still be written
 */
public record Pending(List<SourceFile> files, long unchanged, long held) {

    public Pending {
        files = List.copyOf(files);
    }

    /** The sum of the files' sizes as listed. */
    public long bytes() {
        return files.stream().mapToLong(SourceFile::bytes).sum();
    }

    /**
     * A file as the source lists it.
     *
     * @param path as shown to the user and stored as {@code _source_file}
     * @param location where to read it
     * @param bytes its size when listed
     * @param modifiedAt when it was last changed, as the source says
     * @param version 1 for a new path, one more for each time its content changed
     */
    public record SourceFile(String path, String location, long bytes, Instant modifiedAt, int version) {}
}
