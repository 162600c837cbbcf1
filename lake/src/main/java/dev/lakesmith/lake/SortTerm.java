package dev.lakesmith.lake;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One term of {@code sort_by}: a column by whose values a table's rows are put in order while they are written. NULL
 * comes last either way.
 */
public record SortTerm(String column, Direction direction) {

    /** Which values come first. */
    public enum Direction {
        ASC,
        DESC
    }

    private static final Pattern TERM =
            Pattern.compile("\\s*([^()\",]+?)(?:\\s+(asc|desc))?\\s*", Pattern.CASE_INSENSITIVE);

    /** Reads {@code country} or {@code ordered_at desc}; empty when the text is neither. */
    public static Optional<SortTerm> parse(String text) {
        Matcher term = TERM.matcher(text);
        if (text.isBlank() || !term.matches()) {
            return Optional.empty();
        }
        Direction direction = Optional.ofNullable(term.group(2))
                .map(word -> Direction.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(Direction.ASC);
        return Optional.of(new SortTerm(term.group(1), direction));
    }

    /** A term of ORDER BY over a value of the column. */
    public String sql(String value) {
        return value + " " + direction + " NULLS LAST";
    }

    @Override
    public String toString() {
        return direction == Direction.ASC ? column : column + " desc";
    }
}
