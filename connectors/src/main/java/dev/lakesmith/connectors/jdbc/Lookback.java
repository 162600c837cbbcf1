package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.core.project.Stream;
import java.time.Duration;
import java.util.Optional;

/**
 * How far behind the highest value of a cursor rows are read again.
 *
 * @param number of a cursor of numbers
 * @param time of a cursor of times; empty when a number was written
 */
record Lookback(long number, Optional<Duration> time) {

    static Lookback of(Stream stream) {
        Object written = stream.options().get("lookback", Object.class);
        return written instanceof Duration time
                ? new Lookback(0, Optional.of(time))
                : new Lookback((Long) written, Optional.empty());
    }

    boolean isNone() {
        return number == 0 && time.filter(span -> !span.isZero()).isEmpty();
    }
}
