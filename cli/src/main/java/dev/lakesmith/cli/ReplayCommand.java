package dev.lakesmith.cli;

import dev.lakesmith.core.run.Replay;
import dev.lakesmith.core.run.ReplayReport;
import dev.lakesmith.core.run.RunListener;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Sends quarantined rows through the present definition of their table. */
@Command(
        name = "replay",
        description = "Send quarantined rows through the present definition of their table.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lakesmith quarantine replay bronze.crm_contacts --dry-run",
            "  lakesmith quarantine replay bronze.crm_contacts --where \"file LIKE '%%-02.csv'\"",
            "  lakesmith quarantine replay silver.customers   compute it again"
        })
final class ReplayCommand implements Callable<Integer> {

    private static final List<Column> REPORT = List.of(
            new Column("run", "VARCHAR"),
            new Column("table", "VARCHAR"),
            new Column("tried", "BIGINT"),
            new Column("passed", "BIGINT"),
            new Column("refused", "BIGINT"),
            new Column("dry_run", "BOOLEAN"),
            new Column("notes", "VARCHAR[]"),
            new Column("error", "VARCHAR"));

    @ParentCommand
    private @Nullable QuarantineCommand quarantine;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table they were kept out of.")
    private String table = "";

    @Option(
            names = "--where",
            paramLabel = "CONDITION",
            description = "Only records of a bronze table for which this SQL condition over reason, raw, file, line,"
                    + " batch_id, run_id and quarantined_at is true.")
    private @Nullable String where;

    @Option(names = "--dry-run", description = "Tell how many would pass and change nothing.")
    private boolean dryRun;

    @Option(names = "--var", paramLabel = "NAME=VALUE", description = "A value for a parameter of the project.")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Override
    public Integer call() {
        RootCommand parent = Objects.requireNonNull(quarantine).root();
        try (OpenProject open = OpenProject.of(parent, variables, OptionalInt.empty())) {
            ReplayReport report = new Replay(open.workspace(), RunListener.SILENT)
                    .run(
                            TableName.parse(table),
                            Optional.ofNullable(where),
                            dryRun ? Replay.Mode.TRY : Replay.Mode.LAND);
            if (parent.options().json()) {
                printJson(parent, report);
            } else {
                printText(parent, report);
            }
            return report.error().isEmpty() ? ExitCode.DONE.number() : ExitCode.FAILED.number();
        }
    }

    private void printText(RootCommand parent, ReplayReport report) {
        Console console = parent.console();
        report.notes().forEach(note -> console.out()
                .println(console.palette().dim(parent.secrets().scrub(note))));
        report.error().ifPresent(error -> console.out()
                .println(console.palette().red("error: ")
                        + parent.secrets().scrub(error.message())
                        + console.palette().dim(" [" + error.code().id() + "]")));
        if (report.error().isEmpty() && report.chosen() > 0) {
            console.out()
                    .println(report.table() + ": of " + Quantities.count(report.chosen(), "row", "rows") + " "
                            + Quantities.count(report.passed()) + (dryRun ? " would pass, " : " passed, ")
                            + Quantities.count(report.refused())
                            + (dryRun ? " would stay in quarantine" : " in quarantine now"));
        }
    }

    private void printJson(RootCommand parent, ReplayReport report) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(report.runId());
        row.add(report.table().toString());
        row.add(report.chosen());
        row.add(report.passed());
        row.add(report.refused());
        row.add(dryRun);
        row.add(report.notes().stream().map(parent.secrets()::scrub).toList());
        row.add(report.error()
                .map(error -> parent.secrets().scrub(error.message()))
                .orElse(null));
        new JsonPrinter(parent.console().out()).print(Rows.of(REPORT, List.of(row)));
    }
}
