package dev.lakesmith.core.run;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.Severity;
import dev.lakesmith.core.engine.CheckOutcome;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.plan.AnalyzedModel;
import dev.lakesmith.core.plan.Step;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.LakeProperties;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Runs one model by itself over tables that are there, as a run of the whole project would. */
public final class ModelRun {

    private final AnalyzedModel model;
    private final Workspace workspace;

    /**
     * What came of it.
     *
     * @param ledger where the rows ended
     * @param checks what every check found, whether it passed or not
     * @param failure present when the table was not published because checks of severity fail did not pass
     */
    public record Result(Ledger ledger, List<CheckOutcome> checks, Optional<LakesmithException> failure) {
        public Result {
            checks = List.copyOf(checks);
        }
    }

    public ModelRun(AnalyzedModel model, Workspace workspace) {
        this.model = model;
        this.workspace = workspace;
    }

    /**
     * Builds the model, checks it and publishes it.
     *
     * @throws LakesmithException when it cannot be built
     */
    public Result run(String runId) {
        Branch branch = workspace.lake().branch(Runner.BRANCH_PREFIX + runId);
        Step.Build step = new Step.Build(model, start(branch.view()), "", Set.of());
        try {
            return run(step, branch, runId);
        } catch (LakesmithException e) {
            if (e.code() != ErrorCode.CHECK_FAILED) {
                throw e;
            }
            return new Result(Ledger.EMPTY, check(branch, check -> true), Optional.of(e));
        } finally {
            branch.drop();
        }
    }

    private Result run(Step.Build step, Branch branch, String runId) {
        // What share of a handful of rows goes says nothing: the guard is for production.
        ShrinkGuard guard = new ShrinkGuard(RunOptions.Shrink.ALLOWED);
        StepWork.Result built =
                new BuildWork(step, workspace, branch, runId, guard).run(new StepProgress(step, RunListener.SILENT));
        List<CheckOutcome> outcomes = new ArrayList<>(built.checks());
        if (built.changed()) {
            outcomes.addAll(check(branch, Check::readsOtherTables));
            CheckFailures.raise(model.model().name(), outcomes);
            branch.audited(model.model().name());
            branch.publish();
        }
        return new Result(built.ledger(), outcomes, Optional.empty());
    }

    private Step.Build.Start start(LakeView view) {
        boolean known = view.table(model.model().name())
                .flatMap(table -> table.property(LakeProperties.FINGERPRINT))
                .equals(Optional.of(model.fingerprint()));
        return known ? Step.Build.Start.CONTINUE : Step.Build.Start.ANEW;
    }

    private List<CheckOutcome> check(Branch branch, Predicate<Check> wanted) {
        return new Checks(workspace)
                .of(
                        model.model().name(),
                        model.model().checks().stream()
                                .filter(check -> check.severity() != Severity.QUARANTINE)
                                .filter(wanted)
                                .toList(),
                        branch.view());
    }
}
