package dev.lakesmith.core.run;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.engine.BuildOutcome;
import dev.lakesmith.core.engine.BuildRequest;
import dev.lakesmith.core.engine.CheckOutcome;
import dev.lakesmith.core.engine.Quarantined;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.plan.AnalyzedModel;
import dev.lakesmith.core.plan.CheckInputs;
import dev.lakesmith.core.plan.HeaderReview;
import dev.lakesmith.core.plan.Inputs;
import dev.lakesmith.core.plan.KeptHistory;
import dev.lakesmith.core.plan.ParameterValues;
import dev.lakesmith.core.plan.ReadingChoice;
import dev.lakesmith.core.plan.SqlPlaces;
import dev.lakesmith.core.plan.Step;
import dev.lakesmith.core.plan.TableColumns;
import dev.lakesmith.core.project.Materialization;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.LakeProperties;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.StoredView;
import dev.lakesmith.lake.UnknownTable;
import dev.lakesmith.sql.SqlException;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.FaultPoint;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Computes a model on the run's branch and checks what it staged. */
final class BuildWork implements StepWork {

    private final Step.Build step;
    private final AnalyzedModel analyzed;
    private final Model model;
    private final Workspace workspace;
    private final Branch branch;
    private final String runId;
    private final ShrinkGuard shrink;
    private final Audit audit;

    BuildWork(Step.Build step, Workspace workspace, Branch branch, String runId, ShrinkGuard shrink) {
        this.step = step;
        this.analyzed = step.model();
        this.model = analyzed.model();
        this.workspace = workspace;
        this.branch = branch;
        this.runId = runId;
        this.shrink = shrink;
        this.audit = new Audit(workspace, branch, runId);
    }

    @Override
    public Result run(Progress progress) {
        LakeView view = branch.view();
        List<Column> columns;
        SortedMap<String, String> inputs;
        ReadingChoice choice;
        synchronized (workspace.sql()) {
            columns = bind(view);
            inputs = Inputs.of(analyzed.inputs(), view, workspace.sql());
            choice = ReadingChoice.of(
                    analyzed,
                    columns,
                    step.start(),
                    view,
                    workspace.sql(),
                    workspace.project().parameterTypes());
        }
        if (step.start() == Step.Build.Start.CONTINUE
                && view.table(model.name())
                        .map(table -> Inputs.read(table).equals(inputs))
                        .orElse(false)) {
            return Result.unchanged();
        }
        return model.materialization() == Materialization.VIEW
                ? buildView(columns)
                : buildTable(columns, inputs, choice, progress);
    }

    /** Binds the query against the inputs as they are now: the first run of a project knows them only here. */
    private List<Column> bind(LakeView view) {
        for (TableName input : analyzed.inputs()) {
            if (analyzed.links().optional().contains(input) && view.table(input).isEmpty()) {
                continue;
            }
            workspace.sql().declare(input, columnsOf(input, view));
        }
        List<Column> columns = bound();
        if (analyzed.columns().isEmpty()) {
            HeaderReview.afterLoad(workspace.project(), analyzed, columns, view, workspace.sql());
        }
        return columns;
    }

    private List<Column> bound() {
        try {
            return TableColumns.of(
                    model,
                    analyzed.query(),
                    workspace.sql(),
                    workspace.project().parameterTypes());
        } catch (SqlException e) {
            throw new LakesmithException(e.code(), SqlPlaces.at(model, e.offset()) + ": " + e.message(), e);
        } catch (LakesmithException e) {
            throw new LakesmithException(e.code(), model.sqlStart() + ": " + e.message(), e);
        }
    }

    private static List<Column> columnsOf(TableName input, LakeView view) {
        return view.view(input)
                .map(StoredView::columns)
                .or(() -> view.table(input).map(LakeTable::columns))
                .or(() -> Quarantined.columnsOf(input))
                .orElseThrow(() -> UnknownTable.in(view, input));
    }

    private Result buildView(List<Column> columns) {
        if (step.start() == Step.Build.Start.CONTINUE) {
            return audited(Result.unchanged());
        }
        branch.stageView(
                model.name(),
                analyzed.query().sql(),
                columns,
                Map.of(LakeProperties.FINGERPRINT, analyzed.fingerprint(), LakeProperties.RUN, runId));
        FaultPoint.MODEL_STAGED.reach();
        return audited(new Result(true, Ledger.EMPTY, 0, List.of(), List.of()));
    }

    private Result buildTable(
            List<Column> columns, SortedMap<String, String> inputs, ReadingChoice choice, Progress progress) {
        BuildOutcome outcome = workspace
                .engine()
                .build(
                        new BuildRequest(
                                model,
                                analyzed.query(),
                                columns,
                                analyzed.links(),
                                workspace.project().parameters(),
                                choice.reading(),
                                runId,
                                workspace.clock().instant()),
                        branch,
                        progress);
        FaultPoint.MODEL_WRITTEN.reach();
        shrink.allow(model, outcome.loss());
        Ledger ledger = outcome.ledger()
                .balanced(model.name().toString())
                .withRemoved(outcome.loss().count());
        new QuarantineGuard(workspace, branch, runId)
                .allow(model.name(), model.quarantine(), ledger, outcome.quarantine());
        if (KeptHistory.of(analyzed)) {
            outcome.table().property(LakeProperties.VERSIONS_KEPT, "true");
        }
        outcome.table()
                .property(LakeProperties.INPUTS, Inputs.write(inputs))
                .property(LakeProperties.FINGERPRINT, analyzed.fingerprint())
                .property(
                        LakeProperties.PARAMETERS,
                        ParameterValues.write(analyzed, workspace.project().parameters()))
                .property(LakeProperties.CHECKS, CheckInputs.fingerprint(model))
                .property(LakeProperties.RUN, runId)
                .property(LakeProperties.LEDGER, LedgerText.json(ledger))
                .apply(outcome.change())
                .stage();
        LoadWork.stage(outcome.quarantine(), branch, runId);
        outcome.companion().ifPresent(companion -> {
            companion
                    .table()
                    .property(LakeProperties.RUN, runId)
                    .apply(companion.change())
                    .stage();
            branch.audited(companion.table().name());
        });
        FaultPoint.MODEL_STAGED.reach();
        return audited(new Result(true, ledger, outcome.change().added().bytes(), List.of(), List.of(choice.why())));
    }

    private Result audited(Result built) {
        List<CheckOutcome> outcomes = audit.staged(model);
        FaultPoint.MODEL_CHECKED.reach();
        return new Result(built.changed(), built.ledger(), built.bytes(), outcomes, built.notes());
    }
}
