package dev.lakesmith.cli;

import dev.lakesmith.core.contract.Severity;
import dev.lakesmith.core.engine.CheckOutcome;
import dev.lakesmith.core.run.Checks.TableChecks;
import dev.lakesmith.core.test.TestReport;
import java.time.Duration;
import java.util.List;

/**
 * What a run of tests and checks found.
 *
 * @param tests each unit test
 * @param checks the checks of each published table
 * @param elapsed all together
 */
record TestResults(List<TestReport> tests, List<TableChecks> checks, Duration elapsed) {

    TestResults {
        tests = List.copyOf(tests);
        checks = List.copyOf(checks);
    }

    boolean passed() {
        return tests.stream().allMatch(TestReport::passed) && checks.stream().allMatch(TableChecks::passed);
    }

    long failedTests() {
        return tests.stream().filter(report -> !report.passed()).count();
    }

    long failedChecks() {
        return checks.stream()
                .flatMap(table -> table.outcomes().stream())
                .filter(TestResults::failed)
                .count();
    }

    /** Whether a check did not pass and should have; one of severity warn only warns. */
    static boolean failed(CheckOutcome outcome) {
        return !outcome.passed() && outcome.check().severity() != Severity.WARN;
    }
}
