package dev.lakesmith.core.run;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.engine.CheckOutcome;
import dev.lakesmith.core.engine.CheckRequest;
import dev.lakesmith.core.engine.StoredFailures;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.LakeProperties;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.RowChange;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;

/**
 * Keeps the rows that did not pass a check in a table of their own. It is published at once, by itself: the rows are
 * there to be looked at just when the run that found them publishes nothing.
 */
final class FailureTables {

    private final Workspace workspace;
    private final String runId;

    FailureTables(Workspace workspace, String runId) {
        this.workspace = workspace;
        this.runId = runId;
    }

    /** Replaces the tables of those checks that keep their failures. */
    void keep(TableName table, List<CheckOutcome> outcomes, LakeView view) {
        outcomes.stream()
                .filter(outcome -> outcome.check().failures() == Check.Failures.STORED)
                .forEach(outcome -> Conflicts.retried(() -> keep(table, outcome, view)));
    }

    private TableName keep(TableName table, CheckOutcome outcome, LakeView view) {
        TableName failures = StoredFailures.tableFor(table, outcome.check());
        boolean nothingToClear = workspace
                .lake()
                .published()
                .table(failures)
                .map(known -> known.rows() == 0)
                .orElse(true);
        if (outcome.passed() && nothingToClear) {
            return failures;
        }
        Branch branch = workspace.lake().freshBranch("failures-" + runId + "-" + failures);
        StoredFailures stored = workspace
                .engine()
                .failures(
                        new CheckRequest(
                                table,
                                List.of(outcome.check()),
                                workspace.project().parameters()),
                        new StoredFailures.Stamp(runId, workspace.clock().instant()),
                        view,
                        branch);
        stored.table()
                .property(LakeProperties.RUN, runId)
                .apply(new RowChange.ReplaceAll(stored.rows()))
                .stage();
        branch.audited(failures);
        branch.publish();
        return failures;
    }
}
