package dev.lakesmith.core.upkeep;

import dev.lakesmith.core.contract.Budget;
import dev.lakesmith.lake.LakeTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a table stands against its budget.
 *
 * @param smallFiles in the partition that has most of them
 * @param metadataBytes the size of its metadata file
 */
public record TableState(int smallFiles, long deleteFiles, int snapshots, long metadataBytes, Budget budget) {

    /** Reads the table's manifests only when it has files enough to be over budget. */
    public static TableState quickly(LakeTable table, Budget budget) {
        boolean few = table.fileCount() <= budget.smallFiles();
        return of(table, budget, few ? (int) table.fileCount() : Compaction.smallFiles(table));
    }

    /** Reads the table's manifests. */
    public static TableState of(LakeTable table, Budget budget) {
        return of(table, budget, Compaction.smallFiles(table));
    }

    private static TableState of(LakeTable table, Budget budget, int smallFiles) {
        return new TableState(
                smallFiles, table.deleteFileCount(), table.snapshots().size(), table.metadataBytes(), budget);
    }

    /** What is over budget, for people. */
    public List<String> over() {
        List<String> over = new ArrayList<>();
        if (smallFiles > budget.smallFiles()) {
            over.add(smallFiles + " small files, " + budget.smallFiles() + " allowed");
        }
        if (deleteFiles > budget.deleteFiles()) {
            over.add(deleteFiles + " delete files, " + budget.deleteFiles() + " allowed");
        }
        if (snapshots > budget.snapshots() + Upkeep.slack(budget)) {
            over.add(snapshots + " snapshots, " + budget.snapshots() + " kept");
        }
        if (metadataBytes > budget.metadataBytes()) {
            over.add(metadataBytes + " bytes of metadata, " + budget.metadataBytes() + " allowed");
        }
        return over;
    }
}
