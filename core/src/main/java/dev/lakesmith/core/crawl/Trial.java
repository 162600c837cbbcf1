package dev.lakesmith.core.crawl;

import dev.lakesmith.core.crawl.Drift.Kind;
import dev.lakesmith.core.crawl.Sampled.Refused;
import dev.lakesmith.core.engine.Quarantined;
import dev.lakesmith.core.plan.Analysis;
import dev.lakesmith.core.plan.AnalyzedModel;
import dev.lakesmith.core.project.Materialization;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.role.Role;
import dev.lakesmith.core.run.ModelRun;
import dev.lakesmith.core.run.Workspace;
import dev.lakesmith.vocabulary.Diagnostic;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Computes the models that read nothing but one of the streams from what was looked at, as a run would: what their
 * contracts refuse of it, they will refuse of the rest.
 */
final class Trial {

    private final Scratch scratch;
    private final Analysis analysis;
    private final Set<String> proposed;

    /** @param proposed files that are not the project's yet: what their contracts refuse is said in them */
    Trial(Scratch scratch, Analysis analysis, Set<String> proposed) {
        this.scratch = scratch;
        this.analysis = analysis;
        this.proposed = Set.copyOf(proposed);
    }

    List<Drift> of(List<Found> found) {
        Map<TableName, Found> streams = new TreeMap<>();
        found.stream()
                .filter(each -> each.sampled().rows() > 0)
                .forEach(each -> streams.put(each.stream().bronze(), each));
        List<Drift> drift = new ArrayList<>();
        for (Diagnostic mistake : analysis.diagnostics()) {
            analysis.models().stream()
                    .filter(model -> model.model()
                            .sqlStart()
                            .file()
                            .equals(mistake.place().file()))
                    .flatMap(model -> model.inputs().stream())
                    .filter(streams::containsKey)
                    .findFirst()
                    .ifPresent(input -> drift.add(drift(
                            Kind.MODEL_BROKEN,
                            Optional.ofNullable(streams.get(input)).orElseThrow(),
                            mistake.toString())));
        }
        for (AnalyzedModel model : analysis.models()) {
            boolean own = !proposed.contains(model.model().sqlStart().file());
            if (own && model.inputs().size() == 1 && isPlain(model)) {
                Optional.ofNullable(streams.get(model.inputs().get(0)))
                        .ifPresent(stream -> drift.addAll(tried(model, stream)));
            }
        }
        return drift;
    }

    private boolean isPlain(AnalyzedModel model) {
        Model declared = model.model();
        return declared.materialization() != Materialization.VIEW
                && declared.role() instanceof Role.Plain
                && model.columns().isPresent()
                && model.query().parameters().isEmpty()
                && analysis.mistakesIn(declared).isEmpty();
    }

    private List<Drift> tried(AnalyzedModel model, Found stream) {
        Workspace workspace = scratch.workspace(analysis.project());
        TableName table = model.model().name();
        ModelRun.Result result;
        try {
            result = new ModelRun(model, workspace).run("crawl-" + table);
        } catch (LakesmithException e) {
            return List.of(drift(Kind.MODEL_BROKEN, stream, table + ": " + e.message()));
        }
        if (result.failure().isPresent() || result.ledger().quarantined() == 0) {
            // Checks of the whole table say nothing when only a part is there.
            return List.of();
        }
        List<Drift> drift = new ArrayList<>();
        for (Refused refused : scratch.refused(Quarantined.tableFor(table), scratch.view())) {
            drift.add(drift(
                    Kind.VALUES_REFUSED,
                    stream,
                    Shares.count(refused.records()) + " of "
                            + Shares.count(result.ledger().read(), "row", "rows") + " would go to the quarantine of "
                            + table + ": " + refused.reason()));
        }
        return drift;
    }

    private static Drift drift(Kind kind, Found stream, String told) {
        return new Drift(kind, stream.source().name(), stream.stream().name(), Optional.empty(), told);
    }
}
