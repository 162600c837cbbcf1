package dev.lakesmith.core.plan;

import dev.lakesmith.core.project.Materialization;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeTable.SnapshotInfo;
import dev.lakesmith.lake.LakeView;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells what other programs wrote to a table that a run is about to write, and what becomes of it. */
final class ForeignWrites {

    private static final Set<Materialization> REPLACED = Set.of(Materialization.TABLE, Materialization.VIEW);

    private ForeignWrites() {}

    static Optional<String> told(Step step, LakeView view) {
        boolean writes = step instanceof Step.Build || step instanceof Step.Load || step instanceof Step.Plant;
        return writes ? view.table(step.table()).flatMap(table -> told(step, table)) : Optional.empty();
    }

    private static Optional<String> told(Step step, LakeTable table) {
        List<SnapshotInfo> foreign = table.writtenByOthers();
        if (foreign.isEmpty()) {
            return Optional.empty();
        }
        SnapshotInfo last = foreign.get(0);
        String wrote = table.name() + ": another program wrote to it after Lakesmith last did, "
                + (foreign.size() == 1 ? "" : foreign.size() + " times, the last time ") + "at " + last.at() + "; ";
        return Optional.of(
                replaces(step)
                        ? wrote + "what it wrote is replaced now, and can be read with --at " + last.id()
                                + " as long as that snapshot is kept"
                        : wrote + "its rows stay, but for those that this run writes anew");
    }

    private static boolean replaces(Step step) {
        if (step instanceof Step.Build build) {
            return build.start() == Step.Build.Start.ANEW
                    || REPLACED.contains(build.model().model().materialization());
        }
        return !(step instanceof Step.Load load) || load.extent() == Step.Load.Extent.ALL;
    }
}
