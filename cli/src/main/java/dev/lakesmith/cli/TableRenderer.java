package dev.lakesmith.cli;

import dev.lakesmith.vocabulary.Column;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Prints rows as an aligned table. On a terminal long values are cut so that a row fits the window; elsewhere nothing is
 * cut. Column widths come from the first {@value #SAMPLE} rows, so memory stays flat however many follow.
 */
final class TableRenderer {

    private static final int SAMPLE = 1000;
    private static final int NARROWEST_COLUMN = 4;
    private static final String GAP = "  ";

    private final Console console;

    TableRenderer(Console console) {
        this.console = console;
    }

    /** Prints all rows and returns how many there were. */
    long print(Rows rows) {
        List<List<@Nullable Object>> sample = new ArrayList<>();
        Optional<List<@Nullable Object>> row = rows.next().get();
        while (row.isPresent() && sample.size() < SAMPLE) {
            sample.add(row.get());
            row = rows.next().get();
        }
        int[] widths = widths(rows.columns(), sample);
        PrintStream out = console.out();
        out.println(header(rows.columns(), widths));
        out.println(console.palette().dim(rule(widths)));
        long count = 0;
        for (List<@Nullable Object> values : sample) {
            out.println(line(rows.columns(), values, widths));
            count++;
        }
        while (row.isPresent()) {
            out.println(line(rows.columns(), row.get(), widths));
            count++;
            row = rows.next().get();
        }
        return count;
    }

    private int[] widths(List<Column> columns, List<List<@Nullable Object>> sample) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = TextWidth.of(TextWidth.oneLine(columns.get(i).name()));
            for (List<@Nullable Object> row : sample) {
                widths[i] = Math.max(widths[i], TextWidth.of(text(row.get(i))));
            }
        }
        if (console.isTerminal()) {
            shrink(widths, console.width() - GAP.length() * (widths.length - 1));
        }
        return widths;
    }

    /** Takes from the widest columns first, so that narrow ones stay whole. */
    private static void shrink(int[] widths, int available) {
        int total = 0;
        for (int width : widths) {
            total += width;
        }
        while (total > available) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) {
                if (widths[i] > widths[widest]) {
                    widest = i;
                }
            }
            if (widths.length == 0 || widths[widest] <= NARROWEST_COLUMN) {
                return;
            }
            widths[widest]--;
            total--;
        }
    }

    private String header(List<Column> columns, int[] widths) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            String name = fit(TextWidth.oneLine(columns.get(i).name()), widths[i]);
            cells.add(console.palette().bold(align(columns.get(i), name, widths[i], i == widths.length - 1)));
        }
        return String.join(GAP, cells);
    }

    private static String rule(int[] widths) {
        List<String> cells = new ArrayList<>();
        for (int width : widths) {
            cells.add("─".repeat(width));
        }
        return String.join(GAP, cells);
    }

    private String line(List<Column> columns, List<@Nullable Object> values, int[] widths) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            Object value = values.get(i);
            String cell = align(columns.get(i), fit(text(value), widths[i]), widths[i], i == widths.length - 1);
            cells.add(value == null ? console.palette().dim(cell) : cell);
        }
        return String.join(GAP, cells);
    }

    private String fit(String text, int width) {
        return console.isTerminal() ? TextWidth.cut(text, width) : text;
    }

    private static String align(Column column, String text, int width, boolean last) {
        if (CellText.isNumeric(column)) {
            return TextWidth.padLeft(text, width);
        }
        return last ? text : TextWidth.padRight(text, width);
    }

    private static String text(@Nullable Object value) {
        return value == null ? CellText.NULL : TextWidth.oneLine(CellText.of(value));
    }
}
