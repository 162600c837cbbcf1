package dev.lakesmith.core.contract;

import java.time.Duration;

/**
 * What a table may have before it is tended to.
 *
 * @param smallFiles data files in one partition that are much smaller than they should be
 * @param deleteFiles files of position deletes and deletion vectors
 * @param snapshots snapshots; tags, and what models have yet to read, are kept beyond
 * @param metadataBytes the file that every reader and writer reads first
 * @param keptFor how long files stay that nothing needs any more, for those who still read them
 */
public record Budget(int smallFiles, int deleteFiles, int snapshots, long metadataBytes, Duration keptFor) {

    /** Unless the project says something else. */
    public static final Budget DEFAULT = new Budget(16, 16, 30, 4_000_000, Duration.ofDays(1));
}
