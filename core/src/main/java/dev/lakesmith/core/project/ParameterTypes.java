package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.Nearest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Which types a parameter may have, and which texts are values of them. */
public final class ParameterTypes {

    private static final List<String> SIMPLE = List.of(
            "VARCHAR",
            "BOOLEAN",
            "SMALLINT",
            "INTEGER",
            "BIGINT",
            "DOUBLE",
            "DATE",
            "TIME",
            "TIMESTAMP",
            "TIMESTAMP WITH TIME ZONE",
            "UUID");
    private static final String ALLOWED = "text, boolean, smallint, integer, bigint, double, decimal(p,s), date, time, "
            + "timestamp, timestamptz, uuid";
    private static final Pattern DECIMAL_NUMBER = Pattern.compile("[-+]?[0-9]{1,60}(?:\\.[0-9]{0,60})?");
    private static final Pattern FLOATING_NUMBER =
            Pattern.compile("[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?");

    /** The type of a parameter. */
    static final TextRule RULE = ParameterTypes::complaint;

    private ParameterTypes() {}

    /** Whether {@link #misfit} knows the values of a type, as DuckDB spells it. */
    public static boolean knows(String type) {
        return SIMPLE.contains(type) || isDecimal(type);
    }

    /** What a value must look like instead; empty: it fits. {@code type} is one that parameters may have, as DuckDB spells it. */
    public static Optional<String> misfit(String type, String value) {
        try {
            return fits(type, value) ? Optional.empty() : Optional.of(example(type));
        } catch (DateTimeException | IllegalArgumentException unfit) {
            return Optional.of(example(type));
        }
    }

    /** As {@link #misfit}, but for any column type: those that no parameter can have take what their cast takes. */
    public static Optional<String> unfit(String type, String value) {
        return SIMPLE.contains(type) || isDecimal(type) ? misfit(type, value) : Optional.empty();
    }

    private static Optional<String> complaint(String text) {
        boolean allowed = SqlTypes.RULE.complaint(text).isEmpty()
                && (SIMPLE.contains(SqlTypes.canonical(text)) || isDecimal(SqlTypes.canonical(text)));
        return allowed
                ? Optional.empty()
                : Optional.of("is no type of a parameter; allowed: " + ALLOWED
                        + Nearest.hint(text.toLowerCase(Locale.ROOT), List.of(ALLOWED.split(", ", -1))));
    }

    private static boolean isDecimal(String type) {
        return type.startsWith("DECIMAL(") && type.endsWith(")");
    }

    private static boolean fits(String type, String value) {
        return switch (type) {
            case "VARCHAR" -> true;
            case "BOOLEAN" -> "true".equalsIgnoreCase(value) || "false".equalsIgnoreCase(value);
            case "SMALLINT" -> isWhole(value, 16);
            case "INTEGER" -> isWhole(value, 32);
            case "BIGINT" -> isWhole(value, 64);
            case "DOUBLE" -> FLOATING_NUMBER.matcher(value).matches();
            case "DATE" -> LocalDate.parse(value).getYear() > 0;
            case "TIME" -> !LocalTime.parse(value).isAfter(LocalTime.MAX);
            case "TIMESTAMP" -> isTimestamp(value);
            case "TIMESTAMP WITH TIME ZONE" ->
                OffsetDateTime.parse(value.replaceFirst(" ", "T")).getYear() > 0;
            case "UUID" -> UUID.fromString(value).toString().equalsIgnoreCase(value);
            default -> isDecimal(type) && fitsDecimal(type, value);
        };
    }

    private static boolean isTimestamp(String value) {
        return value.length() == "2026-01-31".length()
                ? LocalDate.parse(value).getYear() > 0
                : LocalDateTime.parse(value.replaceFirst(" ", "T")).getYear() > 0;
    }

    private static boolean isWhole(String value, int bits) {
        return value.matches("[-+]?[0-9]{1,20}") && new BigInteger(value).bitLength() < bits;
    }

    // A value with more digits than the type keeps would be rounded, so it does not fit.
    private static boolean fitsDecimal(String type, String value) {
        if (!DECIMAL_NUMBER.matcher(value).matches()) {
            return false;
        }
        String[] sizes = type.substring("DECIMAL(".length(), type.length() - 1).split(",", -1);
        int precision = Integer.parseInt(sizes[0]);
        int scale = Integer.parseInt(sizes[1]);
        BigDecimal number = new BigDecimal(value).stripTrailingZeros();
        return number.scale() <= scale && number.precision() - number.scale() <= precision - scale;
    }

    private static String example(String type) {
        return switch (type) {
            case "BOOLEAN" -> "true or false";
            case "SMALLINT" -> "a whole number from -32768 to 32767";
            case "INTEGER" -> "a whole number from -2147483648 to 2147483647";
            case "BIGINT" -> "a whole number of 64 bits";
            case "DOUBLE" -> "a number such as 1.5";
            case "DATE" -> "a date such as 2026-01-31";
            case "TIME" -> "a time such as 23:59:00";
            case "TIMESTAMP" -> "a time such as 2026-01-31 23:59:00";
            case "TIMESTAMP WITH TIME ZONE" -> "a time such as 2026-01-31T23:59:00Z";
            case "UUID" -> "a UUID such as 3f333df6-90a4-4fda-8dd3-9485d27cee36";
            default -> "a number that " + type + " holds without rounding";
        };
    }
}
