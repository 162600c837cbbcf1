package dev.lakesmith.core.run;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.plan.Step;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hands a step's progress to the run's listener and keeps its warnings for the report. */
final class StepProgress implements Progress {

    private final Step step;
    private final RunListener listener;
    private final List<String> warnings = new CopyOnWriteArrayList<>();

    StepProgress(Step step, RunListener listener) {
        this.step = step;
        this.listener = listener;
    }

    @Override
    public void update(long rows, long bytes, double fraction) {
        listener.progressed(step, rows, bytes, fraction);
    }

    @Override
    public void warn(String message) {
        warnings.add(message);
        listener.warned(step, message);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }
}
