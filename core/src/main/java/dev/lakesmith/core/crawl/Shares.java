package dev.lakesmith.core.crawl;

import java.util.Locale;

/** Numbers as remarks write them. */
final class Shares {

    private Shares() {}

    /** {@code 98.2%}: rounded down, so that 100% means all. */
    static String percent(double share) {
        double floor = Math.floor(share * 1000 + 1e-9) / 10;
        return floor == Math.rint(floor)
                ? String.format(Locale.ROOT, "%.0f%%", floor)
                : String.format(Locale.ROOT, "%.1f%%", floor);
    }

    /** {@code 1,234}. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1 row}, {@code 2,000 rows}. */
    static String count(long number, String singular, String plural) {
        return count(number) + " " + (number == 1 ? singular : plural);
    }
}
