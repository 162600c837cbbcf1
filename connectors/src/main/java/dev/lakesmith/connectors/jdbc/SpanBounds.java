package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.core.connector.Span;
import dev.lakesmith.core.project.Stream;
import java.math.BigDecimal;
import java.time.DateTimeException;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of a cursor between which a span lies, as bookmarks have them.
 *
 * @param from the lowest one that counts; empty: any
 * @param to the lowest one that does not; empty: none
 * @param next where the next run begins; empty when it reads all rows
 */
record SpanBounds(Optional<String> from, Optional<String> to, Optional<String> next) {

    /** A date, perhaps a time of day behind a T or a blank, perhaps a zone. */
    private static final DateTimeFormatter MOMENT = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalEnd()
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,38}(\\.\\d{1,38})?");
    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),(\\d+)\\)");

    /**
     * @param type of the column
     * @throws dev.lakesmith.vocabulary.LakesmithException USAGE when a value is none of the cursor, or the end is not
     *     behind the beginning
     */
    static SpanBounds of(Span span, Stream stream, Cursor cursor, String type) {
        Optional<String> from = span.from().map(value -> value(stream, type, value));
        Optional<String> to = span.to().map(value -> value(stream, type, value));
        if (from.isPresent() && to.isPresent() && isNotBelow(from.get(), to.get(), type)) {
            throw Span.backwards(stream, span);
        }
        return new SpanBounds(
                from, to, cursor.last().map(last -> CursorRange.back(last, type, cursor.lookback(), stream.place())));
    }

    /** Where the rows end, if it is where the next run begins. */
    Optional<String> cutAt(String type) {
        return next.filter(end -> to.isEmpty() || !(type.equals("VARCHAR") || isNotBelow(end, to.get(), type)));
    }

    /** Of texts only the database knows the order. */
    private static boolean isNotBelow(String one, String other, String type) {
        return switch (type) {
            case "VARCHAR" -> one.equals(other);
            case "DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE" -> one.compareTo(other) >= 0;
            default -> new BigDecimal(one).compareTo(new BigDecimal(other)) >= 0;
        };
    }

    private static String value(Stream stream, String type, String written) {
        return switch (type) {
            case "VARCHAR" -> written;
            case "DATE" -> {
                LocalDateTime at = local(stream, written, "a date such as 2026-01-31");
                if (!at.equals(at.toLocalDate().atStartOfDay())) {
                    throw Span.unfit(stream, written, "a date such as 2026-01-31, without a time of day");
                }
                yield at.toLocalDate().toString();
            }
            case "TIMESTAMP" ->
                CursorRange.TIME.format(local(stream, written, "a time without zone such as 2026-01-31T12:00:00"));
            case "TIMESTAMP WITH TIME ZONE" -> CursorRange.TIME.format(moment(stream, written)) + "+00";
            default -> number(stream, type, written);
        };
    }

    private static String number(Stream stream, String type, String written) {
        if (!NUMBER.matcher(written).matches()) {
            throw Span.unfit(stream, written, "a number such as 1000");
        }
        BigDecimal number = new BigDecimal(written);
        if (number.abs().compareTo(most(type)) > 0) {
            throw Span.unfit(stream, written, "a number that its type, " + type + ", can hold");
        }
        return number.toPlainString();
    }

    private static BigDecimal most(String type) {
        Matcher decimal = DECIMAL.matcher(type);
        if (decimal.matches()) {
            return BigDecimal.TEN.pow(Integer.parseInt(decimal.group(1)) - Integer.parseInt(decimal.group(2)));
        }
        return BigDecimal.valueOf(type.equals("INTEGER") ? Integer.MAX_VALUE : Long.MAX_VALUE);
    }

    private static LocalDateTime local(Stream stream, String written, String allowed) {
        TemporalAccessor parsed = parsed(stream, written, allowed);
        if (parsed instanceof LocalDate day) {
            return day.atStartOfDay();
        }
        if (parsed instanceof LocalDateTime at) {
            return at;
        }
        throw Span.unfit(stream, written, allowed + "; its times have none");
    }

    /** Without a zone it is UTC. */
    private static LocalDateTime moment(Stream stream, String written) {
        TemporalAccessor parsed = parsed(stream, written, "a time such as 2026-01-31 or 2026-01-31T12:00:00Z");
        if (parsed instanceof OffsetDateTime zoned) {
            return zoned.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
        }
        return parsed instanceof LocalDate day ? day.atStartOfDay() : LocalDateTime.from(parsed);
    }

    private static TemporalAccessor parsed(Stream stream, String written, String allowed) {
        try {
            // Years of more or fewer digits have another order as text, and no table.
            if (!written.matches("\\d{4}-.*")) {
                throw Span.unfit(stream, written, allowed);
            }
            return MOMENT.parseBest(written, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
        } catch (DateTimeException e) {
            throw Span.unfit(stream, written, allowed);
        }
    }
}
