package dev.lakesmith.core.run;

import dev.lakesmith.core.export.ExportedModels;
import dev.lakesmith.core.export.Exporter;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.plan.Plan;
import dev.lakesmith.core.plan.Step;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The exports of a plan: they begin when everything else is done and published, and not at all when it is not. */
final class ExportPhase {

    private final List<Step> before = new ArrayList<>();
    private final List<Step.Export> exports = new ArrayList<>();
    private final Function<Step.Export, StepReport> run;

    /** @param run runs one export and never throws for a failure of it */
    ExportPhase(Plan plan, Function<Step.Export, StepReport> run) {
        for (Step step : plan.steps()) {
            if (step instanceof Step.Export export) {
                exports.add(export);
            } else {
                before.add(step);
            }
        }
        this.run = run;
    }

    /** The steps that are no exports. */
    List<Step> before() {
        return before;
    }

    /** Runs the exports; the reports of all steps. */
    List<StepReport> after(List<StepReport> steps) {
        List<StepReport> all = new ArrayList<>(steps);
        exports.forEach(step -> all.add(run.apply(step)));
        return all;
    }

    /** Leaves the exports out; the reports of all steps. */
    List<StepReport> blocked(List<StepReport> steps) {
        List<StepReport> all = new ArrayList<>(steps);
        for (Step.Export step : exports) {
            all.add(new StepReport(
                    step.table(),
                    step.kind(),
                    step.reason(),
                    StepReport.Status.BLOCKED,
                    Ledger.EMPTY,
                    0,
                    Duration.ZERO,
                    List.of(),
                    List.of(),
                    Optional.of(new LakesmithException(
                            ErrorCode.CONTRACT_BROKEN, "not exported because the run published nothing"))));
        }
        return all;
    }

    /** Steps that export tables, changed or not. */
    static List<Step> asked(Workspace workspace, Collection<TableName> tables) {
        List<Step> steps = new ArrayList<>();
        for (Model model : ExportedModels.of(workspace.project(), tables)) {
            boolean there = workspace.lake().published().table(model.name()).isPresent();
            if (there || !tables.isEmpty()) {
                model.export()
                        .ifPresent(export ->
                                steps.add(new Step.Export(model.name(), export, Exporter.When.ALWAYS, "asked for")));
            }
        }
        return steps;
    }
}
