package dev.lakesmith.core.upkeep;

import dev.lakesmith.core.plan.Inputs;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeTable.SnapshotInfo;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Chooses the snapshots of a table that may be forgotten. */
final class Snapshots {

    /** A model that has not read for so many budgets reads everything when it comes back. */
    private static final int PATIENCE = 10;

    private final Map<TableName, Set<Long>> consumed = new HashMap<>();

    /** @param view whose models say what they have read */
    Snapshots(LakeView view) {
        for (TableName name : view.names()) {
            view.table(name).ifPresent(table -> Inputs.read(table).forEach((input, state) -> {
                if (state.matches("\\d{1,19}")) {
                    consumed.computeIfAbsent(TableName.parse(input), key -> new HashSet<>())
                            .add(Long.parseLong(state));
                }
            }));
        }
    }

    /** The snapshots beyond the budget; never one that is current, tagged, or newer than what a model has read. */
    List<Long> expendable(LakeTable table, Budget budget) {
        List<SnapshotInfo> all = table.snapshots();
        Set<Long> read = consumed.getOrDefault(table.name(), Set.of());
        OptionalLong current = table.snapshotId();
        int keptFrom = Math.max(0, all.size() - budget.snapshots());
        int oldestRead = Math.max(0, all.size() - budget.snapshots() * PATIENCE);
        List<Long> expendable = new ArrayList<>();
        for (int i = 0; i < keptFrom; i++) {
            SnapshotInfo snapshot = all.get(i);
            if (i >= oldestRead && read.contains(snapshot.id())) {
                break;
            }
            boolean isCurrent = current.isPresent() && current.getAsLong() == snapshot.id();
            if (snapshot.tags().isEmpty() && !isCurrent) {
                expendable.add(snapshot.id());
            }
        }
        return expendable;
    }
}
