package dev.lakesmith.cli;

import dev.lakesmith.vocabulary.Column;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as text, the same in tables, CSV and JSON. Times are UTC; decimals are never in exponent notation. */
final class CellText {

    static final String NULL = "NULL";

    private static final DateTimeFormatter LOCAL = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);
    private static final Pattern NUMERIC =
            Pattern.compile("(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|INT|FLOAT|DOUBLE|REAL|DECIMAL.*)");

    private CellText() {}

    /** The text of a value that is not NULL. */
    static String of(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof LocalDateTime time) {
            return LOCAL.format(time);
        }
        if (value instanceof Instant instant) {
            return LOCAL.format(instant.atOffset(ZoneOffset.UTC)) + "Z";
        }
        if (value instanceof OffsetDateTime time) {
            return of(time.toInstant());
        }
        if (value instanceof ZonedDateTime time) {
            return of(time.toInstant());
        }
        if (value instanceof byte[] bytes) {
            return "0x" + HexFormat.of().formatHex(bytes);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(CellText::ofNested).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> ofNested(entry.getKey()) + ": " + ofNested(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return value.toString();
    }

    static boolean isNumeric(Column column) {
        String type = column.type().toUpperCase(Locale.ROOT);
        return !type.endsWith("]") && NUMERIC.matcher(type).matches();
    }

    private static String ofNested(@Nullable Object value) {
        return value == null ? NULL : of(value);
    }
}
