package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.records.Lookback;
import dev.lakesmith.core.project.Values;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A span of time that is asked for.
 *
 * @param from its first moment
 * @param to the first moment after it
 */
record Window(Instant from, Instant to) {

    /** The last moment in it. */
    Instant last() {
        return to.minusNanos(1);
    }

    /** The windows between two moments, on the grid that starts at {@code start}. */
    static List<Window> between(Instant from, Instant until, Instant start, Duration size) {
        List<Window> windows = new ArrayList<>();
        Instant begin = from;
        for (Instant end = onGrid(from, start, size).plus(size); begin.isBefore(until); end = end.plus(size)) {
            windows.add(new Window(begin, end.isAfter(until) ? until : end));
            begin = end;
        }
        return windows;
    }

    /** The last beginning of a window that is not after a moment. */
    static Instant onGrid(Instant moment, Instant start, Duration size) {
        long passed = Math.floorDiv(Duration.between(start, moment).toMillis(), size.toMillis());
        return start.plus(size.multipliedBy(passed));
    }

    /**
     * The windows from where the last run ended.
     *
     * @param options the key {@code window}
     * @param ended where the last run's windows ended; empty before the first one
     */
    static List<Window> since(Values options, Optional<Instant> ended, Lookback lookback, Instant now) {
        Instant start = TimeFormat.read(options.get("start", String.class)).orElseThrow();
        Duration size = options.get("size", Duration.class);
        Instant end = now.minus(options.get("delay", Duration.class)).truncatedTo(ChronoUnit.SECONDS);
        Instant back = ended.map(at -> at.minus(lookback.time().orElse(Duration.ZERO)))
                .filter(at -> at.isAfter(start))
                .orElse(start);
        List<Window> windows = new ArrayList<>();
        // On the grid that starts at 'start', wherever the last run ended.
        long passed = Duration.between(start, back).toMillis() / size.toMillis();
        Instant from = back;
        for (Instant to = start.plus(size.multipliedBy(passed + 1)); from.isBefore(end); to = to.plus(size)) {
            if (to.isAfter(end)) {
                if (options.get("whole", Boolean.class)) {
                    break;
                }
                windows.add(new Window(from, end));
                break;
            }
            windows.add(new Window(from, to));
            from = to;
        }
        long most = options.find("most", Long.class).orElse((long) windows.size());
        // Those before 'ended' were asked for already; they alone would never lead further.
        long again = ended.map(at ->
                        windows.stream().filter(each -> !each.to().isAfter(at)).count())
                .orElse(0L);
        return most + again < windows.size() ? windows.subList(0, (int) (most + again)) : windows;
    }
}
