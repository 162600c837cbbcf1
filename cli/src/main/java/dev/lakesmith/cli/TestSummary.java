package dev.lakesmith.cli;

import dev.lakesmith.core.engine.CheckOutcome;
import dev.lakesmith.core.project.Secrets;
import dev.lakesmith.core.run.Checks.TableChecks;
import dev.lakesmith.core.test.TestReport;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Prints how tests and checks ended, for people. */
final class TestSummary {

    private final Console console;
    private final Secrets secrets;
    private final FindingText findings;
    private String file = "";

    TestSummary(Console console, Secrets secrets) {
        this.console = console;
        this.secrets = secrets;
        this.findings = new FindingText(console.palette());
    }

    /** One test, as soon as it ended. */
    void print(TestReport report) {
        PrintStream out = console.out();
        Palette palette = console.palette();
        if (!report.test().place().file().equals(file)) {
            file = report.test().place().file();
            out.println(palette.bold(file));
        }
        out.println("  " + sign(report.passed()) + " " + report.test().model() + ": "
                + report.test().name() + palette.dim("  " + Quantities.duration(report.elapsed())));
        if (!report.passed()) {
            findings.of(report).forEach(line -> out.println("      " + secrets.scrub(line)));
        }
    }

    private String sign(boolean passed) {
        return passed ? console.palette().green("✔") : console.palette().red("✘");
    }

    /** The checks of published tables. */
    void print(List<TableChecks> tables) {
        PrintStream out = console.out();
        Palette palette = console.palette();
        List<TableChecks> checked =
                tables.stream().filter(table -> !table.outcomes().isEmpty()).toList();
        if (!checked.isEmpty()) {
            out.println(palette.bold("published tables"));
        }
        for (TableChecks table : checked) {
            out.println("  " + sign(table.passed()) + " " + table.table()
                    + palette.dim("  " + Quantities.count(table.outcomes().size(), "check", "checks")));
            for (CheckOutcome outcome : table.outcomes()) {
                if (!outcome.passed()) {
                    String word = TestResults.failed(outcome) ? palette.red("failed: ") : palette.yellow("warning: ");
                    out.println("      " + word + secrets.scrub(text(outcome)));
                }
            }
        }
        List<String> missing = tables.stream()
                .filter(table -> table.state() == TableChecks.State.NOT_BUILT)
                .map(table -> table.table().toString())
                .toList();
        if (!missing.isEmpty()) {
            out.println(palette.dim("  not built yet: " + String.join(", ", missing)));
        }
    }

    static String text(CheckOutcome outcome) {
        return outcome.check().name() + ": " + outcome.seen()
                + outcome.sample().map(sample -> ", such as " + sample).orElse("");
    }

    /** The last line. */
    void print(TestResults results) {
        List<String> parts = new ArrayList<>();
        long checks = results.checks().stream()
                .mapToLong(table -> table.outcomes().size())
                .sum();
        if (!results.tests().isEmpty()) {
            parts.add(count(results.tests().size(), results.failedTests(), "unit test", "unit tests"));
        }
        if (checks > 0) {
            parts.add(count(checks, results.failedChecks(), "check", "checks"));
        }
        console.out()
                .println(sign(results.passed()) + " "
                        + (parts.isEmpty() ? "there is nothing to test" : String.join(", ", parts)) + " in "
                        + Quantities.duration(results.elapsed()));
    }

    private static String count(long all, long failed, String singular, String plural) {
        return failed == 0
                ? Quantities.count(all, singular, plural) + " passed"
                : Quantities.count(failed) + " of " + Quantities.count(all, singular, plural) + " failed";
    }
}
