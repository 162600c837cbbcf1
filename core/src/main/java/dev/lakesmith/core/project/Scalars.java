package dev.lakesmith.core.project;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the text of a scalar into a value. */
final class Scalars {

    private static final Pattern WHOLE_NUMBER = Pattern.compile("[-+]?[0-9]{1,18}");
    private static final Pattern SPAN = Pattern.compile("(?:[0-9]{1,9}(?:ms|s|m|h|d))+");
    private static final Pattern SPAN_PART = Pattern.compile("([0-9]+)(ms|s|m|h|d)");
    private static final Pattern SIZE =
            Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?) ?([KMGT]?I?B)", Pattern.CASE_INSENSITIVE);
    private static final Map<String, BigDecimal> SIZE_UNITS = Map.of(
            "B", BigDecimal.ONE,
            "KB", BigDecimal.TEN.pow(3),
            "MB", BigDecimal.TEN.pow(6),
            "GB", BigDecimal.TEN.pow(9),
            "TB", BigDecimal.TEN.pow(12),
            "KIB", BigDecimal.valueOf(1L << 10),
            "MIB", BigDecimal.valueOf(1L << 20),
            "GIB", BigDecimal.valueOf(1L << 30),
            "TIB", BigDecimal.valueOf(1L << 40));

    private Scalars() {}

    /** Empty when the text is not of that type, or the type is not one of scalars. */
    static Optional<Object> read(ValueType type, String text) {
        if (type instanceof ValueType.Text rule) {
            return rule.rule().complaint(text).isEmpty() ? Optional.of(text) : Optional.empty();
        }
        if (type instanceof ValueType.Words words) {
            return words.words().contains(text) ? Optional.of(text) : Optional.empty();
        }
        if (type instanceof ValueType.WholeNumber number) {
            return wholeNumber(number, text);
        }
        if (type instanceof ValueType.YesNo) {
            return yesNo(text);
        }
        if (type instanceof ValueType.TimeSpan) {
            return span(text);
        }
        if (type instanceof ValueType.MemorySize) {
            return size(text);
        }
        if (type instanceof ValueType.Either either) {
            return read(either.first(), text).or(() -> read(either.second(), text));
        }
        return Optional.empty();
    }

    private static Optional<Object> wholeNumber(ValueType.WholeNumber bounds, String text) {
        if (!WHOLE_NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(text);
        return number < bounds.min() || number > bounds.max() ? Optional.empty() : Optional.of(number);
    }

    private static Optional<Object> yesNo(String text) {
        // The spellings of YAML 1.2's core schema, and no others.
        return switch (text) {
            case "true", "True", "TRUE" -> Optional.of(true);
            case "false", "False", "FALSE" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<Object> span(String text) {
        if (!SPAN.matcher(text).matches()) {
            return Optional.empty();
        }
        Duration sum = Duration.ZERO;
        Matcher part = SPAN_PART.matcher(text);
        while (part.find()) {
            long count = Long.parseLong(part.group(1));
            sum = sum.plus(
                    switch (part.group(2)) {
                        case "ms" -> Duration.ofMillis(count);
                        case "s" -> Duration.ofSeconds(count);
                        case "m" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    });
        }
        return Optional.of(sum);
    }

    private static Optional<Object> size(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        BigDecimal unit = SIZE_UNITS.get(matcher.group(2).toUpperCase(Locale.ROOT));
        if (unit == null) {
            return Optional.empty();
        }
        BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(unit);
        boolean fits = bytes.signum() > 0 && bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
        return fits ? Optional.of(bytes.longValue()) : Optional.empty();
    }
}
