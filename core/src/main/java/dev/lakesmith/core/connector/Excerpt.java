package dev.lakesmith.core.connector;

import java.util.List;

/**
 * Some of what a stream reads, to look at: files of the stream's own format.
 *
 * @param files where they are; never written to. Their batch is empty
 * @param extent whether that is all there is
 * @param told how much was taken of how much, for people, such as {@code 5 of 12 files}
 */
public record Excerpt(List<LandedFile> files, Extent extent, String told) {

    /** How much of the source is in an excerpt. */
    public enum Extent {
        /** All that is there now. */
        WHOLE,
        PART
    }

    /**
     * How much is taken at most.
     *
     * @param files how many files
     * @param bytes of all of them together, unpacked
     * @param records of a table, of an API
     */
    public record Limits(int files, long bytes, int records) {}

    public Excerpt {
        files = List.copyOf(files);
    }
}
