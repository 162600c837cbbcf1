package dev.lakesmith.cli;

import dev.lakesmith.core.run.RunReport;
import dev.lakesmith.core.run.StepReport;
import java.util.ArrayList;
import java.util.List;

/** How an extraction without what follows it ended: with landed streams. */
final class ExtractEnding implements Ending {

    /** Says of each stream what was looked at: that nothing came may be a surprise. */
    @Override
    public List<String> nothingNew(RunReport report) {
        List<String> lines = new ArrayList<>();
        report.steps().forEach(step -> lines.add(step.table() + ": " + step.reason() + ": " + found(step)));
        lines.add("nothing new: "
                + Quantities.count(report.upToDate() + report.steps().size(), "stream", "streams") + " looked at");
        return lines;
    }

    private static String found(StepReport step) {
        List<String> parts = new ArrayList<>();
        parts.add(Quantities.count(step.ledger().read()) + " read");
        step.ledger().dropped().forEach((reason, count) -> parts.add(Quantities.count(count) + " " + reason));
        return String.join(", ", parts);
    }

    @Override
    public String succeeded(RunReport report) {
        return landed(report) + " landed";
    }

    @Override
    public String failed(RunReport report) {
        return landed(report) + " landed";
    }

    private static String landed(RunReport report) {
        long landed = report.steps().stream()
                .filter(step -> step.status() == StepReport.Status.DONE)
                .count();
        return Quantities.count(landed, "stream", "streams");
    }
}
