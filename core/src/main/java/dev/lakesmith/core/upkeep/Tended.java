package dev.lakesmith.core.upkeep;

import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.List;

/**
 * What was done for a table.
 *
 * @param filesBefore data files that were written anew
 * @param filesAfter data files that took their place
 * @param snapshots that were forgotten
 * @param removedFiles from storage
 * @param removedBytes their size
 */
public record Tended(
        TableName table, int filesBefore, int filesAfter, int snapshots, int removedFiles, long removedBytes) {

    static Tended nothing(TableName table) {
        return new Tended(table, 0, 0, 0, 0, 0);
    }

    Tended withRemoved(int files, long bytes) {
        return new Tended(table, filesBefore, filesAfter, snapshots, files, bytes);
    }

    /** What was done, for people. */
    public String told() {
        List<String> parts = new ArrayList<>();
        if (filesBefore > 0) {
            parts.add(filesBefore + " files written anew as " + filesAfter);
        }
        if (snapshots > 0) {
            parts.add(snapshots + " snapshots forgotten");
        }
        if (removedFiles > 0) {
            parts.add(removedFiles + " files removed from storage");
        }
        return parts.isEmpty() ? "nothing to do" : String.join(", ", parts);
    }
}
