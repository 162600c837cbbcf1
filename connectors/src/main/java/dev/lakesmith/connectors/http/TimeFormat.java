package dev.lakesmith.connectors.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/** How APIs write moments; all in UTC. */
final class TimeFormat {

    private static final DateTimeFormatter SECONDS = pattern("uuuu-MM-dd'T'HH:mm:ss'Z'");
    private static final DateTimeFormatter MILLIS = pattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");

    /** A date, perhaps a time of day, perhaps a zone: with T or a blank between, Z or an offset with or without colon. */
    private static final DateTimeFormatter ANY = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalEnd()
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT);

    /** Numbers above are milliseconds: as seconds they would be the year 5138. */
    private static final long MOST_SECONDS = 100_000_000_000L;

    private TimeFormat() {}

    /** What is wrong with the word or pattern behind a slot's colon. */
    static Optional<String> complaint(String format) {
        switch (format) {
            case "iso", "iso_ms", "date", "epoch", "epoch_ms" -> {
                return Optional.empty();
            }
            default -> {
                try {
                    String written = pattern(format).format(Instant.EPOCH);
                    return !written.isBlank() && format.matches(".*[yuMdHmsS].*")
                            ? Optional.empty()
                            : Optional.of("has no time format behind the colon; " + allowed());
                } catch (IllegalArgumentException | DateTimeException e) {
                    return Optional.of("has no time format behind the colon; " + allowed());
                }
            }
        }
    }

    private static String allowed() {
        return "write iso, iso_ms, date, epoch, epoch_ms, or a pattern such as yyyy-MM-dd HH:mm";
    }

    /** Whether a format tells nothing smaller than a day. */
    static boolean isDaily(String format) {
        return format.equals("date") || (!isWord(format) && !format.matches(".*[HhKkmsSAnN].*"));
    }

    private static boolean isWord(String format) {
        return format.isEmpty() || format.startsWith("iso") || format.startsWith("epoch");
    }

    /** Cuts off what the format does not tell. */
    static String write(Instant moment, String format) {
        return switch (format) {
            case "", "iso" -> SECONDS.format(moment);
            case "iso_ms" -> MILLIS.format(moment);
            case "date" -> pattern("uuuu-MM-dd").format(moment);
            case "epoch" -> Long.toString(moment.getEpochSecond());
            case "epoch_ms" -> Long.toString(moment.toEpochMilli());
            default -> pattern(format).format(moment);
        };
    }

    /** Whether what a format writes is a number. */
    static boolean writesNumber(String format) {
        return format.startsWith("epoch");
    }

    /** A moment as an API wrote it, as text or as a number since 1970; without a zone it is UTC. */
    static Optional<Instant> read(String text) {
        if (text.matches("\\d{1,18}")) {
            long number = Long.parseLong(text);
            return Optional.of(isMillis(text) ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number));
        }
        try {
            TemporalAccessor parsed = ANY.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            if (parsed instanceof OffsetDateTime zoned) {
                return Optional.of(zoned.toInstant());
            }
            LocalDateTime local = parsed instanceof LocalDate day ? day.atStartOfDay() : LocalDateTime.from(parsed);
            return Optional.of(local.toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A moment as a user wrote it, whose mistakes are not mended: February has no 30th day. */
    static Optional<Instant> readStrictly(String text) {
        try {
            if (!text.matches("\\d{1,18}")) {
                ANY.withResolverStyle(ResolverStyle.STRICT).parse(text);
            }
            return read(text);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether digits are milliseconds since 1970, and not seconds. */
    static boolean isMillis(String digits) {
        return Long.parseLong(digits) > MOST_SECONDS;
    }

    private static DateTimeFormatter pattern(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }
}
