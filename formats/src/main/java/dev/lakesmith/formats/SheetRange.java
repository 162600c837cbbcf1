package dev.lakesmith.formats;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a sheet, both ends included; rows are counted from 1, columns from 0.
 *
 * @param firstRow 1 when it begins with the sheet
 * @param lastRow the greatest number when it ends with the sheet
 * @param lastColumn as for rows
 */
public record SheetRange(long firstRow, long lastRow, Optional<Integer> firstColumn, int lastColumn) {

    /** The whole sheet. */
    public static final SheetRange ALL = new SheetRange(1, Long.MAX_VALUE, Optional.empty(), Integer.MAX_VALUE);

    private static final Pattern WRITTEN = Pattern.compile("([A-Z]{0,3})(\\d{0,7}):([A-Z]{0,3})(\\d{0,7})");

    /** Reads {@code B3:F100}, {@code B3:F} (to the last row), {@code B:F} or {@code 3:100}; empty when it is none. */
    public static Optional<SheetRange> of(String text) {
        Matcher parts = WRITTEN.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!parts.matches() || text.strip().equals(":")) {
            return Optional.empty();
        }
        long firstRow = parts.group(2).isEmpty() ? 1 : Long.parseLong(parts.group(2));
        long lastRow = parts.group(4).isEmpty() ? Long.MAX_VALUE : Long.parseLong(parts.group(4));
        OptionalInt first = column(parts.group(1));
        int lastColumn = column(parts.group(3)).orElse(Integer.MAX_VALUE);
        Optional<Integer> firstColumn = first.isPresent() ? Optional.of(first.getAsInt()) : Optional.empty();
        boolean sound = firstRow >= 1 && firstRow <= lastRow && firstColumn.orElse(0) <= lastColumn;
        return sound ? Optional.of(new SheetRange(firstRow, lastRow, firstColumn, lastColumn)) : Optional.empty();
    }

    boolean has(long row) {
        return row >= firstRow && row <= lastRow;
    }

    boolean hasColumn(int column) {
        return column >= firstColumn.orElse(0) && column <= lastColumn;
    }

    /** The number of a column's letters, from 0. */
    static OptionalInt column(String letters) {
        int number = 0;
        for (int i = 0; i < letters.length(); i++) {
            number = number * 26 + letters.charAt(i) - 'A' + 1;
        }
        return number == 0 ? OptionalInt.empty() : OptionalInt.of(number - 1);
    }

    /** The letters of a column. */
    static String letters(int column) {
        StringBuilder letters = new StringBuilder();
        for (int rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
            letters.insert(0, (char) ('A' + (rest - 1) % 26));
        }
        return letters.toString();
    }
}
