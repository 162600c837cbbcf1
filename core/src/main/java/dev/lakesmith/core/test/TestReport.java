package dev.lakesmith.core.test;

import dev.lakesmith.core.project.UnitTest;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Place;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a test ended.
 *
 * @param test which
 * @param elapsed how long it took
 * @param findings what is not as expected, in order
 * @param error why the model could not be run
 */
public record TestReport(UnitTest test, Duration elapsed, List<Finding> findings, Optional<LakesmithException> error) {

    /** What is not as one expectation says; {@code run} counts from 1. */
    public record Finding(int run, Place place, Mismatch mismatch) {}

    public TestReport {
        findings = List.copyOf(findings);
    }

    public boolean passed() {
        return findings.isEmpty() && error.isEmpty();
    }
}
