package dev.lakesmith.lake;

import java.util.List;

/**
 * What happened to a table's rows between two snapshots. A row that was written anew without a change may be on both
 * sides.
 *
 * @param added rows of the later state
 * @param removed rows of the earlier state
 */
public record TableChanges(List<ScanFile> added, List<ScanFile> removed) {

    public TableChanges {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
    }

    /** Whether rows only came. */
    public boolean onlyGrew() {
        return removed.isEmpty();
    }

    /** How many rows are on either side. */
    public long rows() {
        return added.stream().mapToLong(ScanFile::rows).sum()
                + removed.stream().mapToLong(ScanFile::rows).sum();
    }
}
