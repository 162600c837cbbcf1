package dev.lakesmith.lake;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One term of {@code partition_by}: a column, or a part of a date or time.
 *
 * @param transform what is taken of the column
 * @param column the table's column
 */
public record PartitionTerm(Transform transform, String column) {

    /** Iceberg's transforms that keep neighbouring values together. */
    public enum Transform {
        IDENTITY,
        YEAR,
        MONTH,
        DAY,
        HOUR
    }

    private static final Pattern CALL = Pattern.compile("\\s*(year|month|day|hour)\\s*\\(\\s*([^()]+?)\\s*\\)\\s*");
    private static final Pattern COLUMN = Pattern.compile("[^()\"]+");

    /** Reads {@code country} or {@code day(ordered_at)}; empty when the text is neither. */
    public static Optional<PartitionTerm> parse(String text) {
        Matcher call = CALL.matcher(text);
        if (call.matches()) {
            return Optional.of(
                    new PartitionTerm(Transform.valueOf(call.group(1).toUpperCase(Locale.ROOT)), call.group(2)));
        }
        return COLUMN.matcher(text).matches()
                ? Optional.of(new PartitionTerm(Transform.IDENTITY, text.strip()))
                : Optional.empty();
    }

    /** The partition's value as Iceberg counts it, from 1970 on, as a SQL expression over a value of the column. */
    public String sql(String value) {
        return switch (transform) {
            case IDENTITY -> value;
            case YEAR, MONTH, DAY ->
                "date_diff('" + transform.name().toLowerCase(Locale.ROOT) + "', DATE '1970-01-01', CAST(" + value
                        + " AS DATE))";
            case HOUR -> "date_diff('hour', TIMESTAMP '1970-01-01 00:00:00', CAST(" + value + " AS TIMESTAMP))";
        };
    }

    @Override
    public String toString() {
        return transform == Transform.IDENTITY
                ? column
                : transform.name().toLowerCase(Locale.ROOT) + "(" + column + ")";
    }
}
