package dev.lakesmith.core.run;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.engine.CheckOutcome;
import dev.lakesmith.core.ledger.Ledger;
import java.util.List;

/** What one kind of step does. */
interface StepWork {

    /** Does it. Throws {@link dev.lakesmith.vocabulary.LakesmithException} when it fails. */
    Result run(Progress progress);

    /**
     * What came of it.
     *
     * @param changed whether a table changed
     * @param ledger where the records ended
     * @param bytes written
     * @param checks what checks found
     * @param notes for the user
     */
    record Result(boolean changed, Ledger ledger, long bytes, List<CheckOutcome> checks, List<String> notes) {

        static Result unchanged() {
            return new Result(false, Ledger.EMPTY, 0, List.of(), List.of());
        }
    }
}
