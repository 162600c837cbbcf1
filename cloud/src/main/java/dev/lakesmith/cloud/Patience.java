package dev.lakesmith.cloud;

import java.time.Duration;

/** How long storage may fail before that is told: one policy for every kind of storage. */
final class Patience {

    /** With the waits below these last a minute and a half on average, and 65 seconds at least. */
    static final int ATTEMPTS = 10;

    static final Duration FIRST_WAIT = Duration.ofSeconds(2);

    static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    static final Duration CONNECT = Duration.ofSeconds(10);

    /** Between two packets. */
    static final Duration SILENCE = Duration.ofSeconds(60);

    private Patience() {}
}
