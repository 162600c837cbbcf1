package dev.lakesmith.engine.duckdb;

import dev.lakesmith.formats.ValueForm;
import dev.lakesmith.lake.ColumnTypes;
import dev.lakesmith.vocabulary.Column;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where DuckDB's casts succeed although they change the value: {@code '1.7'} to BIGINT gives 2, {@code '1.239'} to
 * DECIMAL(5,2) gives 1.24, an instant loses its offset, its zone, its nanoseconds or, as a DATE, its time, {@code
 * '1e400'} becomes infinite. A contract refuses those.
 */
final class ExactCast {

    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\(\\d+,\\s*(\\d+)\\)");

    private static final Pattern WHOLE = Pattern.compile("U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?");

    private ExactCast() {}

    /** The cast that a contract makes: NULL where a value does not fit, in a nested one perhaps only inside. */
    static String cast(String value, String from, String to) {
        return isNested(from, to)
                ? NestedCast.cast(value, from, ColumnTypes.iceberg(new Column("value", to)))
                : "TRY_CAST(" + value + " AS " + to + ")";
    }

    /** Whether a value is there and does not fit a type, or only with a change. */
    static String misses(String value, String from, String to) {
        if (isNested(from, to)) {
            return value + " IS NOT NULL AND "
                    + NestedCast.misses(value, from, ColumnTypes.iceberg(new Column("value", to)));
        }
        String inexact = inexact(value, from, to);
        return value + " IS NOT NULL AND (TRY_CAST(" + value + " AS " + to + ") IS NULL"
                + (inexact.isEmpty() ? "" : " OR " + inexact) + ")";
    }

    private static boolean isNested(String from, String to) {
        boolean text = from.equals("VARCHAR") || from.equals("JSON");
        return text && (to.startsWith("STRUCT(") || to.startsWith("MAP(") || to.endsWith("[]"));
    }

    /** A condition that is true when a cast that succeeds would change the value; empty when it never does. */
    static String inexact(String value, String from, String to) {
        if ("VARCHAR".equals(from)) {
            return inexactText(value, to);
        }
        if ("JSON".equals(from)) {
            return inexactText("(" + value + " ->> '$')", to);
        }
        if (isExact(from, to)) {
            return "";
        }
        return "TRY_CAST(TRY_CAST(" + value + " AS " + to + ") AS " + from + ") IS DISTINCT FROM " + value;
    }

    /** Whether every value that casts keeps its meaning; anything is itself as text. */
    private static boolean isExact(String from, String to) {
        boolean whole = WHOLE.matcher(from).matches();
        return switch (to) {
            case "VARCHAR" -> true;
            case "BIGINT", "INTEGER" -> whole;
            case "DOUBLE" -> "FLOAT".equals(from);
            case "TIMESTAMP", "TIMESTAMP WITH TIME ZONE" -> "DATE".equals(from);
            default -> whole && to.startsWith("DECIMAL");
        };
    }

    /** How text must look for DuckDB to read it as a type, cast and all, without changing it; empty: never sure. */
    static Optional<ValueForm> plainForm(String type) {
        Matcher decimal = DECIMAL.matcher(type);
        if (decimal.matches()) {
            return Optional.of(ValueForm.decimal(Integer.parseInt(decimal.group(1))));
        }
        return switch (type) {
            case "BIGINT", "INTEGER" -> Optional.of(ValueForm.INTEGER);
            case "DOUBLE", "FLOAT" -> Optional.of(ValueForm.REAL);
            case "BOOLEAN" -> Optional.of(ValueForm.BOOLEAN);
            case "DATE" -> Optional.of(ValueForm.DATE);
            case "TIMESTAMP" -> Optional.of(ValueForm.TIMESTAMP);
            case "VARCHAR" -> Optional.of(ValueForm.TEXT);
            default -> Optional.empty();
        };
    }

    private static String inexactText(String value, String to) {
        Matcher decimal = DECIMAL.matcher(to);
        if (decimal.matches()) {
            return notLike(value, "[+-]?[0-9]*(\\.[0-9]{0," + decimal.group(1) + "}0*)?");
        }
        return switch (to) {
            case "BIGINT", "INTEGER" -> notLike(value, "[+-]?[0-9]+");
            case "DATE" -> notLike(value, "[+-]?[0-9]+-[0-9]{1,2}-[0-9]{1,2}([T ]00:00(:00(\\.0+)?)?)?");
            case "TIMESTAMP" ->
                notLike(
                        value,
                        "[+-]?[0-9]+-[0-9]{1,2}-[0-9]{1,2}"
                                + "([Tt ] *[0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}(\\.[0-9]{0,6}0*)?)?)?"
                                + " *(Z|z|UTC|[+-]00(:?00)?)?");
            case "TIMESTAMP WITH TIME ZONE" ->
                "(NOT isfinite(TRY_CAST(" + value + " AS TIMESTAMPTZ)) OR regexp_matches(" + value
                        + ", '\\.[0-9]{6}[0-9]*[1-9]'))";
            case "DOUBLE", "FLOAT" ->
                "(isinf(TRY_CAST(" + value + " AS " + to + ")) AND NOT regexp_matches(" + value + ", '(?i)inf'))";
            default -> "";
        };
    }

    private static String notLike(String value, String pattern) {
        return "NOT regexp_full_match(trim(" + value + "), '" + pattern + "')";
    }

    /** The type as a reason names it. */
    static String described(String type) {
        boolean vowel = "AEIOU".indexOf(type.charAt(0)) >= 0;
        String article = vowel ? "an " : "a ";
        return article + type + (type.equals("TIMESTAMP") ? " (with an offset it is a TIMESTAMP WITH TIME ZONE)" : "");
    }
}
