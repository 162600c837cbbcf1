package dev.lakesmith.cli;

import dev.lakesmith.vocabulary.Column;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Prints rows as CSV (RFC 4180, but with line feeds): a header, NULL as nothing, an empty text as {@code ""}. For
 * standard output; files are written by the engine.
 */
final class CsvPrinter {

    private final PrintStream out;

    CsvPrinter(PrintStream out) {
        this.out = out;
    }

    /** Prints all rows and returns how many there were. */
    long print(Rows rows) {
        out.print(rows.columns().stream()
                .map(Column::name)
                .map(CsvPrinter::quoted)
                .collect(Collectors.joining(",")));
        out.print('\n');
        long count = 0;
        Optional<List<@Nullable Object>> row = rows.next().get();
        while (row.isPresent()) {
            out.print(row.get().stream().map(CsvPrinter::cell).collect(Collectors.joining(",")));
            out.print('\n');
            count++;
            row = rows.next().get();
        }
        return count;
    }

    private static String cell(@Nullable Object value) {
        return value == null ? "" : quoted(CellText.of(value));
    }

    private static String quoted(String text) {
        boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
