package dev.lakesmith.core.run;

import dev.lakesmith.core.engine.CheckOutcome;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a step ended.
 *
 * @param table what it wrote
 * @param kind what it did, see {@link dev.lakesmith.core.plan.Step#kind}
 * @param reason why it was in the plan
 * @param status how it ended
 * @param ledger where its records ended
 * @param bytes written to data files, or copied to landing
 * @param elapsed from its start to its end
 * @param checks what its checks found
 * @param notes what the user should know
 * @param error why it failed, or which step kept it from running
 */
public record StepReport(
        TableName table,
        String kind,
        String reason,
        Status status,
        Ledger ledger,
        long bytes,
        Duration elapsed,
        List<CheckOutcome> checks,
        List<String> notes,
        Optional<LakesmithException> error) {

    /** How a step ended. */
    public enum Status {
        DONE,
        /** It turned out that there was nothing to do. */
        UNCHANGED,
        FAILED,
        /** A step it depends on failed. */
        BLOCKED
    }

    public StepReport {
        checks = List.copyOf(checks);
        notes = List.copyOf(notes);
    }

    boolean stopsOthers() {
        return status == Status.FAILED || status == Status.BLOCKED;
    }

    StepReport withChecks(List<CheckOutcome> more) {
        List<CheckOutcome> all = new ArrayList<>(checks);
        all.addAll(more);
        return new StepReport(table, kind, reason, status, ledger, bytes, elapsed, all, notes, error);
    }

    StepReport failedWith(LakesmithException failure) {
        return new StepReport(
                table, kind, reason, Status.FAILED, ledger, bytes, elapsed, checks, notes, Optional.of(failure));
    }
}
