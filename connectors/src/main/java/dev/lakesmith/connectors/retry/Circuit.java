package dev.lakesmith.connectors.retry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Stops asking a source that fails again and again: after so many failures in a row nothing is asked for a while, then one
 * request tries whether it works again. Safe for several threads.
 */
public final class Circuit {

    private final int failuresToOpen;
    private final Duration rest;
    private final Clock clock;
    private int failures;
    private String lastFailure = "";
    private Instant restsUntil = Instant.MIN;

    /**
     * @param failuresToOpen how many failures in a row stop it
     * @param rest for how long
     */
    public Circuit(int failuresToOpen, Duration rest, Clock clock) {
        this.failuresToOpen = failuresToOpen;
        this.rest = rest;
        this.clock = clock;
    }

    /** Why nothing may be asked now; empty: go on. */
    public synchronized Optional<String> refusal() {
        Instant now = clock.instant();
        if (failures < failuresToOpen) {
            return Optional.empty();
        }
        if (!now.isBefore(restsUntil)) {
            // The others wait for what becomes of this one.
            restsUntil = now.plus(rest);
            return Optional.empty();
        }
        return Optional.of(failures + " requests in a row failed, so nothing more is asked for "
                + Math.max(1, Duration.between(now, restsUntil).toSeconds()) + " s; the last one: " + lastFailure);
    }

    /** A request succeeded. */
    public synchronized void succeeded() {
        failures = 0;
    }

    /** A request failed for good. */
    public synchronized void failed(String message) {
        failures++;
        lastFailure = message;
        if (failures >= failuresToOpen) {
            restsUntil = clock.instant().plus(rest);
        }
    }
}
