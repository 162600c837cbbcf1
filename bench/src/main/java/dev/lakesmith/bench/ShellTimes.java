package dev.lakesmith.bench;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Reads what the shell's {@code times} prints: exact CPU times of all children that have ended. */
final class ShellTimes {

    private static final Pattern TIME = Pattern.compile("(\\d+)m(\\d+(?:[.,]\\d+)?)s");

    private ShellTimes() {}

    /**
     * User and system seconds of the shell's children.
     *
     * @param printed two lines of two times; the second line is the children's
     * @throws IllegalArgumentException when it is anything else
     */
    static double childSeconds(String printed) {
        List<Double> seconds =
                TIME.matcher(printed).results().map(ShellTimes::seconds).toList();
        if (seconds.size() != 4) {
            throw new IllegalArgumentException(
                    "the shell's times printed '" + printed.strip() + "'; four times like 0m1.25s were expected");
        }
        return seconds.get(2) + seconds.get(3);
    }

    private static double seconds(MatchResult time) {
        return 60 * Double.parseDouble(time.group(1))
                + Double.parseDouble(time.group(2).replace(',', '.'));
    }
}
