package dev.lakesmith.cli;

import dev.lakesmith.core.connector.Pending;
import dev.lakesmith.core.plan.Step;
import dev.lakesmith.core.project.Secrets;
import dev.lakesmith.core.run.RunListener;
import dev.lakesmith.core.run.StepReport;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Shows a run's steps while they run. */
final class RunDisplay implements RunListener {

    private static final int MESSAGE_WIDTH = 60;

    private final LiveProgress progress;
    private final Secrets secrets;
    private final Map<TableName, LiveProgress.Step> running = new ConcurrentHashMap<>();

    RunDisplay(LiveProgress progress, Secrets secrets) {
        this.progress = progress;
        this.secrets = secrets;
    }

    @Override
    public void started(Step step) {
        running.put(step.table(), progress.begin(step.kind() + " " + step.table()));
    }

    @Override
    public void progressed(Step step, long rows, long bytes, double fraction) {
        LiveProgress.Step shown = running.get(step.table());
        if (shown != null) {
            shown.update(rows, bytes, fraction);
        }
    }

    @Override
    public void warned(Step step, String message) {
        LiveProgress.Step shown = running.get(step.table());
        if (shown != null) {
            shown.warn(secrets.scrub(message));
        }
    }

    @Override
    public void ended(Step step, StepReport report) {
        LiveProgress.Step shown = running.remove(step.table());
        if (shown == null) {
            shown = progress.begin(step.kind() + " " + step.table());
        }
        if (report.error()
                .filter(error -> error.code() == ErrorCode.INTERRUPTED)
                .isPresent()) {
            shown.gone();
        } else if (report.status() == StepReport.Status.FAILED) {
            // The summary tells it in full.
            shown.failed(TextWidth.cut(
                    secrets.scrub(
                            report.error().map(LakesmithException::message).orElse("failed")),
                    MESSAGE_WIDTH));
        } else {
            shown.done(outcome(step, report));
        }
    }

    private static String outcome(Step step, StepReport report) {
        if (report.status() == StepReport.Status.UNCHANGED) {
            return report.ledger().read() == 0
                    ? "nothing new"
                    : "nothing new of " + Quantities.count(report.ledger().read()) + " read";
        }
        List<String> parts = new ArrayList<>();
        parts.add(
                step instanceof Step.Extract extract && extract.pending() instanceof Pending.Files
                        ? Quantities.count(report.ledger().written(), "file", "files")
                        : Quantities.count(report.ledger().written(), "row", "rows"));
        if (report.ledger().quarantined() > 0) {
            parts.add(Quantities.count(report.ledger().quarantined()) + " quarantined");
        }
        if (report.ledger().droppedTotal() > 0) {
            parts.add(Quantities.count(report.ledger().droppedTotal()) + " dropped");
        }
        if (report.bytes() > 0) {
            parts.add(Quantities.bytes(report.bytes()));
        }
        return String.join(", ", parts);
    }
}
