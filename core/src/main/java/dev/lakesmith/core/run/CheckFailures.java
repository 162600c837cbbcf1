package dev.lakesmith.core.run;

import dev.lakesmith.core.contract.Severity;
import dev.lakesmith.core.engine.CheckOutcome;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.stream.Collectors;

/** Turns failed checks into the error that keeps a table from being published. */
final class CheckFailures {

    private CheckFailures() {}

    /** Throws CHECK_FAILED when a check of severity fail did not pass. */
    static void raise(TableName table, List<CheckOutcome> outcomes) {
        String failed = outcomes.stream()
                .filter(outcome -> !outcome.passed() && outcome.check().severity() == Severity.FAIL)
                .map(outcome -> outcome.check().name() + " failed for " + outcome.failing()
                        + (outcome.failing() == 1 ? " row" : " rows")
                        + outcome.sample()
                                .map(sample -> ", such as " + shortened(sample))
                                .orElse(""))
                .collect(Collectors.joining("; "));
        if (!failed.isEmpty()) {
            throw new LakesmithException(
                    ErrorCode.CHECK_FAILED,
                    table + ": " + failed + "; nothing was published. Mend the data or the model, or give the check"
                            + " severity quarantine or warn");
        }
    }

    private static String shortened(String sample) {
        return sample.length() <= 300 ? sample : sample.substring(0, 300) + "…";
    }
}
