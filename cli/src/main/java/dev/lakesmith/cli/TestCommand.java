package dev.lakesmith.cli;

import dev.lakesmith.core.plan.Analysis;
import dev.lakesmith.core.plan.Selection;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.Secrets;
import dev.lakesmith.core.run.Checks;
import dev.lakesmith.core.run.Checks.TableChecks;
import dev.lakesmith.core.run.Planning;
import dev.lakesmith.core.run.Workspace;
import dev.lakesmith.core.test.PreparedTest;
import dev.lakesmith.core.test.TestReport;
import dev.lakesmith.core.test.UnitTests;
import dev.lakesmith.vocabulary.Column;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Runs unit tests, then the checks of published tables. Changes nothing. */
@Command(
        name = "test",
        description = "Run the unit tests of models, then the checks of the published tables.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lakesmith test                              everything",
            "  lakesmith test --select silver.customers    of one table",
            "  lakesmith test --units-only --junit out.xml for a CI system that has no data",
            "",
            "Exit codes: 0 all passed, 1 something failed, 2 a file has mistakes."
        })
final class TestCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable RootCommand root;

    @Option(
            names = {"-s", "--select"},
            paramLabel = "SELECTOR",
            split = ",",
            description = "Only tests and checks of these tables, chosen as for run.")
    private List<String> selectors = new ArrayList<>();

    @Option(names = "--var", paramLabel = "NAME=VALUE", description = "A value for a parameter of the project.")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Option(names = "--junit", paramLabel = "FILE", description = "Also write the results as JUnit XML.")
    private @Nullable Path junit;

    @ArgGroup
    private Part part = new Part();

    /** Which half is left out. */
    private static final class Part {

        @Option(names = "--units-only", description = "Only the unit tests; they need no data.")
        private boolean units;

        @Option(names = "--checks-only", description = "Only the checks of published tables.")
        private boolean checks;
    }

    @Override
    public Integer call() {
        RootCommand parent = Objects.requireNonNull(root);
        try (OpenProject open = OpenProject.of(parent, variables, OptionalInt.empty())) {
            Workspace workspace = open.workspace();
            Analysis analysis = new Planning(workspace).analyze();
            ProjectTests tests = part.checks
                    ? new ProjectTests(List.of(), analysis.diagnostics())
                    : ProjectTests.of(parent, workspace, analysis);
            if (!tests.diagnostics().isEmpty()) {
                return MistakeReport.print(parent, tests.diagnostics(), List.of())
                        .number();
            }
            TestResults results = run(parent, workspace, analysis, tests.tests());
            Path file = junit;
            if (file != null) {
                new JUnitReport(
                                results,
                                workspace.project().secrets(),
                                workspace.clock().instant())
                        .write(file);
            }
            return (results.passed() ? ExitCode.DONE : ExitCode.FAILED).number();
        }
    }

    private TestResults run(RootCommand parent, Workspace workspace, Analysis analysis, List<PreparedTest> prepared) {
        long started = System.nanoTime();
        Selection selection = Selection.of(selectors, analysis);
        Secrets secrets = workspace.project().secrets();
        TestSummary summary = new TestSummary(parent.console(), secrets);
        boolean json = parent.options().json();
        List<TestReport> reports = new ArrayList<>();
        new UnitTests(workspace)
                .run(
                        prepared.stream()
                                .filter(test -> selection.includes(test.test().model()))
                                .toList(),
                        report -> {
                            reports.add(report);
                            if (!json) {
                                summary.print(report);
                            }
                        });
        List<TableChecks> checks = part.units ? List.of() : checks(workspace, selection);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        TestResults results = new TestResults(reports, checks, elapsed);
        if (json) {
            printJson(parent, results, secrets);
        } else {
            summary.print(checks);
            summary.print(results);
        }
        return results;
    }

    private static List<TableChecks> checks(Workspace workspace, Selection selection) {
        List<Model> models = workspace.project().models().stream()
                .filter(model -> !model.checks().isEmpty() && selection.includes(model.name()))
                .toList();
        return new Checks(workspace).run(models, workspace.lake().published());
    }

    private static void printJson(RootCommand parent, TestResults results, Secrets secrets) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (TestReport report : results.tests()) {
            String text = String.join("\n", new FindingText(Palette.PLAIN).of(report));
            rows.add(Arrays.asList(
                    "unit_test",
                    report.test().model().toString(),
                    report.test().name(),
                    report.passed() ? "passed" : "failed",
                    report.test().place().toString(),
                    report.elapsed().toMillis(),
                    text.isEmpty() ? null : secrets.scrub(text)));
        }
        for (TableChecks table : results.checks()) {
            table.outcomes()
                    .forEach(outcome -> rows.add(Arrays.asList(
                            "check",
                            table.table().toString(),
                            outcome.check().name(),
                            outcome.passed() ? "passed" : TestResults.failed(outcome) ? "failed" : "warning",
                            null,
                            null,
                            outcome.passed() ? null : secrets.scrub(TestSummary.text(outcome)))));
        }
        new JsonPrinter(parent.console().out())
                .print(Rows.of(
                        List.of(
                                new Column("kind", "VARCHAR"),
                                new Column("table", "VARCHAR"),
                                new Column("name", "VARCHAR"),
                                new Column("status", "VARCHAR"),
                                new Column("place", "VARCHAR"),
                                new Column("elapsed_ms", "BIGINT"),
                                new Column("message", "VARCHAR")),
                        rows));
    }
}
