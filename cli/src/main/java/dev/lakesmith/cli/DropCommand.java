package dev.lakesmith.cli;

import dev.lakesmith.core.run.Departure;
import dev.lakesmith.core.run.Drop;
import dev.lakesmith.core.run.Drop.Landed;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Takes tables out of the lake that the project does not declare any more. */
@Command(
        name = "drop",
        description = {
            "Take tables and views out of the lake that no file of the project declares any more. Quarantine, stored"
                    + " failures and history of a table go with it; landed data stays unless you say otherwise."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lakesmith tables                          tells what is not declared",
            "  lakesmith drop silver.old_customers       shows what goes, and asks",
            "  lakesmith drop silver.old gold.old --yes  asks nothing, for scripts",
            "  lakesmith drop bronze.crm_x --with-landed the raw data too",
            "",
            "'lakesmith maintain' removes the files when nothing has needed them for a day",
            "(keep_files). Projects that share a lake see each other's tables as not declared."
        })
final class DropCommand implements Runnable {

    private static final List<Column> COLUMNS = List.of(
            new Column("table", "VARCHAR"),
            new Column("kind", "VARCHAR"),
            new Column("rows", "BIGINT"),
            new Column("bytes", "BIGINT"),
            new Column("because", "VARCHAR"),
            new Column("tags", "VARCHAR[]"),
            new Column("branches", "VARCHAR[]"),
            new Column("dropped", "BOOLEAN"));

    @ParentCommand
    private @Nullable RootCommand root;

    @Parameters(paramLabel = "TABLE", arity = "1..*", description = "Which tables or views.")
    private List<String> tables = new ArrayList<>();

    @Option(
            names = "--with-landed",
            description = "Drop the landed data of bronze tables too: the ledger of landed files, and the copies.")
    private boolean withLanded;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Override
    public void run() {
        RootCommand parent = Objects.requireNonNull(root);
        try (OpenProject open = OpenProject.of(parent, Map.of(), OptionalInt.empty())) {
            Drop drop = Drop.of(
                    open.workspace(),
                    tables.stream().map(TableName::parse).toList(),
                    withLanded ? Landed.DROPPED : Landed.KEPT);
            if (!parent.options().json()) {
                show(parent, drop);
            }
            if (!yes && !agreed(parent, drop)) {
                parent.console().out().println("nothing was dropped");
                return;
            }
            drop.run();
            if (parent.options().json()) {
                printJson(parent, drop.leaving(), true);
                return;
            }
            parent.console().out().println("dropped " + counted(drop.leaving()));
            parent.console()
                    .out()
                    .println(parent.console()
                            .palette()
                            .dim("files stay for readers that opened them; 'lakesmith maintain' removes them after "
                                    + Quantities.age(open.workspace()
                                            .project()
                                            .maintenance()
                                            .of(drop.leaving().get(0).table())
                                            .keptFor())));
        }
    }

    private static void show(RootCommand parent, Drop drop) {
        PrintStream out = parent.console().out();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Departure each : drop.leaving()) {
            boolean view = each.kind().equals("view");
            List<@Nullable Object> row = new ArrayList<>();
            row.add(each.table().toString());
            row.add(each.kind());
            row.add(view ? "" : each.rows());
            row.add(view ? "" : Quantities.bytes(each.bytes()));
            row.add(each.because());
            rows.add(row);
        }
        new TableRenderer(parent.console())
                .print(Rows.of(
                        List.of(
                                COLUMNS.get(0),
                                COLUMNS.get(1),
                                COLUMNS.get(2),
                                new Column("size", "VARCHAR"),
                                COLUMNS.get(4)),
                        rows));
        drop.leaving().forEach(each -> {
            if (!each.tags().isEmpty()) {
                out.println("note: " + each.table() + " has the tags " + each.tags() + ", which go with it");
            }
            if (!each.branches().isEmpty()) {
                out.println("note: " + each.table() + " stays on the branches " + each.branches()
                        + ", and its files as long as those are there");
            }
        });
        drop.landingKept()
                .forEach(landing -> out.println("note: landed data is kept: " + landing
                        + " (a stream of that name would load it again); --with-landed drops it too"));
    }

    private static boolean agreed(RootCommand parent, Drop drop) {
        Console console = parent.console();
        if (!console.isTerminal() || parent.options().json() || "no".equals(System.getProperty("lakesmith.typed"))) {
            if (parent.options().json()) {
                printJson(parent, drop.leaving(), false);
            }
            throw new LakesmithException(
                    ErrorCode.USAGE,
                    "nothing was dropped, because nobody can be asked here; say --yes to drop "
                            + counted(drop.leaving()));
        }
        console.out().print("drop " + counted(drop.leaving()) + "? [y/N] ");
        console.out().flush();
        try {
            String answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return answer != null && List.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
        } catch (IOException e) {
            throw new LakesmithException(ErrorCode.USAGE, "the answer cannot be read: " + e.getMessage(), e);
        }
    }

    private static String counted(List<Departure> leaving) {
        boolean onlyViews = leaving.stream().allMatch(each -> each.kind().equals("view"));
        return onlyViews
                ? Quantities.count(leaving.size(), "view", "views")
                : Quantities.count(leaving.size(), "table", "tables");
    }

    private static void printJson(RootCommand parent, List<Departure> leaving, boolean dropped) {
        new JsonPrinter(parent.console().out())
                .print(Rows.of(
                        COLUMNS,
                        leaving.stream()
                                .map(each -> List.<Object>of(
                                        each.table().toString(),
                                        each.kind(),
                                        each.rows(),
                                        each.bytes(),
                                        each.because(),
                                        each.tags(),
                                        each.branches(),
                                        dropped))
                                .toList()));
    }
}
