package dev.lakesmith.core.run;

import dev.lakesmith.core.plan.Plan;
import dev.lakesmith.core.plan.Step;

/** Is told what happens in a run, from several threads. */
public interface RunListener {

    /** A listener that ignores everything. */
    RunListener SILENT = new RunListener() {};

    default void planned(String runId, Plan plan) {}

    default void started(Step step) {}

    /** Rows or bytes so far, negative when unknown; fraction between 0 and 1, negative when unknown. */
    default void progressed(Step step, long rows, long bytes, double fraction) {}

    default void warned(Step step, String message) {}

    default void ended(Step step, StepReport report) {}
}
