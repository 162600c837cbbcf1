package dev.lakesmith.cli;

import dev.lakesmith.core.engine.CheckOutcome;
import dev.lakesmith.core.project.Cell;
import dev.lakesmith.core.project.UnitTest;
import dev.lakesmith.core.test.Mismatch;
import dev.lakesmith.core.test.RowDiff;
import dev.lakesmith.core.test.TestReport;
import dev.lakesmith.core.test.TestReport.Finding;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is not as a test expects, in lines. Rows that differ are one line each, {@code expected → found} in the cells
 * that do; {@code -} is a missing row, {@code +} one too many.
 */
final class FindingText {

    private static final int MOST_ROWS = 50;
    private static final String GAP = "  ";

    private final Palette palette;

    FindingText(Palette palette) {
        this.palette = palette;
    }

    /** A cell that knows how wide it is, colours aside. */
    private record Shown(String text, int width) {

        static Shown plain(String text) {
            return new Shown(text, TextWidth.of(text));
        }
    }

    /** The lines of a test that did not pass. */
    List<String> of(TestReport report) {
        List<String> lines = new ArrayList<>();
        boolean several =
                report.findings().stream().map(Finding::run).distinct().count() > 1
                        || report.findings().stream().anyMatch(finding -> finding.run() > 1);
        for (Finding finding : report.findings()) {
            if (several) {
                lines.add(palette.dim("after run " + finding.run() + ", " + finding.place()));
            }
            lines.addAll(of(finding.mismatch()));
        }
        report.error().ifPresent(e -> lines.add(palette.red("error: ") + error(e)));
        return lines;
    }

    private static String error(LakesmithException e) {
        return e.message() + " [" + e.code().id() + "]";
    }

    private List<String> of(Mismatch mismatch) {
        if (mismatch instanceof Mismatch.Rows rows) {
            return rows(rows.diff());
        } else if (mismatch instanceof Mismatch.Quarantine quarantine) {
            return quarantine(quarantine);
        } else if (mismatch instanceof Mismatch.Checks checks) {
            return checks(checks);
        }
        return drops((Mismatch.Drops) mismatch);
    }

    private List<String> rows(RowDiff diff) {
        List<String> lines = new ArrayList<>();
        lines.add("rows: "
                + List.of(
                                count(diff.missing().size(), "missing"),
                                count(diff.unexpected().size(), "unexpected"),
                                count(diff.differing().size(), "different"),
                                diff.equal() + " as expected")
                        .stream()
                        .filter(each -> !each.isEmpty())
                        .collect(Collectors.joining(", ")));
        List<List<Shown>> table = new ArrayList<>();
        table.add(header(diff));
        diff.differing().stream().limit(MOST_ROWS).forEach(pair -> table.add(differing(pair)));
        diff.missing().stream().limit(MOST_ROWS).forEach(row -> table.add(whole("-", row)));
        diff.unexpected().stream().limit(MOST_ROWS).forEach(row -> table.add(whole("+", row)));
        lines.addAll(aligned(table));
        int left = diff.missing().size()
                + diff.unexpected().size()
                + diff.differing().size()
                + 1
                - table.size();
        if (left > 0) {
            lines.add("and " + Quantities.count(left, "more row", "more rows"));
        }
        return lines;
    }

    private static String count(int number, String word) {
        return number == 0 ? "" : number + " " + word;
    }

    private List<Shown> header(RowDiff diff) {
        List<Shown> cells = new ArrayList<>(List.of(Shown.plain(" ")));
        diff.columns().forEach(column -> {
            String name = TextWidth.oneLine(column.name());
            cells.add(new Shown(palette.bold(name), TextWidth.of(name)));
        });
        return cells;
    }

    private List<Shown> whole(String sign, List<@Nullable Object> row) {
        List<Shown> cells = new ArrayList<>(List.of(coloured(sign, sign)));
        row.forEach(value -> cells.add(coloured(sign, text(value))));
        return cells;
    }

