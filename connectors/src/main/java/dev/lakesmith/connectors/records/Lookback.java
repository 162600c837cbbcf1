package dev.lakesmith.connectors.records;

import dev.lakesmith.core.project.Field;
import dev.lakesmith.core.project.ValueType;
import dev.lakesmith.core.project.Values;
import java.time.Duration;
import java.util.Optional;

/**
 * How far behind the end of the last run records are asked for again.
 *
 * @param number of a cursor of numbers
 * @param time of a cursor of times; empty when a number was written
 */
public record Lookback(long number, Optional<Duration> time) {

    private static final String KEY = "lookback";

    /** The key by which streams say it. */
    public static final Field FIELD = Field.of(
                    KEY,
                    new ValueType.Either(
                            new ValueType.WholeNumber(0, 999_999_999_999_999_999L), new ValueType.TimeSpan()))
            .orElse("0");

    /** What a stream's keys say. */
    public static Lookback of(Values options) {
        Object written = options.get(KEY, Object.class);
        return written instanceof Duration time
                ? new Lookback(0, Optional.of(time))
                : new Lookback((Long) written, Optional.empty());
    }

    /** Whether nothing is asked for again. */
    public boolean isNone() {
        return number == 0 && time.filter(span -> !span.isZero()).isEmpty();
    }
}
