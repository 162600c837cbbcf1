package dev.lakesmith.cli;

import dev.lakesmith.core.connector.Sample;
import dev.lakesmith.core.connector.Span;
import dev.lakesmith.core.project.Secrets;
import dev.lakesmith.core.run.ExtractOptions;
import dev.lakesmith.core.run.ExtractPlanning;
import dev.lakesmith.core.run.Runner;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Extracts streams, and leaves what follows to the next run. */
@Command(
        name = "extract",
        description = {
            "Land what the sources have, and nothing more: the next run loads it. With --from or --to, a part of"
                    + " streams is read again by the values of their cursor, and their bookmarks stay where they are."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lakesmith extract                                    all streams",
            "  lakesmith extract --dry-run                          what would be asked",
            "  lakesmith extract -s bronze.shop_orders --from 2024-01-01 --to 2024-02-01",
            "                                                       January once more"
        })
final class ExtractCommand implements Callable<Integer> {

    private static final List<Column> COLUMNS = List.of(
            new Column("stream", "VARCHAR"),
            new Column("extracts", "VARCHAR"),
            new Column("ended", "VARCHAR"),
            new Column("bookmark", "VARCHAR"),
            new Column("asked", "VARCHAR[]"),
            new Column("sample", "VARCHAR[]"));

    private static final int MOST_SHOWN = 500;

    @ParentCommand
    private @Nullable RootCommand root;

    @Option(
            names = {"-s", "--select"},
            paramLabel = "SELECTOR",
            split = ",",
            description = {
                "Only the streams among these tables: bronze.shop_orders, source:NAME;",
                "+ before a table: the streams it is made of."
            })
    private List<String> selectors = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "VALUE",
            description = "Read again from this value of the cursor on: a time (UTC without a zone), a number, a text.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "VALUE", description = "Read again what is below this value of the cursor.")
    private @Nullable String to;

    @Option(names = "--dry-run", description = "Land nothing; show what would be asked for, and the first records.")
    private boolean dryRun;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "With --dry-run: how many records. Default: ${DEFAULT-VALUE}.")
    private int rows = 5;

    @Option(names = "--threads", paramLabel = "N", description = "Threads for steps and engine. Default: the target's.")
    private @Nullable Integer threads;

    @Override
    public Integer call() {
        RootCommand parent = Objects.requireNonNull(root);
        if (rows < 1 || rows > 10_000) {
            throw new LakesmithException(ErrorCode.USAGE, "--rows must be from 1 to 10000, got " + rows);
        }
        OptionalInt wanted = threads == null ? OptionalInt.empty() : OptionalInt.of(Threads.checked(threads));
        ExtractOptions options = new ExtractOptions(selectors, span());
        try (OpenProject open = OpenProject.of(parent, Map.of(), wanted)) {
            if (dryRun) {
                show(
                        parent,
                        new ExtractPlanning(open.workspace()).preview(options, rows),
                        open.workspace().project().secrets());
                return ExitCode.DONE.number();
            }
            return RunCommand.run(
                    parent,
                    open,
                    listener -> new Runner(open.workspace(), listener).extract(options),
                    new ExtractEnding());
        }
    }

    private Optional<Span> span() {
        Optional<String> low = given("--from", from);
        Optional<String> high = given("--to", to);
        return low.isEmpty() && high.isEmpty() ? Optional.empty() : Optional.of(new Span(low, high));
    }

    private static Optional<String> given(String option, @Nullable String value) {
        if (value != null && value.isBlank()) {
            throw new LakesmithException(
                    ErrorCode.USAGE, option + " is empty; write a value of the cursor, or leave " + option + " away");
        }
        return Optional.ofNullable(value);
    }

    private static void show(RootCommand parent, List<ExtractPlanning.Shown> shown, Secrets secrets) {
        if (parent.options().json()) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (ExtractPlanning.Shown each : shown) {
                List<@Nullable Object> row = new ArrayList<>();
                row.add(each.stream().bronze().toString());
                row.add(each.reason().map(secrets::scrub).orElse(null));
                row.add(each.ended().map(secrets::scrub).orElse(null));
                row.add(each.bookmark().map(secrets::scrub).orElse(null));
                row.add(each.preview().asked().stream().map(secrets::scrub).toList());
                row.add(each.preview().sample().map(ExtractCommand::texts).orElse(List.of()));
                rows.add(row);
            }
            new JsonPrinter(parent.console().out()).print(Rows.of(COLUMNS, rows));
            return;
        }
        PrintStream out = parent.console().out();
        Palette palette = parent.console().palette();
        for (ExtractPlanning.Shown each : shown) {
            out.println(each.stream().source() + "." + each.stream().name() + ": "
                    + each.reason().map(secrets::scrub).orElse("nothing to extract"));
            each.ended()
                    .map(secrets::scrub)
                    .ifPresent(ended -> out.println(palette.dim("  extracted so far: " + shortened(ended))));
            each.preview().asked().forEach(asked -> out.println("  " + secrets.scrub(asked)));
            each.preview().sample().ifPresent(sample -> table(parent, sample));
        }
        out.println(palette.dim("nothing was landed"));
    }

    private static String shortened(String text) {
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
    }

    private static void table(RootCommand parent, Sample sample) {
        if (sample.rows().isEmpty()) {
            parent.console().out().println("  no records");
            return;
        }
        new TableRenderer(parent.console())
                .print(Rows.of(
                        sample.columns().stream()
                                .map(column -> new Column(column.name(), "VARCHAR"))
                                .toList(),
                        sample.rows()));
    }

    private static List<String> texts(Sample sample) {
        return sample.rows().stream().map(row -> String.join(" | ", texts(row))).toList();
    }

    private static List<String> texts(List<@Nullable String> row) {
        return row.stream().map(value -> value == null ? "NULL" : value).toList();
    }
}
