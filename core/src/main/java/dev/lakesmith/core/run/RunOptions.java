package dev.lakesmith.core.run;

import dev.lakesmith.core.plan.PlanRequest.Refresh;
import java.util.List;

/**
 * What the user asked of a run.
 *
 * @param selectors which tables, see {@link dev.lakesmith.core.plan.Selection}; empty: all
 * @param refresh whether tables are made anew
 * @param start whether staged tables of a failed run are used
 * @param shrink whether tables may lose more rows than they normally do
 */
public record RunOptions(List<String> selectors, Refresh refresh, Start start, Shrink shrink) {

    /** Where a run begins. */
    public enum Start {
        FRESH,
        /** With what the last failed run staged and checked, as far as it still fits. */
        RESUME
    }

    /** What happens to a table that would lose more rows than its model's {@code max_shrink}. */
    public enum Shrink {
        /** Its step fails. */
        REFUSED,
        /** It loses them. */
        ALLOWED
    }

    public RunOptions {
        selectors = List.copyOf(selectors);
    }

    /** Everything that needs it. */
    public static RunOptions all() {
        return new RunOptions(List.of(), Refresh.WHERE_NEEDED, Start.FRESH, Shrink.REFUSED);
    }
}
