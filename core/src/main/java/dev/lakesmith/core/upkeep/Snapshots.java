package dev.lakesmith.core.upkeep;

import dev.lakesmith.core.contract.Budget;
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
import org.jspecify.annotations.Nullable;

/** Chooses the snapshots of a table that may be forgotten. */
final class Snapshots {

    /** A model that has not read for so many budgets reads everything when it comes back. */
    private static final int PATIENCE = 10;

    private final LakeView view;
    private @Nullable Map<TableName, Set<Long>> consumed;

    /** @param view whose models say what they have read */
    Snapshots(LakeView view) {
        this.view = view;
    }

    /**
     * The snapshots beyond the budget; never one that is current, tagged, or newer than what a model has read.
     *
     * @param slack how many more may be there before any is forgotten
     */
    List<Long> expendable(LakeTable table, Budget budget, int slack) {
        List<SnapshotInfo> all = table.snapshots();
        int fewer = Math.max(1, budget.snapshots() / 3);
        boolean large = all.size() > fewer && table.metadataBytes() > budget.metadataBytes();
        if (!large && all.size() <= budget.snapshots() + slack) {
            return List.of();
        }
        Set<Long> read = consumed().getOrDefault(table.name(), Set.of());
        OptionalLong current = table.snapshotId();
        int keptFrom = Math.max(0, all.size() - (large ? fewer : budget.snapshots()));
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

    /** Every model has to be asked, so this waits until a table has something to forget. */
    private Map<TableName, Set<Long>> consumed() {
        Map<TableName, Set<Long>> found = consumed;
        if (found == null) {
            found = new HashMap<>();
            for (TableName name : view.names()) {
                Map<String, String> inputs =
                        view.table(name).map(Inputs::read).map(Map::copyOf).orElse(Map.of());
                for (Map.Entry<String, String> input : inputs.entrySet()) {
                    if (input.getValue().matches("\\d{1,19}")) {
                        found.computeIfAbsent(TableName.parse(input.getKey()), key -> new HashSet<>())
                                .add(Long.parseLong(input.getValue()));
                    }
                }
            }
            consumed = found;
        }
        return found;
    }
}
