package dev.lakesmith.core.run;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.engine.CheckOutcome;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.plan.Step;
import java.util.List;

/** Checks again a table that stays as it is; what looks at other tables waits for the end of the run. */
final class CheckWork implements StepWork {

    private final Step.Check step;
    private final Audit audit;

    CheckWork(Step.Check step, Audit audit) {
        this.step = step;
        this.audit = audit;
    }

    @Override
    public Result run(Progress progress) {
        List<CheckOutcome> outcomes =
                switch (step.which()) {
                    case ALL -> audit.atOnce(step.model().model());
                    case AGAINST_OTHERS -> List.of();
                };
        return new Result(true, Ledger.EMPTY, 0, outcomes, List.of());
    }
}
