package dev.lakesmith.cli;

import dev.lakesmith.core.engine.QueryResult;
import dev.lakesmith.core.engine.ResultFormat;
import dev.lakesmith.core.run.Queries;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Answers SQL, once or in a shell. */
@Command(
        name = "query",
        description = "Query the lake: one SELECT, or a shell without one.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lakesmith query                     a shell with history and completion",
            "  lakesmith query 'SELECT count(*) FROM gold.sales'",
            "  lakesmith query 'FROM gold.sales' --format csv > sales.csv",
            "  lakesmith query 'FROM gold.sales' --format parquet --output sales.parquet",
            "  lakesmith query 'DESCRIBE gold.sales'          its columns; SHOW TABLES lists tables",
            "  lakesmith query --explain 'FROM gold.sales WHERE day = current_date'   the files it would read",
            "  lakesmith query 'FROM gold.sales' --at 2026-01-31T00:00:00Z"
        })
final class QueryCommand implements Runnable {

    private static final long MOST_ROWS = 1_000;

    @ParentCommand
    private @Nullable RootCommand root;

    @Parameters(index = "0", arity = "0..1", paramLabel = "SQL", description = "A SELECT over the lake's tables.")
    private @Nullable String sql;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "table, csv, json (one object a line) or parquet (with --output). Default: table.")
    private @Nullable Format format;

    @Option(names = "--output", paramLabel = "FILE", description = "Write the result to a file.")
    private @Nullable Path output;

    @Option(
            names = "--at",
            paramLabel = "MOMENT",
            description = "Read tables as of a snapshot id, a tag or a time such as 2026-01-31T00:00:00Z.")
    private @Nullable String moment;

    @Option(names = "--branch", paramLabel = "NAME", description = "Read what a failed run staged.")
    private @Nullable String branch;

    @Option(names = "--var", paramLabel = "NAME=VALUE", description = "A value for a parameter of the project.")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "The most rows that a table shows. Default on a terminal: 1000; other formats give all.")
    private @Nullable Long limit;

    @Option(
            names = "--explain",
            description = "Tell which data files the query would read, and by what condition others are left out;"
                    + " nothing is read.")
    private boolean explain;

    /** How a result is written. */
    enum Format {
        TABLE,
        CSV,
        JSON,
        PARQUET
    }

    @Override
    public void run() {
        RootCommand parent = Objects.requireNonNull(root);
        try (OpenProject open = OpenProject.forReading(parent, variables)) {
            Queries queries = Queries.of(open.workspace(), Optional.ofNullable(moment), Optional.ofNullable(branch));
            if (explain) {
                explain(parent, queries);
            } else if (sql == null && "no".equals(System.getProperty("lakesmith.typed"))) {
                script(parent, queries);
            } else if (sql == null) {
                shell(parent, open, queries);
            } else if (output != null) {
                export(parent, queries, sql, output);
            } else {
                print(parent, queries, sql);
            }
        }
    }

    private void explain(RootCommand parent, Queries queries) {
        if (sql == null || output != null) {
            throw new LakesmithException(
                    ErrorCode.USAGE,
                    sql == null
                            ? "--explain needs a query: lakesmith query --explain 'SELECT …'"
                            : "--explain reads no rows, so that --output has nothing to write; leave one of them out");
        }
        ReadingPrinter.of(queries.explain(sql)).print(parent.console(), chosen(parent));
    }

    /** Statements from standard input, when nobody types them: no prompt, and the first mistake ends it. */
    private void script(RootCommand parent, Queries queries) {
        String text;
        try {
            text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new LakesmithException(ErrorCode.USAGE, "standard input cannot be read: " + e.getMessage(), e);
        }
        StatementSplitter statements = StatementSplitter.split(text);
        statements.complete().forEach(statement -> print(parent, queries, statement));
        if (!statements.rest().isEmpty()) {
            print(parent, queries, statements.rest());
        }
    }

    private Format chosen(RootCommand parent) {
        return format != null ? format : parent.options().json() ? Format.JSON : Format.TABLE;
    }

    private void print(RootCommand parent, Queries queries, String statement) {
        Console console = parent.console();
        try (QueryResult result = queries.run(statement)) {
            Rows rows = new Rows(result.columns(), result::next);
            switch (chosen(parent)) {
                case TABLE -> {
                    long most = mostRows(console);
                    long[] read = new long[1];
                    long count = new TableRenderer(console)
                            .print(new Rows(
                                    result.columns(), () -> read[0]++ < most ? result.next() : Optional.empty()));
                    if (count == most && result.next().isPresent()) {
                        console.out()
                                .println(console.palette()
                                        .dim("the first " + Quantities.count(most) + " rows; --limit N shows more,"
                                                + " --format csv, json or parquet gives all"));
                    } else if (console.isTerminal()) {
                        console.out().println(console.palette().dim(Quantities.count(count, "row", "rows")));
                    }
                }
                case CSV -> new CsvPrinter(console.out()).print(rows);
                case JSON -> new JsonPrinter(console.out()).print(rows);
                case PARQUET ->
                    throw new LakesmithException(ErrorCode.USAGE, "Parquet is no text; name a file with --output FILE");
            }
        }
    }

    private long mostRows(Console console) {
        if (limit == null) {
            return console.isTerminal() ? MOST_ROWS : Long.MAX_VALUE;
        }
        if (limit < 1) {
            throw new LakesmithException(ErrorCode.USAGE, "--limit must be 1 or more, got " + limit);
        }
        return limit;
    }

    private void export(RootCommand parent, Queries queries, String statement, Path file) {
        Path absolute = file.toAbsolutePath();
        if (absolute.getParent() != null && !Files.isDirectory(absolute.getParent())) {
            throw new LakesmithException(
                    ErrorCode.USAGE, "--output " + file + ": the folder " + absolute.getParent() + " does not exist");
        }
        ResultFormat resultFormat =
                switch (chosen(parent)) {
                    case TABLE ->
                        throw new LakesmithException(ErrorCode.USAGE, "--output needs --format csv, json or parquet");
                    case CSV -> ResultFormat.CSV;
                    case JSON -> ResultFormat.JSON;
                    case PARQUET -> ResultFormat.PARQUET;
                };
        long rows = queries.export(statement, resultFormat, absolute);
        parent.console().err().println(Quantities.count(rows, "row", "rows") + " written to " + file);
    }

    private void shell(RootCommand parent, OpenProject open, Queries queries) {
        Path history = open.workspace().project().stateDirectory().resolve("shell_history");
        try (Terminal terminal = TerminalBuilder.builder().name("lakesmith").build()) {
            if (Files.isWritable(open.workspace().project().directory())) {
                Files.createDirectories(history.toAbsolutePath().getParent());
            }
            new InteractiveShell(
                            terminal,
                            parent.console(),
                            history,
                            () -> known(queries),
                            statement -> print(parent, queries, statement))
                    .run();
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.USAGE,
                    "no shell can be opened here: " + e.getMessage() + "; give the SQL as argument",
                    e);
        }
    }

    private static List<KnownTable> known(Queries queries) {
        return queries.tables().entrySet().stream()
                .map(entry -> new KnownTable(entry.getKey(), entry.getValue()))
                .toList();
    }
}
