package dev.lakesmith.core.run;

import dev.lakesmith.core.connector.Landing;
import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.engine.Quarantined;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.plan.Plan;
import dev.lakesmith.core.plan.Step;
import dev.lakesmith.core.upkeep.Upkeep;
import dev.lakesmith.core.upkeep.UpkeepReport;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.storage.Traffic;
import dev.lakesmith.lake.storage.WorkFolder;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.FaultPoint;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans and runs: steps in parallel along their dependencies, models staged on one branch, that branch published at the
 * end if every step went well. Bronze is published by its own step.
 */
public final class Runner {

    /** What the names of branches of runs begin with; the run's id follows. */
    public static final String BRANCH_PREFIX = "run-";

    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

    private static final DateTimeFormatter RUN_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

    private final Workspace workspace;
    private final RunListener listener;
    private final Attempts attempts =
            new Attempts(new SourceHealth(), new Random(), duration -> Thread.sleep(duration.toMillis()));
    private final Traffic.Total before;
    private final Collection<StepReport> ended = new ConcurrentLinkedQueue<>();

    public Runner(Workspace workspace, RunListener listener) {
        this.workspace = workspace;
        this.listener = listener;
        this.before = workspace.lake().storage().traffic();
    }

    /**
     * Runs the project once. A failed step is told in the report, not thrown.
     *
     * @throws LakesmithException when planning fails: then nothing was done; INTERRUPTED when this thread is
     *     interrupted before the models are published: then what ran was cancelled and none of them is
     */
    public RunReport run(RunOptions options) {
        Instant startedAt = workspace.clock().instant();
        String runId = runId(startedAt);
        boolean resumes = options.start() == RunOptions.Start.RESUME;
        Branch branch = workspace.lake().branch(resumes ? lastBranch() : BRANCH_PREFIX + runId);
        if (resumes) {
            branch.keepAudited();
        }
        Planning planning = new Planning(workspace);
        Plan plan = plan(() -> planning.plan(options, branch.view()), branch);
        listener.planned(runId, plan);
        if (plan.isEmpty() && !resumes) {
            return recorded(nothing(runId, startedAt, plan));
        }
        RunReport report = recorded(tended(execute(runId, startedAt, plan, branch, new ShrinkGuard(options.shrink()))));
        lookAhead(planning);
        return report;
    }

    /**
     * Extracts, and does nothing of what follows: the next run loads what was landed. A failed step is told in the
     * report, not thrown.
     *
     * @throws LakesmithException when planning fails: then nothing was done; INTERRUPTED when this thread is interrupted:
     *     then each stream is landed whole or not at all
     */
    public RunReport extract(ExtractOptions options) {
        Instant startedAt = workspace.clock().instant();
        String runId = runId(startedAt);
        Branch branch = workspace.lake().branch(BRANCH_PREFIX + runId);
        Plan plan = plan(() -> new ExtractPlanning(workspace).plan(options, branch.view()), branch);
        listener.planned(runId, plan);
        return recorded(
                plan.isEmpty()
                        ? nothing(runId, startedAt, plan)
                        : tended(execute(runId, startedAt, plan, branch, new ShrinkGuard(RunOptions.Shrink.REFUSED))));
    }

    /**
     * Exports tables now, also those that did not change. A failed step is told in the report, not thrown.
     *
     * @param tables models that are exported; empty: all of them
     * @throws LakesmithException USAGE, TABLE_UNKNOWN when a table is not exported
     */
    public RunReport export(Collection<TableName> tables) {
        Instant startedAt = workspace.clock().instant();
        String runId = runId(startedAt);
        Plan plan = new Plan(ExportPhase.asked(workspace, tables), 0, List.of());
        listener.planned(runId, plan);
        Branch nothingStaged = workspace.lake().branch(BRANCH_PREFIX + runId);
        return recorded(
                plan.isEmpty()
                        ? nothing(runId, startedAt, plan)
                        : execute(runId, startedAt, plan, nothingStaged, new ShrinkGuard(RunOptions.Shrink.REFUSED)));
    }

    private RunReport nothing(String runId, Instant startedAt, Plan plan) {
        return report(runId, startedAt, List.of(), plan, List.of(), Optional.empty(), Optional.empty());
    }

    private RunReport recorded(RunReport report) {
        RunReport whole =
                report.withTraffic(workspace.lake().storage().traffic().since(before));
        workspace.history().record(HistoryEntries.of(whole, workspace.project()));
        return whole;
    }

