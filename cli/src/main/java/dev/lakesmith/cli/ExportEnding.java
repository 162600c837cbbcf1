package dev.lakesmith.cli;

import dev.lakesmith.core.run.RunReport;
import dev.lakesmith.core.run.StepReport;
import java.util.List;

/** How an export ended that was asked for by itself. */
final class ExportEnding implements Ending {

    @Override
    public List<String> nothingNew(RunReport report) {
        return List.of("nothing to export: no model that was built has 'export' in its header");
    }

    @Override
    public String succeeded(RunReport report) {
        long exported = report.steps().stream()
                .filter(step -> step.status() == StepReport.Status.DONE)
                .count();
        return Quantities.count(exported, "table", "tables") + " exported";
    }

    @Override
    public String failed(RunReport report) {
        return failedExports(report);
    }

    /** Whether everything else went well. */
    static boolean onlyExportsFailed(RunReport report) {
        return report.error().isEmpty()
                && report.steps().stream()
                        .filter(ExportEnding::isFailed)
                        .allMatch(step -> step.kind().equals("export") && step.status() == StepReport.Status.FAILED);
    }

    static String failedExports(RunReport report) {
        return Quantities.count(
                        report.steps().stream().filter(ExportEnding::isFailed).count(), "export is", "exports are")
                + " as before";
    }

    private static boolean isFailed(StepReport step) {
        return step.status() == StepReport.Status.FAILED || step.status() == StepReport.Status.BLOCKED;
    }
}
