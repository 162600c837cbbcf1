package dev.lakesmith.connectors.http;

import dev.lakesmith.core.project.TextRule;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far behind the end of the last run records are asked for again.
 *
 * @param number of a cursor of numbers
 * @param time of times; empty when only a number was written
 */
record Lookback(BigDecimal number, Optional<Duration> time) {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final Pattern PART = Pattern.compile("(\\d{1,9})([smhd])");

    static final TextRule RULE = text -> parse(text).isPresent()
            ? Optional.empty()
            : Optional.of("is neither a number nor a duration; write 1000, 10m or 1h30m");

    static Lookback of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    private static Optional<Lookback> parse(String text) {
        if (NUMBER.matcher(text).matches()) {
            return Optional.of(new Lookback(new BigDecimal(text), Optional.empty()));
        }
        Matcher part = PART.matcher(text);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            long count = Long.parseLong(part.group(1));
            sum = sum.plus(
                    switch (part.group(2)) {
                        case "s" -> Duration.ofSeconds(count);
                        case "m" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    });
            end = part.end();
        }
        return end == text.length() && end > 0
                ? Optional.of(new Lookback(BigDecimal.ZERO, Optional.of(sum)))
                : Optional.empty();
    }

    boolean isNone() {
        return number.signum() == 0 && time.isEmpty();
    }
}
