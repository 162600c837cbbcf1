package dev.lakesmith.core.project;

import java.time.Duration;
import java.util.Optional;

/**
 * How hard a source may be tried.
 *
 * @param attempts how often an extraction is tried, at least once
 * @param firstWait before the second attempt; each further one waits twice as long
 * @param concurrency how many streams are read at a time; empty: as many as the run has threads
 * @param brokenAfter after how many streams that could not reach the source the others are left out of the run
 */
public record Effort(int attempts, Duration firstWait, Optional<Integer> concurrency, int brokenAfter) {

    /** What holds when a source's file says nothing. */
    public static final Effort USUAL = new Effort(3, Duration.ofSeconds(1), Optional.empty(), 3);
}
