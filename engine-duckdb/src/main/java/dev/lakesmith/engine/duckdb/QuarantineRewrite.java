package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.engine.Quarantined;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.RowChange;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.WrittenFiles;
import dev.lakesmith.sql.Identifiers;
import java.util.Optional;

/**
 * A quarantine table without the records that were replayed, but with those of them that were refused again: these have
 * their newest reason, and the time at which they were quarantined first.
 *
 * @param table as it is
 * @param replayed a table of raw, file, line and batch_id
 * @param runId of the replay
 */
record QuarantineRewrite(Branch branch, LakeTable table, String replayed, String runId) {

    private static final String SAME = " IS NOT DISTINCT FROM ";

    /**
     * Writes it.
     *
     * @param refused a query of reason, raw, file, line and batch_id
     */
    Quarantined write(Session session, String refused, Progress progress) {
        String old = "(" + TableScan.of(session, table).sql() + ")";
        String kept = "SELECT q.* FROM " + old + " AS q ANTI JOIN " + replayed + " AS p ON q.file" + SAME
                + "p.file AND q.line" + SAME + "p.line AND q.batch_id" + SAME + "p.batch_id AND q.raw = p.raw";
        String again = "SELECT r.reason, r.raw, r.file, r.line, r.batch_id, " + Identifiers.literal(runId)
                + " AS run_id, (SELECT min(q.quarantined_at) FROM " + old + " AS q WHERE q.file" + SAME
                + "r.file AND q.line" + SAME + "r.line AND q.batch_id" + SAME + "r.batch_id) AS quarantined_at FROM ("
                + refused + ") AS r";
        TableDraft draft = branch.draft(table.name(), Quarantined.COLUMNS);
        WrittenFiles files = ParquetCopy.write(session, draft, kept + " UNION ALL BY NAME " + again, progress);
        return new Quarantined(Optional.of(draft), Optional.of(new RowChange.ReplaceAll(files)));
    }
}
