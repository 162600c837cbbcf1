package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.connectors.records.Lookback;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.Place;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which rows one batch of a stream with a cursor reads.
 *
 * @param fresh the condition of rows that no batch has seen; empty text: all rows; nothing when there are none
 * @param again the condition of rows that may have been landed already: those at the last value, those within the
 *     lookback, and those without a value; empty text: all rows, because the cursor was chosen after rows were landed
 * @param column the cursor, as it is landed
 * @param from the lowest value of {@code again}, in DuckDB's words; empty when any row may be among them
 * @param bookmark for the next batch
 */
record CursorRange(
        Optional<String> fresh, Optional<String> again, String column, Optional<String> from, String bookmark) {

    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");
    private static final String ALL = "";
    private static final Pattern TEXT = Pattern.compile("(?i).*(text|char|name|enum).*");

    /** @param landedBefore whether any rows of the stream were landed, with this cursor or without it */
    static CursorRange of(
            Cursor before,
            boolean landedBefore,
            Relation relation,
            List<JdbcColumn> columns,
            Database database,
            Connection connection)
            throws SQLException {
        JdbcColumn column = column(before, relation, columns);
        String type = column.column().type();
        Cursor cursor = before.now(type);
        String name = relation.quoted(column.name());
        Optional<String> behind = cursor.last().map(last -> name + " > " + database.literal(column, last));
        // Never back, though the row with the highest value may be gone.
        Optional<String> highest = highest(column, name, relation, behind.orElse(ALL), connection, database);
        String bookmark = cursor.bookmark(highest.or(cursor::last), type);
        if (!cursor.begun()) {
            Optional<String> all = Optional.of(ALL);
            return new CursorRange(
                    landedBefore ? Optional.empty() : all,
                    landedBefore ? all : Optional.empty(),
                    column.name(),
                    Optional.empty(),
                    bookmark);
        }
        List<String> again = new ArrayList<>();
        Optional<String> from = cursor.last().map(last -> back(last, type, cursor.lookback(), relation.place()));
        from.ifPresent(low -> again.add("(" + name + " >= " + database.literal(column, low) + " AND " + name + " <= "
                + database.literal(column, cursor.last().orElseThrow()) + ")"));
        if (column.nullable()) {
            again.add(name + " IS NULL");
        }
        Optional<String> fresh = highest.map(high -> behind.map(condition -> condition + " AND ")
                        .orElse("") + name + " <= " + database.literal(column, high));
        return new CursorRange(
                fresh,
                again.isEmpty() ? Optional.empty() : Optional.of(String.join(" OR ", again)),
                column.name(),
                // Texts compare by the database's own rules, where 'a' may come before 'B' and equal 'A'.
                type.equals("VARCHAR") ? Optional.empty() : from,
                bookmark);
    }

    /** The cursor among the columns of what is read. */
    static JdbcColumn column(Cursor cursor, Relation relation, List<JdbcColumn> columns) {
        String wanted = cursor.column().orElseThrow();
        JdbcColumn column = columns.stream()
                .filter(each -> each.name().equalsIgnoreCase(wanted))
                .findFirst()
                .orElseThrow(() -> new LakesmithException(
                        ErrorCode.SOURCE_UNREADABLE,
                        relation.place() + ": " + relation.shown() + " has no column " + wanted + " for the cursor"
                                + Nearest.hint(
                                        wanted,
                                        columns.stream().map(JdbcColumn::name).toList())));
        String type = column.column().type();
        boolean ordered = type.startsWith("DECIMAL")
                || Set.of("INTEGER", "BIGINT", "DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "VARCHAR")
                        .contains(type);
        if (!ordered) {
            throw new LakesmithException(
                    ErrorCode.SOURCE_UNREADABLE,
                    relation.place() + ": the cursor " + column.name() + " is of type " + type
                            + ", whose values cannot be told exactly and compared; choose a column of whole numbers,"
                            + " decimals, times or text, or cast it in a 'query'");
        }
        return column;
    }

    private static Optional<String> highest(
            JdbcColumn column, String name, Relation relation, String where, Connection connection, Database database)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        Database.select(database.moment(column, "max(" + name + ")"), relation.from(), where))) {
            result.next();
            refuseEndless(column, result.getString(1), relation);
            return switch (column.column().type()) {
                case "TIMESTAMP" ->
                    Optional.ofNullable(result.getObject(1, LocalDateTime.class))
                            .map(at -> exact(at, column));
                case "TIMESTAMP WITH TIME ZONE" -> database.moment(result).map(at -> exact(at, column) + "+00");
                case "DATE" ->
                    Optional.ofNullable(result.getObject(1, LocalDate.class)).map(LocalDate::toString);
                // SQLite's driver shortens floating point numbers in texts.
                default ->
                    Optional.ofNullable(
                            result.getObject(1) instanceof Double value ? value.toString() : result.getString(1));
            };
        }
    }

    /** Behind such a value nothing would ever be new. */
    private static void refuseEndless(JdbcColumn column, @Nullable String highest, Relation relation) {
        boolean endless =
                Set.of("infinity", "nan").contains(String.valueOf(highest).toLowerCase(Locale.ROOT));
        if (endless && !TEXT.matcher(column.typeName()).matches()) {
            throw new LakesmithException(
                    ErrorCode.SOURCE_UNREADABLE,
                    relation.place() + ": the highest value of the cursor " + column.name() + " is " + highest
                            + ", and no later row could be found behind it; leave such rows out with a 'query'");
        }
    }

    private static String exact(LocalDateTime at, JdbcColumn column) {
        if (!at.equals(at.truncatedTo(ChronoUnit.MICROS))) {
            throw Getters.unfit(column.name(), at.toString(), "no time of whole microseconds");
        }
        return TIME.format(at);
    }

    /** A value so far behind another one. */
    static String back(String last, String type, Lookback lookback, Place place) {
        if (lookback.isNone()) {
            return last;
        }
        boolean timed = lookback.time().isPresent();
        if (timed && type.equals("TIMESTAMP")) {
            return TIME.format(
                    LocalDateTime.parse(last, TIME).minus(lookback.time().get()));
        }
        if (timed && type.equals("TIMESTAMP WITH TIME ZONE")) {
            return TIME.format(LocalDateTime.parse(last.substring(0, last.indexOf('+')), TIME)
                            .minus(lookback.time().get()))
                    + "+00";
        }
        if (timed && type.equals("DATE")) {
            // A day that is begun is read whole.
            long days = (lookback.time().get().toSeconds() + 86_399) / 86_400;
            return LocalDate.parse(last).minusDays(days).toString();
        }
        if (!timed && (type.equals("INTEGER") || type.equals("BIGINT") || type.startsWith("DECIMAL"))) {
            return new BigDecimal(last)
                    .subtract(BigDecimal.valueOf(lookback.number()))
                    .toPlainString();
        }
        throw new LakesmithException(
                ErrorCode.SOURCE_UNREADABLE,
                place + ": the cursor is of type " + type + ", and 'lookback' is "
                        + (timed ? "a duration" : "a number")
                        + "; durations look back from times, numbers from numbers, and nothing looks back from text");
    }
}
