package dev.lakesmith.core.crawl;

import dev.lakesmith.sql.Identifiers;
import java.util.ArrayList;
import java.util.List;

/**
 * A way to understand a text.
 *
 * @param kind what it is
 * @param type the column's type; of decimals without their digits
 * @param fits a condition over the trimmed text, which is written {@code {v}}
 * @param converted an expression over the column as it is, written {@code {c}}, that gives what casts to the type; a text that does
 *     not fit comes out as it is, so that the cast refuses it
 * @param told for people, in the plural
 */
record Reading(Kind kind, String type, String fits, String converted, String told) {

    /** What a text can be. */
    enum Kind {
        WHOLE,
        /** With leading zeros, as in the names of folders. */
        WHOLE_PADDED,
        /** Beyond 64 bits. */
        HUGE,
        DECIMAL,
        DECIMAL_COMMA,
        DECIMAL_GROUPED,
        FLOAT,
        DATE,
        TIMESTAMP,
        TIMESTAMPTZ,
        TIME,
        UUID,
        TRUTH,
        /** Digits that could as well be numbers: only where the name says so. */
        TRUTH_DIGITS,
        DATE_DIGITS,
        /** With day and month in an order that only days after the twelfth tell. */
        DATE_DAY_FIRST,
        DATE_MONTH_FIRST,
        TEXT
    }

    static final Reading TEXT = new Reading(Kind.TEXT, "varchar", "true", "{c}", "text");

    private static final String INTEGER = "[+-]?(0|[1-9][0-9]*)";
    private static final String DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
    private static final String CLOCK = "[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,6})?)?";

    private static final List<Reading> ALL = all();

    /** The condition that an expression of trimmed text fits. */
    String fits(String trimmed) {
        return fits.replace("{v}", trimmed);
    }

    /** What casts to the type, of an expression. */
    String converted(String column) {
        return converted.replace("{c}", column);
    }

    /** Every way but text, the plainest first. */
    static List<Reading> candidates() {
        return ALL;
    }

