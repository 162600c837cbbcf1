package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.http.Transport.Answer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** How long an API asks to wait. */
final class RateLimit {

    /** Smaller numbers are seconds from now; larger ones are since 1970. */
    private static final long SMALLEST_EPOCH = 1_000_000_000L;

    private RateLimit() {}

    /** Whoever asks for no wait at all is not asked without end. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** The wait an answer asks for; empty when it asks for none. */
    static Optional<Duration> asks(Answer answer, Instant now) {
        return asked(answer, now).map(wait -> wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait);
    }

    private static Optional<Duration> asked(Answer answer, Instant now) {
        int status = answer.status();
        if (status == 429 || status == 503) {
            Optional<Duration> after = answer.header("Retry-After").flatMap(value -> retryAfter(value.strip(), now));
            if (after.isPresent()) {
                return after;
            }
        }
        // GitHub's way, and that of others: 403 with a budget that is used up.
        boolean usedUp = (status == 429 || status == 403)
                && answer.header("X-RateLimit-Remaining").filter("0"::equals).isPresent();
        return usedUp ? answer.header("X-RateLimit-Reset").flatMap(value -> reset(value, now)) : Optional.empty();
    }

    /** Seconds, or a date of HTTP. */
    private static Optional<Duration> retryAfter(String value, Instant now) {
        if (value.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            return Optional.of(until(
                    ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant(),
                    now));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> reset(String value, Instant now) {
        if (!value.matches("\\d{1,11}")) {
            return Optional.empty();
        }
        long number = Long.parseLong(value);
        return Optional.of(
                number < SMALLEST_EPOCH ? Duration.ofSeconds(number) : until(Instant.ofEpochSecond(number), now));
    }

    private static Duration until(Instant moment, Instant now) {
        return Duration.between(now, moment);
    }
}
