package dev.lakesmith.lake.catalog;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long what may pass is waited for: growing waits, each a little different, to an end. Used by one thread. */
final class Patience {

    private static final Duration FIRST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(3);

    private Duration next = FIRST;
    private long begun;

    /** Waits; false when all of it was enough. */
    boolean waits(Duration all) {
        long now = System.nanoTime();
        if (next.equals(FIRST)) {
            begun = now;
        }
        if (all.isZero() || now - begun > all.toNanos()) {
            return false;
        }
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(next.toMillis() / 2, next.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LakesmithException(ErrorCode.INTERRUPTED, "interrupted while waiting for the catalog", e);
        }
        next = next.multipliedBy(2).compareTo(LONGEST) < 0 ? next.multipliedBy(2) : LONGEST;
        return true;
    }
}