    /** Executes what is worth telling the history of, also when it is interrupted. */
    private RunReport execute(String runId, Instant startedAt, Plan plan, Branch branch, ShrinkGuard shrink) {
        workspace.history().begin(runId, startedAt, workspace.project().target().name());
        try {
            return execute(runId, startedAt, plan, branch, shrink, Ending.PUBLISHED);
        } catch (RuntimeException e) {
            if (!Interrupts.caused(e)) {
                throw e;
            }
            List<StepReport> steps = ended.stream()
                    .sorted(Comparator.comparing(step -> step.table().toString()))
                    .toList();
            LakesmithException told = Interrupts.told(steps, waiting(branch), e);
            recorded(report(runId, startedAt, steps, plan, List.of(), waiting(branch), Optional.of(told)));
            throw told;
        }
    }

    /** Keeps the tables that changed cheap to read. Trouble with that is told, but the run went well. */
    private RunReport tended(RunReport report) {
        Set<TableName> changed = new TreeSet<>();
        for (StepReport step : report.steps()) {
            if (step.status() == StepReport.Status.DONE) {
                changed.add(step.table());
                changed.add(Quarantined.tableFor(step.table()));
            }
        }
        if (!report.succeeded()) {
            changed.removeIf(table ->
                    !table.schema().equals(Landing.SCHEMA) && !table.schema().equals("bronze"));
        }
        Upkeep upkeep = new Upkeep(
                workspace.lake(),
                workspace.engine(),
                workspace.clock(),
                workspace.project().maintenance());
        List<String> notes = new ArrayList<>();
        try {
            UpkeepReport done = upkeep.afterRun(changed, Progress.UNSEEN);
            done.tended().forEach(tended -> notes.add(tended.table() + ": " + tended.told()));
            done.troubles().forEach(trouble -> notes.add(trouble.message()));
        } catch (RuntimeException e) {
            notes.add(
                    Interrupts.caused(e)
                            ? "interrupted while tables were tended to, which the next run goes on with"
                            : "tables could not be tended to, which the next run tries again: " + e.getMessage());
        }
        return report.withNotes(notes);
    }

    private Plan plan(Supplier<Plan> planning, Branch branch) {
        try {
            return planning.get();
        } catch (RuntimeException e) {
            throw Interrupts.caused(e) ? Interrupts.told(List.of(), waiting(branch), e) : e;
        }
    }

    /** The run is over and told: what fails here costs the next command some time, and nothing else. */
    private static void lookAhead(Planning planning) {
        try {
            planning.lookAhead();
        } catch (RuntimeException e) {
            LOG.debug("the next command asks the engine itself: {}", e.toString());
        }
    }

    private Optional<String> waiting(Branch branch) {
        return workspace.lake().branches().contains(branch.name()) ? Optional.of(branch.name()) : Optional.empty();
    }

    private String lastBranch() {
        List<String> branches = workspace.lake().branches().stream()
                .filter(name -> name.startsWith(BRANCH_PREFIX))
                .toList();
        if (branches.isEmpty()) {
            throw new LakesmithException(
                    ErrorCode.USAGE, "there is no failed run to resume; start one with 'lakesmith run'");
        }
        return branches.get(branches.size() - 1);
    }

    /** What becomes of a branch when every step went well. */
    enum Ending {
        PUBLISHED,
        /** The branch stays as it is; it is the caller's. */
        LEFT
    }

    /** Runs one step on a branch of its own, and tells the history when it is published. */
    RunReport single(Step step, String runId, Branch branch, Ending ending) {
        Instant startedAt = workspace.clock().instant();
        Plan plan = new Plan(List.of(step), 0, List.of());
        listener.planned(runId, plan);
        RunReport report = execute(runId, startedAt, plan, branch, new ShrinkGuard(RunOptions.Shrink.REFUSED), ending);
        if (ending == Ending.PUBLISHED) {
            workspace.history().record(HistoryEntries.of(report, workspace.project()));
        }
        return report;
    }

    /** A new run's id. */
    static String runId(Instant startedAt) {
        return RUN_TIME.format(startedAt)
                + "-%04x".formatted(ThreadLocalRandom.current().nextInt(0x10000));
    }

