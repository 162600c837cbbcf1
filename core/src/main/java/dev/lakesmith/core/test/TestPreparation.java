package dev.lakesmith.core.test;

import dev.lakesmith.core.plan.Analysis;
import dev.lakesmith.core.plan.AnalyzedModel;
import dev.lakesmith.core.project.Parameter;
import dev.lakesmith.core.project.Seed;
import dev.lakesmith.core.project.UnitTest;
import dev.lakesmith.core.run.Workspace;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.Diagnostic;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.Place;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Unit tests held against the project: every table, column and value that they name.
 *
 * @param tests those without mistakes
 * @param diagnostics every mistake, by place
 */
public record TestPreparation(List<PreparedTest> tests, List<Diagnostic> diagnostics) {

    public TestPreparation {
        tests = List.copyOf(tests);
        diagnostics = List.copyOf(diagnostics);
    }

    /**
     * Prepares tests. The analyser's stubs of tables are those of the tests afterwards.
     *
     * @param analysis of the workspace's project, without mistakes
     */
    public static TestPreparation of(List<UnitTest> tests, Analysis analysis, Workspace workspace) {
        if (tests.isEmpty()) {
            return new TestPreparation(List.of(), List.of());
        }
        Map<TableName, List<Column>> seeds = new HashMap<>();
        for (Seed seed : analysis.project().seeds()) {
            seeds.put(seed.name(), workspace.engine().seedColumns(seed));
        }
        LakeView published = workspace.lake().published();
        TestColumns columns =
                new TestColumns(analysis, seeds, table -> published.table(table).map(LakeTable::columns));
        List<PreparedTest> prepared = new ArrayList<>();
        List<Diagnostic> diagnostics = new ArrayList<>();
        synchronized (workspace.sql()) {
            for (UnitTest test : tests) {
                int before = diagnostics.size();
                Optional<PreparedTest> sound = model(test, analysis, diagnostics)
                        .map(model -> new SingleTest(
                                        test,
                                        model,
                                        columns,
                                        parameters(test, analysis),
                                        analysis.project(),
                                        workspace.sql(),
                                        diagnostics)
                                .prepare());
                if (diagnostics.size() == before) {
                    sound.ifPresent(prepared::add);
                }
            }
        }
        diagnostics.sort(Comparator.comparing((Diagnostic each) -> each.place().file())
                .thenComparing(each -> each.place().line())
                .thenComparing(each -> each.place().column()));
        return new TestPreparation(prepared, diagnostics.stream().distinct().toList());
    }

    private static Optional<AnalyzedModel> model(UnitTest test, Analysis analysis, List<Diagnostic> diagnostics) {
        Optional<AnalyzedModel> model = analysis.model(test.model());
        if (model.isEmpty()) {
            List<String> names = analysis.models().stream()
                    .map(each -> each.model().name().toString())
                    .toList();
            Place place = test.modelPlace();
            diagnostics.add(new Diagnostic(
                    ErrorCode.TABLE_UNKNOWN,
                    place,
                    "there is no model " + test.model()
                            + Nearest.hint(test.model().toString(), names)));
        }
        return model;
    }

    private static List<Parameter> parameters(UnitTest test, Analysis analysis) {
        return analysis.project().parameters().stream()
                .map(parameter -> Optional.ofNullable(test.vars().get(parameter.name()))
                        .map(var -> new Parameter(
                                parameter.name(), parameter.type(), Optional.of(var.value()), parameter.place()))
                        .orElse(parameter))
                .toList();
    }
}
