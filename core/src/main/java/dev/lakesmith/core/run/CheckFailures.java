package dev.lakesmith.core.run;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.Check.Rule;
import dev.lakesmith.core.contract.Severity;
import dev.lakesmith.core.engine.CheckOutcome;
import dev.lakesmith.core.engine.StoredFailures;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.stream.Collectors;

/** Turns failed checks into the error that keeps a table from being published. */
final class CheckFailures {

    private CheckFailures() {}

    /** Whether a run may publish in spite of what a check found. */
    static boolean tolerable(CheckOutcome outcome) {
        return outcome.passed() || outcome.check().severity() == Severity.WARN;
    }

    /** Throws CHECK_FAILED when a check of severity fail did not pass. */
    static void raise(TableName table, List<CheckOutcome> outcomes) {
        String failed = outcomes.stream()
                .filter(outcome -> !tolerable(outcome))
                .map(outcome -> told(table, outcome))
                .collect(Collectors.joining("; "));
        if (!failed.isEmpty()) {
            throw new LakesmithException(
                    ErrorCode.CHECK_FAILED,
                    table + ": " + failed + "; nothing was published. Mend the data or the model, or give the check"
                            + " another severity");
        }
    }

    private static String told(TableName table, CheckOutcome outcome) {
        Check check = outcome.check();
        return check.name()
                + (check.rule() instanceof Rule.OfTable ? " failed: " : " failed for ")
                + outcome.seen()
                + outcome.sample()
                        .map(sample -> ", such as " + shortened(sample))
                        .orElse("")
                + (check.failures() == Check.Failures.STORED
                        ? ", all of them in " + StoredFailures.tableFor(table, check)
                        : "");
    }

    private static String shortened(String sample) {
        return sample.length() <= 300 ? sample : sample.substring(0, 300) + "…";
    }
}