    private RunReport execute(
            String runId, Instant startedAt, Plan plan, Branch branch, ShrinkGuard shrink, Ending ending) {
        Map<Step, StepReport> reports;
        ExportPhase exports = new ExportPhase(plan, step -> report(step, new ExportWork(step, workspace)));
        try (WorkFolder work = WorkFolder.under(workspace.project().stateDirectory())) {
            StepSchedule schedule = new StepSchedule(
                    exports.before(), workspace.project().target().threads());
            reports = new LinkedHashMap<>(schedule.run(step -> report(step, work(step, work, branch, runId, shrink))));
        }
        Audit audit = new Audit(workspace, branch, runId);
        reports.replaceAll((step, report) -> audited(step, report, audit));
        List<StepReport> steps = List.copyOf(reports.values());
        if (steps.stream().anyMatch(StepReport::stopsOthers)) {
            return report(runId, startedAt, exports.blocked(steps), plan, List.of(), waiting(branch), Optional.empty());
        }
        if (ending == Ending.LEFT) {
            return report(runId, startedAt, steps, plan, List.of(), Optional.of(branch.name()), Optional.empty());
        }
        Interrupts.check();
        try {
            List<TableName> published = Interrupts.shielded(branch::publish);
            FaultPoint.PUBLISH_DONE.reach();
            return report(runId, startedAt, exports.after(steps), plan, published, Optional.empty(), Optional.empty());
        } catch (LakesmithException e) {
            return report(
                    runId,
                    startedAt,
                    exports.blocked(steps),
                    plan,
                    List.of(),
                    Optional.of(branch.name()),
                    Optional.of(e));
        }
    }

    private StepReport audited(Step step, StepReport report, Audit audit) {
        StepReport audited = audit.atEnd(step, report);
        if (audited.stopsOthers() && !report.stopsOthers()) {
            listener.ended(step, audited);
        }
        return audited;
    }

    private RunReport report(
            String runId,
            Instant startedAt,
            List<StepReport> steps,
            Plan plan,
            List<TableName> published,
            Optional<String> branch,
            Optional<LakesmithException> error) {
        Duration elapsed = Duration.between(startedAt, workspace.clock().instant());
        return new RunReport(
                runId,
                startedAt,
                elapsed,
                steps,
                plan.upToDate(),
                published,
                branch,
                plan.notes(),
                error,
                Traffic.Total.NONE);
    }

    private StepWork work(Step step, WorkFolder work, Branch branch, String runId, ShrinkGuard shrink) {
        if (step instanceof Step.Extract extract) {
            return new ExtractWork(extract, workspace, runId, attempts);
        } else if (step instanceof Step.Load load) {
            return new LoadWork(load, workspace, work, runId, shrink);
        } else if (step instanceof Step.Plant plant) {
            return new PlantWork(plant, workspace, work, branch, runId);
        } else if (step instanceof Step.Build build) {
            return new BuildWork(build, workspace, branch, runId, shrink);
        } else if (step instanceof Step.Check check) {
            return new CheckWork(check, new Audit(workspace, branch, runId));
        }
        throw new IllegalStateException("unknown step " + step);
    }

    private StepReport report(Step step, StepWork work) {
        listener.started(step);
        Instant started = workspace.clock().instant();
        StepProgress progress = new StepProgress(step, listener);
        StepReport report;
        try {
            StepWork.Result result = work.run(progress);
            List<String> notes = new ArrayList<>(result.notes());
            notes.addAll(progress.warnings());
            report = new StepReport(
                    step.table(),
                    step.kind(),
                    step.reason(),
                    result.changed() ? StepReport.Status.DONE : StepReport.Status.UNCHANGED,
                    result.ledger(),
                    result.bytes(),
                    Duration.between(started, workspace.clock().instant()),
                    result.checks(),
                    notes,
                    Optional.empty());
        } catch (LakesmithException e) {
            report = failed(step, started, Interrupts.caused(e) ? cancelled(e) : e, progress.warnings());
        } catch (RuntimeException e) {
            LakesmithException told = Interrupts.caused(e) ? cancelled(e) : unexpected(step, e);
            report = failed(step, started, told, progress.warnings());
        }
        ended.add(report);
        listener.ended(step, report);
        return report;
    }

    private static LakesmithException cancelled(RuntimeException e) {
        return new LakesmithException(ErrorCode.INTERRUPTED, "cancelled", e);
    }

    private static LakesmithException unexpected(Step step, RuntimeException e) {
        return new LakesmithException(
                ErrorCode.INTERNAL_ERROR, step.kind() + " " + step.table() + " failed unexpectedly: " + e, e);
    }

    private StepReport failed(Step step, Instant started, LakesmithException error, List<String> notes) {
        return new StepReport(
                step.table(),
                step.kind(),
                step.reason(),
                StepReport.Status.FAILED,
                Ledger.EMPTY,
                0,
                Duration.between(started, workspace.clock().instant()),
                List.of(),
                notes,
                Optional.of(error));
    }
}
