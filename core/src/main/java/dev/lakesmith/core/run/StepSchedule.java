package dev.lakesmith.core.run;

import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.plan.Step;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Runs steps in parallel, each after those it depends on; a failed step stops only what depends on it. */
final class StepSchedule {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Step> steps;
    private final int threads;
    private final Map<TableName, StepReport> ended = new HashMap<>();
    private final List<Step> waiting;
    private final List<Step> active = new ArrayList<>();

    StepSchedule(List<Step> steps, int threads) {
        this.steps = steps;
        this.threads = threads;
        this.waiting = new ArrayList<>(steps);
    }

    /**
     * Runs every step once.
     *
     * @param run runs one step on the calling thread and never throws for a failure of the step
     * @return the reports in the order of the steps
     * @throws LakesmithException INTERRUPTED when this thread is interrupted; running steps are cancelled first
     */
    Map<Step, StepReport> run(Function<Step, StepReport> run) {
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, threads));
        try {
            CompletionService<StepReport> running = new ExecutorCompletionService<>(pool);
            start(running, run);
            while (!active.isEmpty()) {
                Future<StepReport> next = running.take();
                StepReport report = next.get();
                ended.put(report.table(), report);
                active.removeIf(step -> step.table().equals(report.table()));
                start(running, run);
            }
        } catch (InterruptedException e) {
            throw new LakesmithException(ErrorCode.INTERRUPTED, "the run was interrupted", e);
        } catch (ExecutionException e) {
            throw new LakesmithException(ErrorCode.INTERNAL_ERROR, "a step ended without a report: " + e.getCause(), e);
        } finally {
            stop(pool);
        }
        Map<Step, StepReport> reports = new LinkedHashMap<>();
        steps.forEach(step ->
                reports.put(step, Optional.ofNullable(ended.get(step.table())).orElseThrow()));
        return reports;
    }

    private void start(CompletionService<StepReport> running, Function<Step, StepReport> run) {
        boolean again = true;
        while (again) {
            again = false;
            for (Step step : List.copyOf(waiting)) {
                if (!ended.keySet().containsAll(step.after()) || isFull(step)) {
                    continue;
                }
                waiting.remove(step);
                Optional<TableName> culprit = step.after().stream()
                        .filter(table -> Optional.ofNullable(ended.get(table))
                                .map(StepReport::stopsOthers)
                                .orElse(false))
                        .sorted()
                        .findFirst();
                if (culprit.isPresent()) {
                    ended.put(step.table(), blocked(step, culprit.get()));
                    again = true;
                } else {
                    active.add(step);
                    running.submit(() -> run.apply(step));
                }
            }
        }
    }

    /** Whether as many streams of the step's source are being read as may be. */
    private boolean isFull(Step step) {
        return step instanceof Step.Extract extract
                && extract.source()
                        .effort()
                        .concurrency()
                        .filter(most -> active.stream()
                                        .filter(each -> each instanceof Step.Extract other
                                                && other.source()
                                                        .name()
                                                        .equals(extract.source().name()))
                                        .count()
                                >= most)
                        .isPresent();
    }

    private static StepReport blocked(Step step, TableName culprit) {
        return new StepReport(
                step.table(),
                step.kind(),
                step.reason(),
                StepReport.Status.BLOCKED,
                Ledger.EMPTY,
                0,
                Duration.ZERO,
                List.of(),
                List.of(),
                Optional.of(
                        new LakesmithException(ErrorCode.CONTRACT_BROKEN, "not run because " + culprit + " failed")));
    }

    private static void stop(ExecutorService pool) {
        boolean interrupted = false;
        boolean ended = false;
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (!ended && System.nanoTime() < giveUp) {
            // Libraries swallow interrupts, so one is not enough; and one meant for this thread was heard already.
            pool.shutdownNow();
            interrupted |= Thread.interrupted();
            try {
                ended = pool.awaitTermination(100, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
