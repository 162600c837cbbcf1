package dev.lakesmith.connectors.retry;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How often and how long to try. The wait doubles from try to try; half of it is left to chance, so that many who failed
 * together do not come back together.
 *
 * @param tries how often something is tried, at least 1
 * @param firstWait the longest wait after the first failure
 * @param longestWait no wait is longer, unless the other side asked for it
 * @param giveUpAfter no wait begins that would end later than this after the first try
 */
public record RetryPolicy(int tries, Duration firstWait, Duration longestWait, Duration giveUpAfter) {

    public RetryPolicy {
        if (tries < 1) {
            throw new IllegalArgumentException("something is tried at least once, not " + tries + " times");
        }
    }

    /**
     * How long to wait before the next try; empty: give up.
     *
     * @param failures how many tries failed so far
     * @param spent since the first try began
     */
    public Optional<Duration> waitAfter(int failures, Duration spent, RandomGenerator chance) {
        if (failures >= tries) {
            return Optional.empty();
        }
        double doubled = firstWait.toMillis() * Math.pow(2, Math.min(failures - 1, 40));
        double longest = Math.min(doubled, (double) longestWait.toMillis());
        Duration wait = Duration.ofMillis((long) (longest / 2 + chance.nextDouble() * longest / 2));
        return within(wait, spent);
    }

    /** A wait that the other side asked for; empty when it would end too late. */
    public Optional<Duration> within(Duration wait, Duration spent) {
        return spent.plus(wait).compareTo(giveUpAfter) > 0 ? Optional.empty() : Optional.of(wait);
    }
}
