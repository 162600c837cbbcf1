package dev.lakesmith.core.run;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.plan.Step;
import dev.lakesmith.core.project.Seed;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.LakeProperties;
import dev.lakesmith.lake.RowChange;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.TableLayout;
import dev.lakesmith.lake.WrittenFiles;
import dev.lakesmith.lake.storage.WorkFolder;
import dev.lakesmith.vocabulary.Column;
import java.util.List;

/** Makes a table of a seed file, staged with the models. */
final class PlantWork implements StepWork {

    private final Step.Plant step;
    private final Workspace workspace;
    private final WorkFolder work;
    private final Branch branch;
    private final String runId;

    PlantWork(Step.Plant step, Workspace workspace, WorkFolder work, Branch branch, String runId) {
        this.step = step;
        this.workspace = workspace;
        this.work = work;
        this.branch = branch;
        this.runId = runId;
    }

    @Override
    public Result run(Progress progress) {
        Seed seed = step.seed();
        List<Column> columns = workspace.engine().seedColumns(seed);
        TableDraft draft = branch.draft(seed.name(), columns).replaceSchema(columns, TableLayout.PLAIN);
        WrittenFiles files =
                workspace.engine().plant(seed, draft, work.fresh(seed.name().toString()));
        Ledger ledger = Ledger.of(files.rows(), files.rows(), 0);
        draft.property(LakeProperties.FINGERPRINT, step.fingerprint())
                .property(LakeProperties.RUN, runId)
                .property(LakeProperties.LEDGER, LedgerText.json(ledger))
                .apply(new RowChange.ReplaceAll(files))
                .stage();
        branch.audited(seed.name());
        return new Result(true, ledger, files.bytes(), List.of(), List.of());
    }
}
