package dev.lakesmith.cli;

import dev.lakesmith.core.plan.Plan;
import dev.lakesmith.core.run.Planning;
import dev.lakesmith.core.run.RunOptions;
import dev.lakesmith.vocabulary.Column;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Shows what a run would do, and why. */
@Command(
        name = "plan",
        description = "Show what a run would do, and why each step is there.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lakesmith plan                          everything that needs work",
            "  lakesmith plan --select +gold.sales     gold.sales and all it reads",
            "  lakesmith plan --full-refresh --json    every step, one object each"
        })
final class PlanCommand implements Runnable {

    private static final List<Column> COLUMNS =
            List.of(new Column("step", "VARCHAR"), new Column("table", "VARCHAR"), new Column("reason", "VARCHAR"));

    @ParentCommand
    private @Nullable RootCommand root;

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Override
    public void run() {
        RootCommand parent = Objects.requireNonNull(root);
        try (OpenProject open = OpenProject.of(parent, selection.variables(), OptionalInt.empty())) {
            Plan plan = new Planning(open.workspace())
                    .plan(selection.options(RunOptions.Start.FRESH, RunOptions.Shrink.REFUSED));
            Rows rows = Rows.of(
                    COLUMNS,
                    plan.steps().stream()
                            .map(step -> List.of(step.kind(), step.table().toString(), step.reason()))
                            .toList());
            PrintStream out = parent.console().out();
            if (parent.options().json()) {
                new JsonPrinter(out).print(rows);
                return;
            }
            plan.notes().forEach(note -> out.println(parent.console().palette().dim("note: " + note)));
            if (plan.isEmpty()) {
                out.println("nothing to do: " + Quantities.count(plan.upToDate(), "table is", "tables are")
                        + " up to date");
                return;
            }
            new TableRenderer(parent.console()).print(rows);
            out.println(parent.console()
                    .palette()
                    .dim(Quantities.count(plan.steps().size(), "step", "steps") + ", "
                            + Quantities.count(plan.upToDate(), "table", "tables") + " up to date"));
        }
    }
}
