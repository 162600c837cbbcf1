package dev.lakesmith.core.run;

import dev.lakesmith.core.engine.CheckOutcome;
import dev.lakesmith.core.history.RunRecord;
import dev.lakesmith.core.history.RunRecord.Status;
import dev.lakesmith.core.history.RunRecord.StepRecord;
import dev.lakesmith.core.project.Project;
import dev.lakesmith.core.project.Secrets;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reports as the history keeps them, free of secrets. */
final class HistoryEntries {

    private HistoryEntries() {}

    static RunRecord of(RunReport report, Project project) {
        Secrets secrets = project.secrets();
        Status status =
                !report.succeeded() ? Status.FAILED : report.nothingNew() ? Status.NOTHING_NEW : Status.SUCCEEDED;
        List<StepRecord> steps =
                report.steps().stream().map(step -> of(step, secrets)).toList();
        return new RunRecord(
                report.runId(),
                project.target().name(),
                status,
                report.startedAt(),
                report.elapsed(),
                steps,
                report.error().map(LakesmithException::message).map(secrets::scrub),
                report.traffic());
    }

    private static StepRecord of(StepReport step, Secrets secrets) {
        List<String> checks = step.checks().stream()
                .filter(outcome -> !outcome.passed())
                .map((CheckOutcome outcome) -> outcome.check().name() + ": " + outcome.seen() + " ("
                        + outcome.check().severity().name().toLowerCase(Locale.ROOT) + ")")
                .toList();
        Optional<String> message = step.error().map(LakesmithException::message).map(secrets::scrub);
        return new StepRecord(
                step.table().toString(),
                step.kind(),
                step.reason(),
                step.status().name(),
                step.elapsed(),
                step.bytes(),
                LedgerText.json(step.ledger()),
                checks,
                message);
    }
}
