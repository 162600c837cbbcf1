package dev.lakesmith.connectors.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * When the next request may begin: no more than so many in any minute, and none before a moment that the API named. Safe
 * for several threads.
 */
final class Pace {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Optional<Long> perMinute;
    private final Clock clock;
    private final Deque<Instant> begun = new ArrayDeque<>();
    private Instant notBefore = Instant.MIN;

    Pace(Optional<Long> perMinute, Clock clock) {
        this.perMinute = perMinute;
        this.clock = clock;
    }

    /** Takes the place of one request; how long to wait for it. */
    synchronized Duration take() {
        Instant now = clock.instant();
        Instant at = now.isBefore(notBefore) ? notBefore : now;
        if (perMinute.isPresent()) {
            while (begun.size() >= perMinute.get()) {
                Instant free = begun.removeFirst().plus(MINUTE);
                at = free.isAfter(at) ? free : at;
            }
            begun.addLast(at);
        }
        return Duration.between(now, at);
    }

    /** Nothing may begin until then. */
    synchronized void rest(Duration time) {
        Instant until = clock.instant().plus(time);
        notBefore = until.isAfter(notBefore) ? until : notBefore;
    }
}
