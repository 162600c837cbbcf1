package dev.lakesmith.core.run;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.export.ExportedVersion;
import dev.lakesmith.core.export.Exporter;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.plan.Step;
import java.util.List;

/** Writes a published table's rows as plain files. */
final class ExportWork implements StepWork {

    private final Step.Export step;
    private final Workspace workspace;

    ExportWork(Step.Export step, Workspace workspace) {
        this.step = step;
        this.workspace = workspace;
    }

    @Override
    public Result run(Progress progress) {
        return new Exporter(workspace.lake(), workspace.engine(), workspace.clock())
                .export(step.table(), step.export(), step.when(), progress)
                .map(ExportWork::done)
                .orElseGet(Result::unchanged);
    }

    private static Result done(ExportedVersion version) {
        return new Result(true, Ledger.of(version.rows(), version.rows(), 0), version.bytes(), List.of(), List.of());
    }
}
