package dev.lakesmith.core.upkeep;

import java.time.Duration;

/**
 * What a table may have before it is tended to.
 *
 * @param smallFiles data files below {@link #SMALL_BYTES} in one partition
 * @param deleteFiles files of position deletes and deletion vectors
 * @param snapshots snapshots; tags, and what models have yet to read, are kept beyond
 * @param keptFor how long files stay that nothing needs any more, for those who still read them
 * @param branchesFor for how long what a failed run, load, replay or upkeep staged is kept
 * @param timePerRun after how much time a run begins no further work of this kind
 * @param bytesPerRun after how many bytes of data files written anew it does; the rest waits for the next run
 */
public record Budget(
        int smallFiles,
        int deleteFiles,
        int snapshots,
        Duration keptFor,
        Duration branchesFor,
        Duration timePerRun,
        long bytesPerRun) {

    /** A smaller data file counts as small. */
    public static final long SMALL_BYTES = 32L << 20;

    /** How much one compaction reads at most: the size of a data file. */
    public static final long COMPACTED_BYTES = 256L << 20;

    /** Unless the project says something else. */
    public static final Budget DEFAULT =
            new Budget(16, 16, 30, Duration.ofDays(1), Duration.ofDays(7), Duration.ofSeconds(10), 512L << 20);
}
