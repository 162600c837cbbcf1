package dev.lakesmith.cli;

import dev.lakesmith.core.run.RunReport;
import dev.lakesmith.core.run.StepReport;
import dev.lakesmith.vocabulary.KeptBeside;
import java.util.ArrayList;
import java.util.List;

/** How a run ended: with tables of the lake. */
final class RunEnding implements Ending {

    @Override
    public List<String> nothingNew(RunReport report) {
        long found = report.steps().stream()
                .filter(step -> !step.kind().equals("extract"))
                .count();
        long tables = report.upToDate() + found;
        return List.of(
                tables == 0
                        ? "nothing new"
                        : "nothing new: " + Quantities.count(tables, "table is", "tables are") + " up to date");
    }

    @Override
    public String succeeded(RunReport report) {
        long seeds = report.published().stream()
                .filter(table -> table.schema().equals("seeds"))
                .count();
        long models = report.published().stream()
                .filter(table -> !table.schema().equals("seeds"))
                .filter(table -> !KeptBeside.QUARANTINE.holds(table))
                .count();
        List<String> parts = new ArrayList<>();
        if (loaded(report) > 0) {
            parts.add(bronze(report));
        }
        if (seeds > 0) {
            parts.add(Quantities.count(seeds, "seed", "seeds") + " published");
        }
        long exported = report.steps().stream()
                .filter(step -> step.kind().equals("export") && step.status() == StepReport.Status.DONE)
                .count();
        if (models > 0 || (parts.isEmpty() && exported == 0)) {
            parts.add(Quantities.count(models, "model", "models") + " published");
        }
        if (exported > 0) {
            parts.add(Quantities.count(exported, "table", "tables") + " exported");
        }
        long quarantined = report.steps().stream()
                .mapToLong(step -> step.ledger().quarantined())
                .sum();
        if (quarantined > 0) {
            parts.add(Quantities.count(quarantined, "record", "records")
                    + " quarantined ('lakesmith quarantine' shows them)");
        }
        return String.join(", ", parts);
    }

    @Override
    public String failed(RunReport report) {
        if (ExportEnding.onlyExportsFailed(report)) {
            return "everything is published, but " + ExportEnding.failedExports(report)
                    + "; run again to export what is missing";
        }
        return "models and seeds were not published"
                + (loaded(report) == 0 ? "" : ", " + bronze(report) + " all the same")
                + report.branch()
                        .map(branch -> ". What was staged is on the branch " + branch
                                + ": look with 'lakesmith query --branch " + branch
                                + " …', go on with 'lakesmith run --resume'")
                        .orElse("");
    }

    private static String bronze(RunReport report) {
        return Quantities.count(loaded(report), "bronze table", "bronze tables") + " loaded";
    }

    private static long loaded(RunReport report) {
        return report.steps().stream()
                .filter(step -> step.kind().equals("load") && step.status() == StepReport.Status.DONE)
                .count();
    }
}
