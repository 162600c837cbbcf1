package dev.lakesmith.cli;

import dev.lakesmith.functions.FunctionCatalogue;
import dev.lakesmith.functions.SqlFunction;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Nearest;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/**
 * Asks for statements until the user leaves. Ctrl-C throws away what was typed, or interrupts the thread that runs a
 * statement; Ctrl-D leaves. A user's mistake is shown and forgotten.
 */
final class InteractiveShell {

    static final List<String> COMMANDS = List.of(".tables", ".functions", ".help", ".quit");

    private static final String PROMPT = "lake> ";
    private static final String CONTINUATION = "  ... ";
    private static final String BANNER =
            "SQL ends with a semicolon; .tables lists tables, .help tells more, .quit or Ctrl-D leaves";
    private static final Pattern LEAVE = Pattern.compile("(?i)(quit|exit)\\s*;?");
    private static final String HELP = """
            Type SQL and end it with a semicolon; it may span lines. Tab completes names of tables, columns and functions.
              .tables [WORD]     list tables and views, or those whose name contains WORD
              .functions [WORD]  list the functions beside DuckDB's own, or those that speak of WORD
              .help              show this
              .quit              leave; so do quit, exit and Ctrl-D
            Ctrl-C stops a running statement. ↑ brings back earlier ones.""";

    private final Terminal terminal;
    private final Console console;
    private final Failures failures;
    private final Path historyFile;
    private final Supplier<List<KnownTable>> tables;
    private final Consumer<String> statements;

    /**
     * @param historyFile what was typed is kept here
     * @param tables asked anew for each completion, so it must be quick
     * @param statements runs one statement and prints its result; an interrupt of its thread cancels it with a
     *     LakesmithException
     */
    InteractiveShell(
            Terminal terminal,
            Console console,
            Path historyFile,
            Supplier<List<KnownTable>> tables,
            Consumer<String> statements) {
        this.terminal = terminal;
        this.console = console;
        this.failures = new Failures(console);
        this.historyFile = historyFile;
        this.tables = tables;
        this.statements = statements;
    }

    void run() {
        LineReader reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("lakesmith")
                .parser(new StatementParser())
                .completer(new SqlCompleter(tables))
                .variable(LineReader.HISTORY_FILE, historyFile)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, CONTINUATION)
                .option(LineReader.Option.CASE_INSENSITIVE, true)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
        console.out().println(console.palette().dim(BANNER));
        console.flush();
        boolean stay = true;
        while (stay) {
            try {
                stay = handle(reader.readLine(PROMPT).strip());
            } catch (UserInterruptException discarded) {
                stay = true;
            } catch (EndOfFileException left) {
                stay = false;
            }
            console.flush();
        }
    }

    /** Whether a line is a word by which people leave such shells. */
    static boolean leaves(String line) {
        return LEAVE.matcher(line.strip()).matches();
    }

    private boolean handle(String typed) {
        if (leaves(typed)) {
            return false;
        }
        if (typed.startsWith(".")) {
            return command(typed.replaceAll("[;\\s]+\\z", ""));
        }
        for (String statement : StatementSplitter.split(typed).complete()) {
            if (!execute(statement)) {
                break;
            }
        }
        return true;
    }

    private boolean command(String typed) {
        String[] words = typed.split("\\s+", 2);
        switch (words[0]) {
            case ".quit", ".exit" -> {
                return false;
            }
            case ".help" -> console.out().println(HELP);
            case ".tables" -> printTables(words.length == 2 ? words[1] : "");
            case ".functions" -> printFunctions(words.length == 2 ? words[1] : "");
            default ->
                console.err()
                        .println("'" + words[0] + "' is not a command"
                                + Nearest.hint(words[0], COMMANDS)
                                + " Known are " + String.join(", ", COMMANDS) + ".");
        }
        return true;
    }

    private void printTables(String word) {
        List<List<String>> rows = tables.get().stream()
                .filter(table -> table.name().toString().contains(word))
                .map(table -> List.of(
                        table.name().toString(),
                        String.join(
                                ", ", table.columns().stream().map(Column::name).toList())))
                .toList();
        new TableRenderer(console)
                .print(Rows.of(List.of(new Column("table", "VARCHAR"), new Column("columns", "VARCHAR")), rows));
    }

    private void printFunctions(String word) {
        for (SqlFunction function : FunctionCatalogue.functions()) {
            if (function.name().contains(word) || function.description().contains(word)) {
                console.out().println(function.signature());
                console.out().println("    " + function.description());
                console.out()
                        .println("    " + function.example().call() + " gives "
                                + function.example().value());
            }
        }
    }

    private boolean execute(String statement) {
        Thread self = Thread.currentThread();
        Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, signal -> self.interrupt());
        try {
            statements.accept(statement);
            return true;
        } catch (LakesmithException e) {
            failures.report(e);
            return false;
        } finally {
            terminal.handle(Terminal.Signal.INT, before);
            // an interrupt that came after the statement's end must not hit the next one
            Thread.interrupted();
        }
    }
}
