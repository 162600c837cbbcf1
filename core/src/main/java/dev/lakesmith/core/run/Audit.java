package dev.lakesmith.core.run;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.Severity;
import dev.lakesmith.core.engine.CheckOutcome;
import dev.lakesmith.core.plan.CheckInputs;
import dev.lakesmith.core.plan.Inputs;
import dev.lakesmith.core.plan.Step;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.LakeProperties;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Decides which staged tables may be published. Checks of a table alone are made as soon as it is staged; those that
 * read other tables at the end of the run, when those are staged too. Used by several threads.
 */
final class Audit {

    private final Workspace workspace;
    private final Branch branch;
    private final String runId;

    Audit(Workspace workspace, Branch branch, String runId) {
        this.workspace = workspace;
        this.branch = branch;
        this.runId = runId;
    }

    /** Makes the checks that read nothing but the table. Throws CHECK_FAILED. */
    List<CheckOutcome> atOnce(Model model) {
        return passed(
                model,
                model.checks().stream()
                        .filter(check -> check.severity() != Severity.QUARANTINE)
                        .filter(check -> !looksElsewhere(check))
                        .toList());
    }

    /** As {@link #atOnce}, for a table that was just staged; if that was all, it may be published. */
    List<CheckOutcome> staged(Model model) {
        List<CheckOutcome> outcomes = atOnce(model);
        if (model.checks().stream().noneMatch(Audit::looksElsewhere)) {
            branch.audited(model.name(), metrics(model.name(), outcomes));
        }
        return outcomes;
    }

    /** Makes the checks that read other tables, where this run could have changed their verdict. */
    StepReport atEnd(Step step, StepReport report) {
        if (report.stopsOthers()) {
            return report;
        }
        if (step instanceof Step.Check check) {
            return atEnd(check.model().model(), report, Staged.NOTHING);
        } else if (step instanceof Step.Build build) {
            Model model = build.model().model();
            boolean needed = model.checks().stream().anyMatch(Audit::looksElsewhere)
                    && (report.status() == StepReport.Status.DONE || isOutdated(model));
            return needed
                    ? atEnd(model, report, report.status() == StepReport.Status.DONE ? Staged.ROWS : Staged.NOTHING)
                    : report;
        }
        return report;
    }

    /** What the step itself put on the branch. */
    private enum Staged {
        ROWS,
        NOTHING
    }

    private StepReport atEnd(Model model, StepReport report, Staged staged) {
        try {
            List<CheckOutcome> outcomes = passed(
                    model, model.checks().stream().filter(Audit::looksElsewhere).toList());
            StepReport checked = report.withChecks(outcomes);
            Map<String, String> properties = new HashMap<>();
            if (model.checks().stream().anyMatch(Audit::looksElsewhere)) {
                properties.put(LakeProperties.CHECKED_AGAINST, Inputs.write(checkedAgainst(model)));
            }
            if (staged == Staged.ROWS) {
                properties.putAll(metrics(model.name(), checked.checks()));
                branch.audited(model.name(), properties);
            } else if (branch.view().table(model.name()).isPresent()) {
                properties.put(LakeProperties.CHECKS, CheckInputs.fingerprint(model));
                branch.stageProperties(model.name(), properties);
            }
            return checked;
        } catch (LakesmithException e) {
            return report.failedWith(e);
        }
    }

    private List<CheckOutcome> passed(Model model, List<Check> checks) {
        LakeView view = branch.view();
        List<CheckOutcome> outcomes = new Checks(workspace).of(model.name(), checks, view);
        new FailureTables(workspace, runId).keep(model.name(), outcomes, view);
        CheckFailures.raise(model.name(), outcomes);
        return outcomes;
    }

    /** Whether a table that a check reads is not what it was when the check passed. */
    private boolean isOutdated(Model model) {
        Optional<LakeTable> table = branch.view().table(model.name());
        return table.isEmpty()
                || !table.get()
                        .property(LakeProperties.CHECKED_AGAINST)
                        .equals(Optional.of(Inputs.write(checkedAgainst(model))));
    }

    private SortedMap<String, String> checkedAgainst(Model model) {
        synchronized (workspace.sql()) {
            return Inputs.of(CheckInputs.tables(model, workspace.sql()), branch.view(), workspace.sql());
        }
    }

    private Map<String, String> metrics(TableName table, List<CheckOutcome> outcomes) {
        return branch.view()
                .table(table)
                .map(found -> Metrics.of(found).with(runId, outcomes).property())
                .orElse(Map.of());
    }

    private static boolean looksElsewhere(Check check) {
        return check.severity() != Severity.QUARANTINE && check.readsOtherTables();
    }
}