    private static List<Reading> all() {
        List<Reading> all = new ArrayList<>();
        all.add(plain(Kind.WHOLE, "bigint", INTEGER, "TRY_CAST({v} AS BIGINT) IS NOT NULL", "whole numbers"));
        all.add(plain(Kind.WHOLE_PADDED, "bigint", "[0-9]+", "TRY_CAST({v} AS BIGINT) IS NOT NULL", "digits"));
        all.add(plain(Kind.HUGE, "decimal", "[+-]?[1-9][0-9]{0,37}", "true", "whole numbers beyond 64 bits"));
        all.add(plain(
                Kind.DECIMAL,
                "decimal",
                INTEGER + "(\\.[0-9]+)?",
                "length({v}) <= 38",
                "numbers with a decimal point"));
        all.add(new Reading(
                Kind.DECIMAL_COMMA,
                "decimal",
                matches("[+-]?([1-9][0-9]{0,2}(\\.[0-9]{3})+|0|[1-9][0-9]*)(,[0-9]+)?"),
                "replace(replace({c}, '.', ''), ',', '.')",
                "numbers with a decimal comma"));
        all.add(new Reading(
                Kind.DECIMAL_GROUPED,
                "decimal",
                matches("[+-]?([1-9][0-9]{0,2}(,[0-9]{3})+|0|[1-9][0-9]*)(\\.[0-9]+)?"),
                "replace({c}, ',', '')",
                "numbers with commas between thousands"));
        all.add(plain(
                Kind.FLOAT,
                "double",
                INTEGER + "(\\.[0-9]*)?([eE][+-]?[0-9]+)?",
                "TRY_CAST({v} AS DOUBLE) IS NOT NULL",
                "floating point numbers"));
        all.add(plain(Kind.DATE, "date", DAY, "TRY_CAST({v} AS DATE) IS NOT NULL", "dates"));
        all.add(plain(
                Kind.TIMESTAMP,
                "timestamp",
                DAY + "([T ]" + CLOCK + ")?",
                "TRY_CAST({v} AS TIMESTAMP) IS NOT NULL",
                "times without zone"));
        all.add(plain(
                Kind.TIMESTAMPTZ,
                "timestamptz",
                DAY + "[T ]" + CLOCK + " ?(Z|[+-][0-9]{2}(:?[0-9]{2})?)",
                "TRY_CAST({v} AS TIMESTAMP WITH TIME ZONE) IS NOT NULL",
                "times with zone"));
        all.add(plain(Kind.TIME, "time", CLOCK, "TRY_CAST({v} AS TIME) IS NOT NULL", "times of day"));
        all.add(plain(Kind.UUID, "uuid", "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "true", "UUIDs"));
        for (String mark : List.of("/", "-")) {
            all.addAll(days(Kind.DATE_DAY_FIRST, Kind.DATE_DAY_FIRST, "%d" + mark + "%m" + mark + "%Y"));
            all.addAll(days(Kind.DATE_MONTH_FIRST, Kind.DATE_MONTH_FIRST, "%m" + mark + "%d" + mark + "%Y"));
        }
        // With points the day is first everywhere.
        all.addAll(days(Kind.DATE, Kind.TIMESTAMP, "%d.%m.%Y"));
        all.add(date(Kind.DATE, "%Y/%m/%d"));
        all.add(time(Kind.TIMESTAMP, "%Y/%m/%d %H:%M:%S"));
        all.add(date(Kind.DATE, "%d-%b-%Y"));
        all.add(date(Kind.DATE, "%d %b %Y"));
        all.add(date(Kind.DATE_DIGITS, "%Y%m%d"));
        all.add(truth(Kind.TRUTH, "true", "false"));
        all.add(truth(Kind.TRUTH, "y", "n"));
        all.add(truth(Kind.TRUTH, "yes", "no"));
        all.add(truth(Kind.TRUTH, "t", "f"));
        all.add(truth(Kind.TRUTH, "ja", "nein"));
        all.add(truth(Kind.TRUTH, "j", "n"));
        all.add(truth(Kind.TRUTH, "oui", "non"));
        all.add(truth(Kind.TRUTH_DIGITS, "1", "0"));
        return List.copyOf(all);
    }

    private static Reading plain(Kind kind, String type, String pattern, String more, String told) {
        return new Reading(kind, type, matches(pattern) + " AND " + more, "{c}", told);
    }

    private static String matches(String pattern) {
        return "regexp_full_match({v}, " + Identifiers.literal(pattern) + ")";
    }

    private static List<Reading> days(Kind ofDay, Kind ofTime, String day) {
        return List.of(date(ofDay, day), time(ofTime, day + " %H:%M"), time(ofTime, day + " %H:%M:%S"));
    }

    private static Reading date(Kind kind, String format) {
        return formatted(kind, "date", format, "CAST(CAST(%s AS DATE) AS VARCHAR)", "dates");
    }

    private static Reading time(Kind kind, String format) {
        return formatted(kind, "timestamp", format, "CAST(%s AS VARCHAR)", "times");
    }

    private static Reading formatted(Kind kind, String type, String format, String cast, String told) {
        String literal = Identifiers.literal(format);
        // Two digits of a year, or a day without its zero, are read by the format too; a year of two digits is refused.
        String fits = "try_strptime({v}, " + literal + ") IS NOT NULL AND regexp_matches({v}, '[0-9]{4}')";
        String shown = format.replace("%d", "dd")
                .replace("%m", "mm")
                .replace("%Y", "yyyy")
                .replace("%b", "Mon")
                .replace("%H", "hh")
                .replace("%M", "mi")
                .replace("%S", "ss");
        return new Reading(
                kind,
                type,
                fits,
                "coalesce(" + cast.formatted("try_strptime(trim({c}), " + literal + ")") + ", {c})",
                told + " as " + shown);
    }

    private static Reading truth(Kind kind, String yes, String no) {
        String converted = yes.equals("true")
                ? "{c}"
                : "CASE lower(trim({c})) WHEN '" + yes + "' THEN 'true' WHEN '" + no + "' THEN 'false' ELSE {c} END";
        return new Reading(
                kind, "boolean", "lower({v}) IN ('" + yes + "', '" + no + "')", converted, yes + " and " + no);
    }
}
