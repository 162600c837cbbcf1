package dev.lakesmith.cloud;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long storage may fail before that is told: one policy for every kind of storage. */
final class Patience {

    /** With the waits below these last a minute and a half on average, and 65 seconds at least. */
    static final int ATTEMPTS = 10;

    /** The same for who has other waits among them. */
    static final Duration TOTAL = Duration.ofSeconds(90);

    static final Duration FIRST_WAIT = Duration.ofSeconds(2);

    static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    /** Who never answered is looked for only so long: most likely the address is wrong. */
    static final Duration SEARCH = Duration.ofSeconds(10);

    /** A clock that the SDK cannot put right sooner will not get right. */
    static final Duration CLOCK = Duration.ofSeconds(5);

    static final Duration CONNECT = Duration.ofSeconds(10);

    /** Between two packets. */
    static final Duration SILENCE = Duration.ofSeconds(60);

    private Patience() {}

    /** Doubled each time up to the longest; half of it by chance, so that many do not come back at once. */
    static Duration wait(int failures) {
        double full = Math.min(FIRST_WAIT.toMillis() * Math.pow(2, failures - 1), (double) LONGEST_WAIT.toMillis());
        return Duration.ofMillis(
                Math.round(full / 2 + ThreadLocalRandom.current().nextDouble() * full / 2));
    }
}