    private Shown coloured(String sign, String text) {
        return new Shown(sign.equals("-") ? palette.red(text) : palette.green(text), TextWidth.of(text));
    }

    private List<Shown> differing(RowDiff.Pair pair) {
        List<Shown> cells = new ArrayList<>(List.of(new Shown(palette.yellow("~"), 1)));
        for (int i = 0; i < pair.expected().size(); i++) {
            String expected = text(pair.expected().get(i));
            if (Objects.equals(pair.expected().get(i), pair.actual().get(i))) {
                cells.add(Shown.plain(expected));
            } else {
                String actual = text(pair.actual().get(i));
                cells.add(new Shown(
                        palette.red(expected) + " → " + palette.green(actual),
                        TextWidth.of(expected) + 3 + TextWidth.of(actual)));
            }
        }
        return cells;
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return CellText.NULL;
        }
        String text = TextWidth.oneLine(CellText.of(value));
        // Otherwise such a text could not be told from NULL, nothing, or a neighbour's padding.
        boolean unclear =
                value instanceof String && (text.isEmpty() || text.equals(CellText.NULL) || !text.equals(text.strip()));
        return unclear ? "'" + text + "'" : text;
    }

    private static List<String> aligned(List<List<Shown>> table) {
        int[] widths = new int[table.get(0).size()];
        table.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).width());
            }
        });
        List<String> lines = new ArrayList<>();
        for (List<Shown> row : table) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                boolean last = i == widths.length - 1;
                line.append(row.get(i).text())
                        .append(last ? "" : " ".repeat(widths[i] - row.get(i).width()) + GAP);
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private List<String> quarantine(Mismatch.Quarantine found) {
        List<String> lines = new ArrayList<>();
        lines.add("quarantine: "
                + List.of(
                                count(found.missing().size(), "missing"),
                                count(found.unexpected().size(), "unexpected"))
                        .stream()
                        .filter(each -> !each.isEmpty())
                        .collect(Collectors.joining(", ")));
        found.missing().stream()
                .limit(MOST_ROWS)
                .forEach(row -> lines.add(palette.red("-  " + row.reason()
                        + row.row().map(values -> "  " + values(values)).orElse(""))));
        found.unexpected().stream()
                .limit(MOST_ROWS)
                .forEach(row -> lines.add(palette.green("+  " + row.reason() + "  " + TextWidth.oneLine(row.raw()))));
        return lines;
    }

    private static String values(UnitTest.Row row) {
        return row.cells().stream()
                .map(cell -> cell.key() + ": "
                        + (cell.value() instanceof Cell.Scalar scalar
                                ? scalar.text()
                                : cell.value().shown()))
                .collect(Collectors.joining(", "));
    }

    private List<String> checks(Mismatch.Checks found) {
        List<String> lines = new ArrayList<>();
        found.passed().forEach(name -> lines.add(palette.red("-  ") + "the check " + name + " passed, but should not"));
        for (CheckOutcome outcome : found.failed()) {
            lines.add(palette.green("+  ") + "the check " + outcome.check().name() + " did not pass: " + outcome.seen()
                    + outcome.sample().map(sample -> ", such as " + sample).orElse(""));
        }
        return lines;
    }

    private List<String> drops(Mismatch.Drops found) {
        List<String> lines = new ArrayList<>(List.of("drops:"));
        TreeSet<String> reasons = new TreeSet<>(found.expected().keySet());
        reasons.addAll(found.actual().keySet());
        for (String reason : reasons) {
            long expected = of(found.expected(), reason);
            long actual = of(found.actual(), reason);
            if (expected != actual) {
                lines.add(palette.yellow("~  ") + reason + "  " + palette.red(Long.toString(expected)) + " → "
                        + palette.green(Long.toString(actual)));
            }
        }
        return lines;
    }

    private static long of(SortedMap<String, Long> drops, String reason) {
        return drops.getOrDefault(reason, 0L);
    }
}
