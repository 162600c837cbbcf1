package dev.lakesmith.core.connector;

import java.util.List;

/**
 * What came of copying a batch.
 *
 * @param files the copies, complete and synced to disk
 * @param landedAlready how many pending files were byte for byte what landing holds of them
 */
public record Extraction(List<LandedFile> files, long landedAlready) {

    public Extraction {
        files = List.copyOf(files);
    }
}
