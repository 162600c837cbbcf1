package dev.lakesmith.core.run;

import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.engine.LoadOutcome;
import dev.lakesmith.core.engine.LoadRequest;
import dev.lakesmith.core.engine.Quarantined;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.plan.Step;
import dev.lakesmith.core.plan.StreamFingerprint;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.LakeProperties;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.storage.WorkFolder;
import dev.lakesmith.vocabulary.FaultPoint;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Loads landed files into bronze and publishes at once: raw data does not wait for models. */
final class LoadWork implements StepWork {

    private final Step.Load step;
    private final Workspace workspace;
    private final WorkFolder work;
    private final String runId;
    private final ShrinkGuard shrink;

    LoadWork(Step.Load step, Workspace workspace, WorkFolder work, String runId, ShrinkGuard shrink) {
        this.step = step;
        this.workspace = workspace;
        this.work = work;
        this.runId = runId;
        this.shrink = shrink;
    }

    @Override
    public Result run(Progress progress) {
        return Conflicts.retried(() -> load(progress));
    }

    private Result load(Progress progress) {
        Stream stream = step.stream();
        TableName bronze = stream.bronze();
        Branch branch = workspace.lake().freshBranch("load-" + runId + "-" + bronze);
        LakeView view = branch.view();
        boolean anew = step.extent() == Step.Load.Extent.ALL;
        String position = anew
                ? ""
                : view.table(bronze)
                        .flatMap(table -> table.property(LakeProperties.POSITION))
                        .orElse("");
        List<LandedFile> landed = new LandingLedger(workspace.engine()).filesAfter(stream, "", view);
        FilesToLoad chosen = FilesToLoad.of(stream, landed, position);
        List<LandedFile> files = chosen.files();
        if (anew && !chosen.lost().isEmpty() && view.table(bronze).isPresent()) {
            shrink.allow(bronze, chosen);
        }
        if (files.isEmpty()) {
            passOver(landed, position, branch);
            return new Result(false, Ledger.EMPTY, 0, List.of(), notes(chosen));
        }
        LoadOutcome outcome = workspace
                .engine()
                .load(
                        new LoadRequest(
                                stream,
                                files,
                                anew ? LoadRequest.Earlier.REPLACED : LoadRequest.Earlier.KEPT,
                                runId,
                                workspace.clock().instant(),
                                work.fresh(bronze.toString())),
                        branch,
                        progress);
        outcome.files().forEach((file, ledger) -> ledger.balanced(bronze + ", file " + file));
        Ledger ledger = outcome.ledger();
        FaultPoint.LOAD_WRITTEN.reach();
        new QuarantineGuard(workspace, branch, runId).allow(bronze, stream.quarantine(), ledger, outcome.quarantine());
        outcome.table()
                .property(LakeProperties.POSITION, landed.get(landed.size() - 1).batchId())
                .property(LakeProperties.FINGERPRINT, StreamFingerprint.of(stream))
                .property(LakeProperties.RUN, runId)
                .property(LakeProperties.LEDGER, LedgerText.json(ledger))
                .apply(outcome.change())
                .stage();
        branch.audited(bronze);
        stage(outcome.quarantine(), branch, runId);
        branch.publish();
        FaultPoint.LOAD_COMMITTED.reach();
        List<String> notes = new ArrayList<>(outcome.notes());
        notes.addAll(notes(chosen));
        if (!outcome.newColumns().isEmpty()) {
            notes.add("new columns: " + String.join(", ", outcome.newColumns()));
        }
        return new Result(true, ledger, outcome.change().added().bytes(), List.of(), notes);
    }

    private static List<String> notes(FilesToLoad chosen) {
        return chosen.lost().isEmpty()
                ? List.of()
                : List.of("landing refers to contents that are not there any more, and they are not in the table: "
                        + chosen.told());
    }

    /** Batches of which nothing is to be loaded are not looked at again. */
    private void passOver(List<LandedFile> landed, String position, Branch branch) {
        TableName bronze = step.stream().bronze();
        String last =
                landed.isEmpty() ? position : landed.get(landed.size() - 1).batchId();
        Optional<LakeTable> table = branch.view().table(bronze);
        if (last.compareTo(position) > 0 && table.isPresent()) {
            branch.draft(bronze, table.get().columns())
                    .property(LakeProperties.POSITION, last)
                    .stage();
            branch.audited(bronze);
            branch.publish();
        }
    }

    /** Stages quarantine rows beside the table they were kept out of. */
    static void stage(Quarantined quarantined, Branch branch, String runId) {
        if (quarantined.table().isPresent() && quarantined.change().isPresent()) {
            TableDraft draft = quarantined.table().get();
            draft.property(LakeProperties.RUN, runId)
                    .apply(quarantined.change().get())
                    .stage();
            branch.audited(draft.name());
        }
    }
}
