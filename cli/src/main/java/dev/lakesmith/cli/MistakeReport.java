package dev.lakesmith.cli;

import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.Diagnostic;
import java.io.PrintStream;
import java.util.List;

/** Prints the mistakes of a project's files. */
final class MistakeReport {

    private MistakeReport() {}

    /** Prints them, and says what the process returns. */
    static ExitCode print(RootCommand root, List<Diagnostic> diagnostics, List<String> notes) {
        PrintStream out = root.console().out();
        if (root.options().json()) {
            new JsonPrinter(out)
                    .print(Rows.of(
                            List.of(
                                    new Column("file", "VARCHAR"),
                                    new Column("line", "INTEGER"),
                                    new Column("column", "INTEGER"),
                                    new Column("code", "VARCHAR"),
                                    new Column("message", "VARCHAR")),
                            diagnostics.stream()
                                    .map(each -> List.of(
                                            each.place().file(),
                                            each.place().line(),
                                            each.place().column(),
                                            each.code().id(),
                                            each.message()))
                                    .toList()));
        } else {
            notes.forEach(note -> out.println(root.console().palette().dim("note: " + note)));
            diagnostics.forEach(each -> root.console().err().println(each));
            if (!diagnostics.isEmpty()) {
                root.console()
                        .err()
                        .println(root.console()
                                .palette()
                                .red(Quantities.count(diagnostics.size(), "mistake", "mistakes")));
            }
        }
        return diagnostics.isEmpty() ? ExitCode.DONE : ExitCode.USAGE;
    }
}
