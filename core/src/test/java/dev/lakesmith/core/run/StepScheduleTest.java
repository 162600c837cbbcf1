package dev.lakesmith.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.connector.Pending;
import dev.lakesmith.core.contract.QuarantineLimit;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.plan.Step;
import dev.lakesmith.core.project.Effort;
import dev.lakesmith.core.project.NewColumns;
import dev.lakesmith.core.project.ObjectSpec;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.formats.Format;
import dev.lakesmith.vocabulary.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How many streams of a source are read at a time. */
final class StepScheduleTest {

    private static Step extract(String source, int number, Optional<Integer> concurrency) {
        Stream stream = new Stream(
                source,
                "s" + number,
                ObjectSpec.of("none").read("sources/x.yml", "{}"),
                new Format.Parquet(),
                List.of(),
                QuarantineLimit.NONE,
                NewColumns.EVOLVE,
                "",
                Place.of("sources/x.yml"));
        Source from = new Source(
                source, "none", stream.options(), List.of(stream), new Effort(1, Duration.ZERO, concurrency, 1));
        return new Step.Extract(from, stream, Pending.NOTHING, "test");
    }

    private static StepReport done(Step step) {
        return new StepReport(
                step.table(),
                step.kind(),
                step.reason(),
                StepReport.Status.DONE,
                Ledger.EMPTY,
                0,
                Duration.ZERO,
                List.of(),
                List.of(),
                Optional.empty());
    }

    @Test
    void aLimitedSourceHoldsBackOnlyItself() {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            steps.add(extract("slow", i, Optional.of(2)));
        }
        steps.add(extract("other", 1, Optional.empty()));
        steps.add(extract("other", 2, Optional.empty()));
        AtomicInteger slow = new AtomicInteger();
        Map<Integer, Boolean> seen = new ConcurrentHashMap<>();
        // Opens only when two of the one source and both of the other run at once.
        CyclicBarrier four = new CyclicBarrier(4);
        AtomicInteger first = new AtomicInteger(4);

        Map<Step, StepReport> reports = new StepSchedule(steps, 8).run(step -> {
            boolean limited = step.table().name().startsWith("slow");
            if (limited) {
                seen.put(slow.incrementAndGet(), true);
            }
            if (first.getAndDecrement() > 0) {
                await(four);
            }
            if (limited) {
                slow.decrementAndGet();
            }
            return done(step);
        });

        assertThat(reports.keySet()).containsExactlyElementsOf(steps);
        assertThat(seen.keySet()).containsExactlyInAnyOrder(1, 2);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("they do not run at once", e);
        }
    }
}
