package dev.lakesmith.formats;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the number formats of a workbook make of its numbers: in Excel a date is a number that is shown as one. */
final class CellFormats {

    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    private static final BigDecimal LAST_DAY = new BigDecimal(2_958_466);
    private static final BigDecimal DAYS_TO_1904 = new BigDecimal(1_462);
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,400}");
    private static final DateTimeFormatter CLOCK = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.MILLI_OF_SECOND, 0, 3, true)
            .toFormatter(Locale.ROOT);

    private final List<Shown> shown;

    /** What a number format shows. */
    private enum Shown {
        NUMBER,
        DATE,
        DATE_AND_TIME,
        TIME,
        /** Hours that go on behind 24. */
        SPAN
    }

    private CellFormats(List<Shown> shown) {
        this.shown = shown;
    }

    static CellFormats read(Workbook.Part part) throws IOException {
        Map<String, String> codes = new HashMap<>();
        List<Shown> shown = new ArrayList<>();
        boolean inCells = false;
        while (part.next()) {
            if (part.opens("numFmt")) {
                codes.put(
                        part.attribute("numFmtId").orElse(""),
                        part.attribute("formatCode").orElse(""));
            } else if (part.opens("cellXfs")) {
                inCells = true;
            } else if (part.closes("cellXfs")) {
                inCells = false;
            } else if (inCells && part.opens("xf")) {
                String id = part.attribute("numFmtId").orElse("0");
                shown.add(codes.containsKey(id) ? byCode(codes.get(id)) : builtIn(id));
            }
        }
        return new CellFormats(shown);
    }

    private static Shown builtIn(String id) {
        return switch (id) {
            case "14", "15", "16", "17", "27", "28", "29", "30", "31", "36", "50", "51", "52", "53", "54", "57", "58" ->
                Shown.DATE;
            case "22" -> Shown.DATE_AND_TIME;
            case "18", "19", "20", "21", "32", "33", "34", "35", "45", "47", "55", "56" -> Shown.TIME;
            case "46" -> Shown.SPAN;
            default -> Shown.NUMBER;
        };
    }

    /** Only the first section counts, and in it neither what is quoted nor what follows a backslash. */
    private static Shown byCode(@Nullable String written) {
        StringBuilder letters = new StringBuilder();
        boolean span = false;
        String code = String.valueOf(written).toLowerCase(Locale.ROOT);
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            if (c == ';') {
                break;
            } else if (c == '"') {
                int end = code.indexOf('"', i + 1);
                i = end < 0 ? code.length() : end;
            } else if (c == '[') {
                int end = code.indexOf(']', i);
                String inside = end < 0 ? "" : code.substring(i + 1, end);
                span |= inside.matches("h+|m+|s+");
                i = end < 0 ? code.length() : end;
            } else if (c == '\\' || c == '_' || c == '*') {
                i++;
            } else {
                letters.append(c);
            }
        }
        String rest = letters.toString();
        if (span) {
            return Shown.SPAN;
        }
        boolean clock = rest.indexOf('h') >= 0 || rest.indexOf('s') >= 0;
        boolean digits = rest.indexOf('0') >= 0 && !clock;
        if (rest.startsWith("general") || digits || rest.indexOf('#') >= 0) {
            return Shown.NUMBER;
        }
        boolean month = rest.indexOf('m') >= 0 && !clock;
        boolean day = rest.indexOf('d') >= 0 || rest.indexOf('y') >= 0 || month;
        return clock ? (day ? Shown.DATE_AND_TIME : Shown.TIME) : day ? Shown.DATE : Shown.NUMBER;
    }

    /**
     * A number as text: all its digits, or the date or time that it is shown as. What is no date stays a number.
     *
     * @param style of the cell
     */
    String text(String number, String style, boolean from1904) {
        BigDecimal value;
        try {
            // Excel writes 17 digits of a number that it holds in 64 bits; the shortest text of these is what was
            // typed.
            value = BigDecimal.valueOf(Double.parseDouble(number));
        } catch (NumberFormatException e) {
            return number;
        }
        Shown as = shown(style);
        BigDecimal end = from1904 ? LAST_DAY.subtract(DAYS_TO_1904) : LAST_DAY;
        if (as == Shown.NUMBER || value.signum() < 0 || value.compareTo(end) >= 0) {
            // Other programs write whole numbers that 64 bits of a fraction do not hold, as long keys.
            return WHOLE.matcher(number).matches() ? plain(new BigDecimal(number)) : plain(value);
        }
        long millis = Math.round(value.doubleValue() * DAY_MILLIS);
        if (as == Shown.SPAN) {
            long seconds = millis / 1000;
            String rest = millis % 1000 == 0 ? "" : String.format(Locale.ROOT, ".%03d", millis % 1000);
            return String.format(
                    Locale.ROOT, "%02d:%02d:%02d%s", seconds / 3600, seconds / 60 % 60, seconds % 60, rest);
        }
        long days = millis / DAY_MILLIS;
        LocalTime time = LocalTime.ofNanoOfDay(millis % DAY_MILLIS * 1_000_000);
        if (as == Shown.TIME && days == 0) {
            return CLOCK.format(time);
        }
        // Excel counts a 29 February 1900, which never was.
        if (!from1904 && days == 60) {
            return plain(value);
        }
        LocalDate first = from1904 ? LocalDate.of(1904, 1, 1) : LocalDate.of(1899, 12, days < 60 ? 31 : 30);
        LocalDate day = first.plusDays(days);
        boolean whole = millis % DAY_MILLIS == 0;
        return as == Shown.DATE && whole ? day.toString() : day + " " + CLOCK.format(LocalDateTime.of(day, time));
    }

    private static String plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0).toPlainString() : stripped.toPlainString();
    }

    private Shown shown(String style) {
        try {
            int index = style.isEmpty() ? 0 : Integer.parseInt(style);
            return index >= 0 && index < shown.size() ? shown.get(index) : Shown.NUMBER;
        } catch (NumberFormatException e) {
            return Shown.NUMBER;
        }
    }
}
