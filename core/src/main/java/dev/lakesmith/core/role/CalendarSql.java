package dev.lakesmith.core.role;

import dev.lakesmith.sql.Identifiers;
import java.time.DayOfWeek;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;

/** The query of a generated date dimension. It is plain SQL, so that every engine and every check treats it as any. */
public final class CalendarSql {

    private CalendarSql() {}

    /** The rows of every day from first to last. */
    public static String of(Calendar calendar) {
        long days = ChronoUnit.DAYS.between(calendar.from(), calendar.to()) + 1;
        return rows(
                calendar,
                "SELECT DATE '" + calendar.from() + "' + CAST(i AS INTEGER) AS d FROM range(" + days + ") AS n(i)");
    }

    /**
     * The rows of some days.
     *
     * @param days a query of one column {@code d} of dates, each once
     */
    public static String rows(Calendar calendar, String days) {
        String select = "SELECT d AS date, year(d) AS year, quarter(d) AS quarter, month(d) AS month, day(d) AS day,"
                + " dayofyear(d) AS day_of_year, strftime(d, '%Y-%m') AS year_month, monthname(d) AS month_name,"
                + " isoyear(d) AS iso_year, weekofyear(d) AS iso_week, " + weekday(calendar)
                + " AS weekday, dayname(d) AS weekday_name, d - CAST(" + weekday(calendar)
                + " - 1 AS INTEGER) AS week_start,"
                + " CAST(date_trunc('month', d) AS DATE) AS month_start, last_day(d) AS month_end,"
                + " CAST(date_trunc('quarter', d) AS DATE) AS quarter_start,"
                + " CAST(date_trunc('quarter', d) + INTERVAL 3 MONTH - INTERVAL 1 DAY AS DATE) AS quarter_end,"
                + " make_date(year(d), 1, 1) AS year_start, make_date(year(d), 12, 31) AS year_end, "
                + fiscalYear(calendar) + " AS fiscal_year, " + fiscalMonth(calendar) + " // 3 + 1 AS fiscal_quarter, "
                + fiscalMonth(calendar) + " + 1 AS fiscal_period, " + isWeekend(calendar) + " AS is_weekend, ";
        return calendar.holidays().isEmpty()
                ? select + "false AS is_holiday, CAST(NULL AS VARCHAR) AS holiday FROM (" + days + ") AS days"
                : select + "free.d_free IS NOT NULL AS is_holiday, free.names AS holiday FROM (" + days
                        + ") AS days LEFT JOIN (" + holidays(calendar) + ") AS free ON free.d_free = days.d";
    }

    private static String holidays(Calendar calendar) {
        String where = calendar.country()
                .map(country -> " WHERE country = " + Identifiers.literal(country))
                .orElse("");
        return "SELECT CAST(date AS DATE) AS d_free, string_agg(DISTINCT holiday, ', ' ORDER BY holiday) AS names FROM "
                + Identifiers.quote(calendar.holidays().orElseThrow()) + where + " GROUP BY 1";
    }

    private static String weekday(Calendar calendar) {
        return "(isodow(d) - " + calendar.weekStarts().getValue() + " + 7) % 7 + 1";
    }

    private static String isWeekend(Calendar calendar) {
        return calendar.weekend().isEmpty()
                ? "false"
                : calendar.weekend().stream()
                        .map(DayOfWeek::getValue)
                        .map(String::valueOf)
                        .collect(Collectors.joining(", ", "isodow(d) IN (", ")"));
    }

    /** Months since the fiscal year began, from 0. */
    private static String fiscalMonth(Calendar calendar) {
        return "(month(d) - " + calendar.fiscalYearStarts() + " + 12) % 12";
    }

    private static String fiscalYear(Calendar calendar) {
        int start = calendar.fiscalYearStarts();
        if (start == 1) {
            return "year(d)";
        }
        return calendar.fiscalYearNamedBy() == Calendar.NamedBy.END
                ? "year(d) + CASE WHEN month(d) >= " + start + " THEN 1 ELSE 0 END"
                : "year(d) - CASE WHEN month(d) < " + start + " THEN 1 ELSE 0 END";
    }
}
