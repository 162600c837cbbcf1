package dev.lakesmith.core.role;

import dev.lakesmith.vocabulary.TableName;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The days of a generated date dimension.
 *
 * @param from the first day
 * @param to the last day
 * @param fiscalYearStarts the month, 1 to 12, in which the fiscal year begins
 * @param fiscalYearNamedBy which end of a fiscal year gives it its number
 * @param weekStarts the first day of the week; weekdays are numbered from it
 * @param weekend the days without work
 * @param holidays a table with the columns date and holiday, and country when one is chosen
 * @param country only its holidays count
 */
public record Calendar(
        LocalDate from,
        LocalDate to,
        int fiscalYearStarts,
        NamedBy fiscalYearNamedBy,
        DayOfWeek weekStarts,
        List<DayOfWeek> weekend,
        Optional<TableName> holidays,
        Optional<String> country) {

    /** Which end of a fiscal year gives it its number. */
    public enum NamedBy {
        /** The calendar year it ends in. */
        END,
        /** The calendar year it begins in. */
        START
    }

    /** The column with the day. */
    public static final String DATE = "date";

    public Calendar {
        weekend = List.copyOf(weekend);
    }
}
