package dev.lakesmith.cli;

import dev.lakesmith.core.plan.Analysis;
import dev.lakesmith.core.project.LoadedTests;
import dev.lakesmith.core.project.UnitTestFiles;
import dev.lakesmith.core.run.Workspace;
import dev.lakesmith.core.test.PreparedTest;
import dev.lakesmith.core.test.TestPreparation;
import dev.lakesmith.vocabulary.Diagnostic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The unit tests of a project.
 *
 * @param tests those without mistakes
 * @param diagnostics the mistakes of the project's SQL and of its tests
 */
record ProjectTests(List<PreparedTest> tests, List<Diagnostic> diagnostics) {

    /** Reads and checks them; what tests say of tables is known only when the project's SQL is sound. */
    static ProjectTests of(RootCommand root, Workspace workspace, Analysis analysis) {
        LoadedTests loaded = UnitTestFiles.load(workspace.project(), root.environment());
        List<Diagnostic> diagnostics = new ArrayList<>(analysis.diagnostics());
        diagnostics.addAll(loaded.diagnostics());
        if (!analysis.diagnostics().isEmpty()) {
            return new ProjectTests(List.of(), diagnostics);
        }
        TestPreparation prepared = TestPreparation.of(loaded.tests(), analysis, workspace);
        diagnostics.addAll(prepared.diagnostics());
        diagnostics.sort(Comparator.comparing((Diagnostic each) -> each.place().file())
                .thenComparing(each -> each.place().line())
                .thenComparing(each -> each.place().column()));
        return new ProjectTests(prepared.tests(), diagnostics);
    }
}
