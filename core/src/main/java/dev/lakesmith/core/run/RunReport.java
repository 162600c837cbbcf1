package dev.lakesmith.core.run;

import dev.lakesmith.lake.storage.Traffic;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a run ended.
 *
 * @param runId unique, sorts by time
 * @param startedAt when
 * @param elapsed how long
 * @param steps in the order of the plan
 * @param upToDate tables that needed nothing
 * @param published models whose new state became visible, all at once
 * @param branch where staged tables wait when the run failed; empty when nothing waits
 * @param notes what the user should know
 * @param error why publishing failed, when every step went well
 * @param traffic with remote storage
 */
public record RunReport(
        String runId,
        Instant startedAt,
        Duration elapsed,
        List<StepReport> steps,
        int upToDate,
        List<TableName> published,
        Optional<String> branch,
        List<String> notes,
        Optional<LakesmithException> error,
        Traffic.Total traffic) {

    public RunReport {
        steps = List.copyOf(steps);
        published = List.copyOf(published);
        notes = List.copyOf(notes);
    }

    /** The same with more notes. */
    RunReport withNotes(List<String> more) {
        List<String> all = new ArrayList<>(notes);
        all.addAll(more);
        return new RunReport(runId, startedAt, elapsed, steps, upToDate, published, branch, all, error, traffic);
    }

    /** The same with other traffic. */
    RunReport withTraffic(Traffic.Total other) {
        return new RunReport(runId, startedAt, elapsed, steps, upToDate, published, branch, notes, error, other);
    }

    /** Whether every step went well and its tables are published. */
    public boolean succeeded() {
        return error.isEmpty() && steps.stream().noneMatch(StepReport::stopsOthers);
    }

    /** Whether there was nothing to do, or every step found that out. */
    public boolean nothingNew() {
        return steps.stream().allMatch(step -> step.status() == StepReport.Status.UNCHANGED);
    }
}
