package dev.lakesmith.core.run;

import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.engine.LoadOutcome;
import dev.lakesmith.core.engine.LoadRequest.Earlier;
import dev.lakesmith.core.engine.Quarantined;
import dev.lakesmith.core.engine.ReplayOutcome;
import dev.lakesmith.core.engine.ReplayRequest;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.plan.Analysis;
import dev.lakesmith.core.plan.AnalyzedModel;
import dev.lakesmith.core.plan.Step;
import dev.lakesmith.core.plan.StreamFingerprint;
import dev.lakesmith.core.project.Materialization;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.core.run.Runner.Ending;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.LakeProperties;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.storage.WorkFolder;
import dev.lakesmith.sql.SqlException;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.FaultPoint;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sends quarantined rows through the present definition of their table. Rows that pass come into the table in the same
 * transaction in which they leave the quarantine, so each is in exactly one of both, whatever happens.
 *
 * <p>A bronze table's records are read again from their text. A model is computed again from every row of its inputs:
 * its rows are what a rebuild would give, so nothing can come in twice, also when rows with the same keys came since.
 */
public final class Replay {

    private final Workspace workspace;
    private final RunListener listener;

    /** Whether anything is changed. */
    public enum Mode {
        LAND,
        /** Nothing becomes visible; the numbers tell what would. */
        TRY
    }

    public Replay(Workspace workspace, RunListener listener) {
        this.workspace = workspace;
        this.listener = listener;
    }

    /**
     * Replays the quarantine of one table.
     *
     * @param where an SQL condition over the quarantine's columns, for bronze tables; empty: all
     * @throws LakesmithException TABLE_UNKNOWN, SQL_BINDING; USAGE when the condition has no meaning for the table
     */
    public ReplayReport run(TableName table, Optional<String> where, Mode mode) {
        LakeView view = workspace.lake().published();
        long before = waiting(table, view);
        String runId = Runner.runId(workspace.clock().instant());
        Optional<Stream> stream = workspace.project().sources().stream()
                .flatMap(source -> source.streams().stream())
                .filter(each -> each.bronze().equals(table))
                .findFirst();
        if (stream.isPresent()) {
            where.ifPresent(condition -> bind(condition, table));
            return before == 0 ? nothing(runId, table) : bronze(stream.get(), where, mode, runId, before, view);
        }
        if (where.isPresent()) {
            boolean known = workspace.project().models().stream()
                    .anyMatch(model -> model.name().equals(table));
            throw known ? choosing(table) : unknown(table);
        }
        Analysis analysis = new Planning(workspace).analyze();
        Planning.requireSound(analysis);
        AnalyzedModel model = analysis.model(table).orElseThrow(() -> unknown(table));
        return before == 0 ? nothing(runId, table) : model(model, mode, runId, before, view);
    }

    private static long waiting(TableName table, LakeView view) {
        return view.table(Quarantined.tableFor(table)).map(LakeTable::rows).orElse(0L);
    }

    private static ReplayReport nothing(String runId, TableName table) {
        return new ReplayReport(runId, table, 0, 0, 0, List.of("nothing is in quarantine"), Optional.empty());
    }

    private static LakesmithException choosing(TableName table) {
        return new LakesmithException(
                ErrorCode.USAGE,
                "--where chooses records of a bronze table, which are read again one by one; " + table + " is computed"
                        + " again from all rows of its inputs, for a row may depend on others (its key, a window, a"
                        + " total): leave --where away. To see some of what waits, query "
                        + Quarantined.tableFor(table));
    }

    private LakesmithException unknown(TableName table) {
        List<String> names = new ArrayList<>();
        workspace.project().sources().forEach(source -> source.streams()
                .forEach(stream -> names.add(stream.bronze().toString())));
        workspace.project().models().forEach(model -> names.add(model.name().toString()));
        return new LakesmithException(
                ErrorCode.TABLE_UNKNOWN,
                "no stream or model makes " + table + Nearest.hint(table.toString(), names) + "; replay one of "
                        + names);
    }

    private void bind(String where, TableName table) {
        Condition.mustBeWritten(where);
        TableName quarantine = Quarantined.tableFor(table);
        String prefix = "SELECT * FROM " + quarantine + " WHERE (";
        synchronized (workspace.sql()) {
            try {
                workspace.sql().declare(quarantine, Quarantined.COLUMNS);
                workspace.sql().columns(workspace.sql().parse(prefix + where + "\n)"), Map.of());
            } catch (SqlException e) {
                throw new LakesmithException(e.code(), "--where '" + where + "': " + e.message(), e);
            }
        }
    }

