package dev.lakesmith.core.plan;

import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeTable.SnapshotInfo;
import dev.lakesmith.lake.LakeView;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Tells what other programs wrote to a table that a run is about to write, and what becomes of it. */
final class ForeignWrites {

    private final LakeView view;
    private final Predicate<Step.Build> rebuilds;

    /** {@code rebuilds} says whether a model is made anew from all rows. */
    ForeignWrites(LakeView view, Predicate<Step.Build> rebuilds) {
        this.view = view;
        this.rebuilds = rebuilds;
    }

    Optional<String> told(Step step) {
        boolean writes = step instanceof Step.Build || step instanceof Step.Load || step instanceof Step.Plant;
        return writes ? view.table(step.table()).flatMap(table -> told(step, table)) : Optional.empty();
    }

    private Optional<String> told(Step step, LakeTable table) {
        List<SnapshotInfo> foreign = table.writtenByOthers();
        if (foreign.isEmpty()) {
            return Optional.empty();
        }
        SnapshotInfo last = foreign.get(0);
        return Optional.of(table.name() + ": another program wrote to it after Lakesmith last did, "
                + (foreign.size() == 1 ? "" : foreign.size() + " times, the last time ") + "at " + last.at() + "; "
                + (replaces(step)
                        ? "what it wrote is replaced now"
                        : "its rows stay, but for those that the run writes anew, which can be all")
                + ". --at " + last.id() + " reads the table as it is now, as long as that snapshot is kept");
    }

    private boolean replaces(Step step) {
        if (step instanceof Step.Build build) {
            return rebuilds.test(build);
        }
        return !(step instanceof Step.Load load) || load.extent() == Step.Load.Extent.ALL;
    }
}
