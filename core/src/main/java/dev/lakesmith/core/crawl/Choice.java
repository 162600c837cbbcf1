package dev.lakesmith.core.crawl;

import dev.lakesmith.core.crawl.Reading.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a text column is understood. What could be two things is left as text, and said: a guess that is wrong changes
 * values silently.
 *
 * @param remark why it is text, or what else should be known; may be empty
 */
record Choice(Reading reading, String remark) {

    private static final Set<Kind> NUMBERS = Set.of(
            Kind.WHOLE,
            Kind.WHOLE_PADDED,
            Kind.HUGE,
            Kind.DECIMAL,
            Kind.DECIMAL_COMMA,
            Kind.DECIMAL_GROUPED,
            Kind.FLOAT);

    /** The remark at text in which there are objects or lists. */
    static final String HOLDS_JSON = "some of it is JSON";

    private static final Set<Kind> PLAIN = Set.of(Kind.WHOLE, Kind.WHOLE_PADDED, Kind.DECIMAL);

    /**
     * Chooses.
     *
     * @param values how many there are
     * @param different how many different ones
     * @param fits how many of them fit each reading
     * @param examples some of them
     * @param fit the share that must fit
     */
    static Choice of(
            Subject subject, long values, long different, Map<Reading, Long> fits, List<String> examples, double fit) {
        if (!subject.isText()) {
            return new Choice(Reading.TEXT, "");
        }
        if (values == 0) {
            return new Choice(Reading.TEXT, "no value in what was looked at");
        }
        List<Reading> possible = new ArrayList<>();
        fits.forEach((reading, count) -> {
            if (count > 0 && count >= values * fit && isPlausible(reading, subject, different)) {
                possible.add(reading);
            }
        });
        if (possible.isEmpty()) {
            String why = whyNot(subject, values, fits, fit);
            return new Choice(
                    Reading.TEXT, why.isEmpty() && examples.stream().anyMatch(Choice::isJson) ? HOLDS_JSON : why);
        }
        long most = possible.stream()
                .mapToLong(each -> fits.getOrDefault(each, 0L))
                .max()
                .orElse(0);
        // Candidates come the plainest first, and sorting keeps the order of equals.
        Reading best = possible.stream()
                .sorted(Comparator.comparing((Reading each) -> fits.getOrDefault(each, 0L) == most ? 0 : 1))
                .findFirst()
                .orElseThrow();
        return NUMBERS.contains(best.kind())
                ? ofNumbers(subject, best, possible, fits, examples)
                : ofDays(best, possible, fits);
    }

    private static boolean isPlausible(Reading reading, Subject subject, long different) {
        return switch (reading.kind()) {
            case TRUTH -> different > 1 || reading.told().startsWith("true");
            case TRUTH_DIGITS -> ColumnNames.soundsLikeTruth(subject.name());
            case DATE_DIGITS -> ColumnNames.soundsLikeDay(subject.name());
            case WHOLE_PADDED -> subject.origin() == Subject.Origin.FOLDER;
            case WHOLE,
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
                    DATE_DAY_FIRST,
                    DATE_MONTH_FIRST,
                    TEXT -> true;
        };
    }

    private static Choice ofNumbers(
            Subject subject, Reading best, List<Reading> possible, Map<Reading, Long> fits, List<String> examples) {
        Reading named = possible.stream()
                .filter(each -> each.kind() == Kind.TRUTH_DIGITS || each.kind() == Kind.DATE_DIGITS)
                .findFirst()
                .orElse(best);
        if (!named.equals(best)) {
            return new Choice(named, named.told() + ", by its name");
        }
        boolean zeros = examples.stream().map(String::strip).anyMatch(text -> text.matches("[+-]?0\\d.*"));
        if (zeros && subject.origin() == Subject.Origin.COLUMN) {
            return new Choice(Reading.TEXT, "digits with leading zeros, which a number would lose");
        }
        if (ColumnNames.soundsLikeCode(subject.name())) {
            return new Choice(Reading.TEXT, "digits, but its name sounds like a code, of which a number loses zeros");
        }
        boolean comma = best.kind() == Kind.DECIMAL_COMMA || best.kind() == Kind.DECIMAL_GROUPED;
        long ways = possible.stream()
                .filter(each -> each.kind() == Kind.DECIMAL_COMMA || each.kind() == Kind.DECIMAL_GROUPED)
                .filter(each -> fits.getOrDefault(each, 0L).equals(fits.getOrDefault(best, 0L)))
                .count();
        return comma && ways > 1
                ? new Choice(
                        Reading.TEXT,
                        "its commas are before three digits each time: either decimals, replace(x, ',', '.'), or"
                                + " thousands, replace(x, ',', '')")
                : new Choice(best, PLAIN.contains(best.kind()) ? "" : best.told());
    }

    private static Choice ofDays(Reading best, List<Reading> possible, Map<Reading, Long> fits) {
        boolean dayFirst = best.kind() == Kind.DATE_DAY_FIRST;
        if (!dayFirst && best.kind() != Kind.DATE_MONTH_FIRST) {
            return new Choice(best, best.told().contains(" as ") ? best.told() : "");
        }
        Kind other = dayFirst ? Kind.DATE_MONTH_FIRST : Kind.DATE_DAY_FIRST;
        boolean both = possible.stream()
                .anyMatch(each -> each.kind() == other
                        && each.type().equals(best.type())
                        && fits.getOrDefault(each, 0L).equals(fits.getOrDefault(best, 0L)));
        return both
                ? new Choice(Reading.TEXT, best.told() + ", or with the month first? No day after the 12th tells")
                : new Choice(best, best.told());
    }

    private static boolean isJson(String text) {
        return text.matches("(?s)\\{\\s*(\".*)?\\}|\\[.*\\]");
    }

    /** What most values are, when that is not enough. */
    private static String whyNot(Subject subject, long values, Map<Reading, Long> fits, double fit) {
        boolean digits = fits.entrySet().stream()
                .anyMatch(each -> each.getKey().kind() == Kind.WHOLE_PADDED && each.getValue() >= values * fit);
        if (digits) {
            return "digits with leading zeros, which a number would lose";
        }
        return fits.entrySet().stream()
                .filter(each -> each.getValue() * 2 > values && each.getValue() < values * fit)
                .filter(each -> isPlausible(each.getKey(), subject, 2))
                .max(Map.Entry.comparingByValue())
                .map(each -> "only " + Shares.percent((double) each.getValue() / values) + " are "
                        + each.getKey().told() + ", less than --fit " + fit)
                .orElse("");
    }
}