    private ReplayReport bronze(
            Stream stream, Optional<String> where, Mode mode, String runId, long before, LakeView view) {
        boolean redefined = view.table(stream.bronze())
                .map(table ->
                        !table.property(LakeProperties.FINGERPRINT).equals(Optional.of(StreamFingerprint.of(stream))))
                .orElse(false);
        if (redefined && mode == Mode.LAND) {
            if (where.isPresent()) {
                throw new LakesmithException(
                        ErrorCode.USAGE,
                        "the format or columns of " + stream.bronze() + " changed, so all of it is made anew from"
                                + " landing, and --where cannot choose records: leave it away");
            }
            Step.Load step =
                    new Step.Load(stream, Step.Load.Extent.ALL, "replay: its format or columns changed", Set.of());
            RunReport report = new Runner(workspace, listener)
                    .single(step, runId, workspace.lake().branch("replay-" + runId), Ending.PUBLISHED);
            return told(
                    report,
                    stream.bronze(),
                    before,
                    waiting(stream.bronze(), workspace.lake().published()),
                    List.of("its format or columns changed: all of it was made anew from landing"));
        }
        String condition = where.orElse("true");
        return mode == Mode.TRY
                ? records(stream, condition, mode, runId, redefined ? Earlier.REPLACED : Earlier.KEPT)
                : Conflicts.retried(() -> records(stream, condition, mode, runId, Earlier.KEPT));
    }

    private ReplayReport records(Stream stream, String where, Mode mode, String runId, Earlier earlier) {
        Branch branch = workspace.lake().freshBranch("replay-" + runId);
        List<LandedFile> files = new LandingLedger(workspace.engine()).filesAfter(stream, "", branch.view());
        try (WorkFolder work = WorkFolder.under(workspace.project().stateDirectory())) {
            ReplayOutcome outcome = workspace
                    .engine()
                    .replay(
                            new ReplayRequest(
                                    stream,
                                    where,
                                    earlier,
                                    files,
                                    runId,
                                    workspace.clock().instant(),
                                    work.fresh(stream.bronze().toString())),
                            branch,
                            Progress.UNSEEN);
            FaultPoint.REPLAY_WRITTEN.reach();
            Ledger ledger = outcome.loaded().map(LoadOutcome::ledger).orElse(Ledger.EMPTY);
            if (mode == Mode.LAND && ledger.written() + ledger.quarantined() > 0) {
                publish(stream.bronze(), outcome.loaded().orElseThrow(), branch, runId);
            } else {
                outcome.loaded().ifPresent(this::discard);
            }
            List<String> notes = new ArrayList<>();
            if (outcome.chosen() == 0) {
                notes.add("nothing in quarantine meets the condition");
            }
            if (outcome.left() > 0) {
                notes.add(
                        outcome.left() + " cannot be read by themselves (whole files, ends of damaged files, bytes that"
                                + " are no text) and stay; mend them at the source and drop the file again");
            }
            return new ReplayReport(
                    runId,
                    stream.bronze(),
                    outcome.chosen(),
                    ledger.written(),
                    ledger.quarantined() + outcome.left(),
                    notes,
                    Optional.empty());
        }
    }

    private void publish(TableName bronze, LoadOutcome loaded, Branch branch, String runId) {
        Ledger ledger = loaded.ledger().balanced(bronze.toString());
        if (ledger.written() > 0) {
            loaded.table()
                    .property(LakeProperties.RUN, runId)
                    .property(LakeProperties.LEDGER, LedgerText.json(ledger))
                    .apply(loaded.change())
                    .stage();
            branch.audited(bronze);
        }
        FaultPoint.REPLAY_STAGED.reach();
        LoadWork.stage(loaded.quarantine(), branch, runId);
        branch.publish();
        FaultPoint.PUBLISH_DONE.reach();
    }

    private void discard(LoadOutcome outcome) {
        workspace.lake().discard(outcome.change().added());
        outcome.quarantine().change().ifPresent(change -> workspace.lake().discard(change.added()));
    }

    private ReplayReport model(AnalyzedModel analyzed, Mode mode, String runId, long before, LakeView view) {
        TableName table = analyzed.model().name();
        if (analyzed.model().materialization() == Materialization.VIEW) {
            return nothing(runId, table);
        }
        boolean same = view.table(table)
                .map(found -> found.property(LakeProperties.FINGERPRINT).equals(Optional.of(analyzed.fingerprint())))
                .orElse(false);
        Step.Build step = new Step.Build(
                analyzed,
                same ? Step.Build.Start.REPLAY : Step.Build.Start.ANEW,
                same ? "replay of its quarantine" : "replay: its definition changed",
                Set.of());
        Branch branch = workspace.lake().branch("replay-" + runId);
        RunReport report = new Runner(workspace, listener)
                .single(step, runId, branch, mode == Mode.LAND ? Ending.PUBLISHED : Ending.LEFT);
        LakeView after = mode == Mode.LAND ? workspace.lake().published() : branch.view();
        List<String> notes = new ArrayList<>();
        report.steps().forEach(each -> notes.addAll(each.notes()));
        ReplayReport told = told(report, table, before, waiting(table, after), notes);
        if (mode == Mode.TRY || told.error().isPresent()) {
            branch.discard();
        }
        return told;
    }

    private static ReplayReport told(RunReport report, TableName table, long before, long after, List<String> notes) {
        Optional<LakesmithException> error = report.steps().stream()
                .flatMap(step -> step.error().stream())
                .findFirst()
                .or(report::error);
        long refused = error.isPresent() ? before : after;
        return new ReplayReport(report.runId(), table, before, Math.max(0, before - refused), refused, notes, error);
    }
}
