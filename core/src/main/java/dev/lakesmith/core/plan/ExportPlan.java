package dev.lakesmith.core.plan;

import dev.lakesmith.core.contract.Export;
import dev.lakesmith.core.export.ExportState;
import dev.lakesmith.core.export.Exporter;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which tables are exported, and why. */
final class ExportPlan {

    private final PlanRequest request;
    private final Set<TableName> changing;

    private ExportPlan(PlanRequest request, Set<TableName> changing) {
        this.request = request;
        this.changing = changing;
    }

    /** @param changing the tables that other steps write */
    static List<Step> of(PlanRequest request, Set<TableName> changing) {
        ExportPlan plan = new ExportPlan(request, changing);
        List<Step> steps = new ArrayList<>();
        for (AnalyzedModel analyzed : request.analysis().models()) {
            Model model = analyzed.model();
            if (request.selection().includes(model.name())) {
                model.export()
                        .flatMap(export -> plan.reason(model.name(), export)
                                .map(reason -> new Step.Export(model.name(), export, Exporter.When.CHANGED, reason)))
                        .ifPresent(steps::add);
            }
        }
        return steps;
    }

    private Optional<String> reason(TableName name, Export export) {
        Optional<String> exported = Optional.ofNullable(request.exported().get(name));
        Optional<LakeTable> table = request.view().table(name);
        if (exported.isEmpty()) {
            return table.isPresent() || changing.contains(name) ? Optional.of("not exported yet") : Optional.empty();
        }
        if (changing.contains(name)) {
            return Optional.of(name + " will change");
        }
        return table.map(found -> ExportState.of(found, export))
                .filter(state -> !state.equals(exported.get()))
                .map(state -> "it changed since it was exported");
    }
}
