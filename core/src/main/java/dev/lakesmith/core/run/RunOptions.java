package dev.lakesmith.core.run;

import dev.lakesmith.core.plan.PlanRequest.Refresh;
import java.util.List;

/**
 * What the user asked of a run.
 *
 * @param selectors which tables, see {@link dev.lakesmith.core.plan.Selection}; empty: all
 * @param refresh whether tables are made anew
 * @param start whether staged tables of a failed run are used
 */
public record RunOptions(List<String> selectors, Refresh refresh, Start start) {

    /** Where a run begins. */
    public enum Start {
        FRESH,
        /** With what the last failed run staged and checked, as far as it still fits. */
        RESUME
    }

    public RunOptions {
        selectors = List.copyOf(selectors);
    }

    /** Everything that needs it. */
    public static RunOptions all() {
        return new RunOptions(List.of(), Refresh.WHERE_NEEDED, Start.FRESH);
    }
}
