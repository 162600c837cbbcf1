package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.core.project.TextRule;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far behind the highest value of a cursor rows are read again.
 *
 * @param number of a cursor of numbers
 * @param time of a cursor of times; empty when only a number was written
 */
record Lookback(long number, Optional<Duration> time) {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    static final TextRule RULE = text -> parse(text).isPresent()
            ? Optional.empty()
            : Optional.of("is neither a number nor a duration; write 1000, 10m or 1h30m");

    static Lookback of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    boolean isNone() {
        return number == 0 && time.isEmpty();
    }

    private static Optional<Lookback> parse(String text) {
        if (NUMBER.matcher(text).matches()) {
            return Optional.of(new Lookback(Long.parseLong(text), Optional.empty()));
        }
        Matcher part = PART.matcher(text);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            long count = Long.parseLong(part.group(1));
            sum = sum.plus(
                    switch (part.group(2)) {
                        case "ms" -> Duration.ofMillis(count);
                        case "s" -> Duration.ofSeconds(count);
                        case "m" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    });
            end = part.end();
        }
        return end == text.length() && end > 0 ? Optional.of(new Lookback(0, Optional.of(sum))) : Optional.empty();
    }
}
