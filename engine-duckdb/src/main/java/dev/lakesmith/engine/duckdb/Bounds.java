package dev.lakesmith.engine.duckdb;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.expressions.Literal;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.UnicodeUtil;
import org.jspecify.annotations.Nullable;

/** The least and greatest values of a file's columns, which DuckDB tells as text, as Iceberg keeps them. */
final class Bounds {

    /** Iceberg's default for text bounds. */
    private static final int BOUND_LENGTH = 16;

    private static final Pattern COMMON_ERA = Pattern.compile("\\d{4}-\\d{2}-\\d{2}( [0-9:.+]+)?");

    private static final Pattern DAY = Pattern.compile("(\\d+)(-\\d{2}-\\d{2})( \\(BC\\))?(.*)");

    private Bounds() {}

    /** Which bound. */
    enum Side {
        LOWER,
        UPPER
    }

    /** Null where no bound can be given safely: no bound only costs pruning. */
    static @Nullable Object of(Type type, String text, Side side) {
        return switch (type.typeId()) {
            case INTEGER -> Integer.valueOf(text);
            case LONG -> Long.valueOf(text);
            case FLOAT -> {
                float value = (float) floating(text);
                yield value == 0 ? (side == Side.LOWER ? -0.0f : 0.0f) : value;
            }
            case DOUBLE -> {
                double value = floating(text);
                yield value == 0 ? (side == Side.LOWER ? -0.0d : 0.0d) : value;
            }
            case DECIMAL -> Literal.of(text).to(type).value();
            case DATE -> isCommonEra(text) ? Literal.of(text).to(type).value() : null;
            case TIMESTAMP -> isCommonEra(text) ? timestamp((Types.TimestampType) type, text) : null;
            case STRING -> side == Side.LOWER ? UnicodeUtil.truncateString(text, BOUND_LENGTH) : upperText(text);
            default -> null;
        };
    }

    /** A number as DuckDB writes it. */
    static double floating(String text) {
        return switch (text) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** The days that Iceberg reads as text: not infinite ones, nor those before year 1 or after year 9999. */
    private static boolean isCommonEra(String text) {
        return COMMON_ERA.matcher(text).matches();
    }

    private static @Nullable Object upperText(String text) {
        Literal<CharSequence> cut = UnicodeUtil.truncateStringMax(Literal.of(text), BOUND_LENGTH);
        return cut == null ? null : cut.value();
    }

    /** A day as DuckDB writes it; any that is not infinite. */
    static Object date(Type type, String text) {
        return Literal.of(iso(text)).to(type).value();
    }

    /** The years before year 1 and after year 9999 as ISO 8601 writes them. */
    private static String iso(String text) {
        Matcher day = DAY.matcher(text);
        if (!day.matches()) {
            return text;
        }
        long year = Long.parseLong(day.group(1));
        String digits = day.group(3) == null
                ? (year > 9999 ? "+" + year : day.group(1))
                : (year > 1 ? "-" : "") + String.format(Locale.ROOT, "%04d", year - 1);
        return digits + day.group(2) + day.group(4);
    }

    /** A moment as DuckDB writes it. */
    static Object timestamp(Types.TimestampType type, String text) {
        String iso = iso(text).replace(' ', 'T');
        if (!type.shouldAdjustToUTC()) {
            return Literal.of(iso).to(type).value();
        }
        String zoned = iso.endsWith("+00") ? iso + ":00" : iso;
        return Literal.of(zoned).to(type).value();
    }
}
