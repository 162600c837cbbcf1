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
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which rows a span of a stream reads: none that the next run reads anyway, whatever it is told of them.
 *
 * @param where the condition of the rows
 * @param column the cursor, as it is landed
 * @param from the lowest value that counts, in DuckDB's words; empty when any row may be among them
 */
record SpanRange(String where, String column, Optional<String> from) {

    /** A date, perhaps a time of day behind a T or a blank, perhaps a zone. */
    private static final DateTimeFormatter MOMENT = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalEnd()
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT);

    static SpanRange of(
            Span span, Stream stream, Cursor before, Relation relation, List<JdbcColumn> columns, Database database) {
        JdbcColumn column = CursorRange.column(before, relation, columns);
        String type = column.column().type();
        Cursor cursor = before.now(type);
        String name = relation.quoted(column.name());
        Optional<String> from = span.from().map(value -> value(stream, type, value));
        Optional<String> to = span.to().map(value -> value(stream, type, value));
        Optional<String> next = cursor.last().map(last -> CursorRange.back(last, type, cursor.lookback(), relation));
        List<String> conditions = new ArrayList<>();
        from.ifPresent(low -> conditions.add(name + " >= " + database.literal(column, low)));
        to.ifPresent(high -> conditions.add(name + " < " + database.literal(column, high)));
        next.ifPresent(high -> conditions.add(name + " < " + database.literal(column, high)));
        if (cursor.begun() && next.isEmpty()) {
            // No row had a value: the next run reads all that have one.
            conditions.add("1 = 0");
        }
        return new SpanRange(
                String.join(" AND ", conditions), column.name(), type.equals("VARCHAR") ? Optional.empty() : from);
    }

    /** A value as a bookmark would have it. */
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
            default -> number(stream, written);
        };
    }

    private static String number(Stream stream, String written) {
        try {
            return new BigDecimal(written).toPlainString();
        } catch (NumberFormatException e) {
            throw Span.unfit(stream, written, "a number such as 1000");
        }
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
            return MOMENT.parseBest(written, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
        } catch (DateTimeException e) {
            throw Span.unfit(stream, written, allowed);
        }
    }
}
