package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.engine.Quarantined;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.RowChange;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.WrittenFiles;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.TableName;
import java.time.Instant;
import java.util.Optional;

/** Writes rows of quarantine tables. */
final class QuarantineWriter {

    private static final String SAME = " IS NOT DISTINCT FROM ";

    /** Whether earlier rows of the quarantine table stay. */
    enum Earlier {
        KEPT,
        /** They go; those that come again keep the time at which they were quarantined first. */
        REPLACED
    }

    private final Branch branch;
    private final String runId;
    private final Instant at;

    QuarantineWriter(Branch branch, String runId, Instant at) {
        this.branch = branch;
        this.runId = runId;
        this.at = at;
    }

    /**
     * Writes what a query gives.
     *
     * @param rows a query of reason, raw, file, line and batch_id
     * @param count how many rows it gives
     */
    Quarantined write(Session session, TableName table, String rows, long count, Earlier earlier, Progress progress) {
        TableName quarantine = Quarantined.tableFor(table);
        Optional<LakeTable> replaced = earlier == Earlier.KEPT
                ? Optional.empty()
                : branch.view().table(quarantine).filter(there -> there.rows() > 0);
        if (count == 0 && replaced.isEmpty()) {
            return Quarantined.NOTHING;
        }
        TableDraft draft = branch.draft(quarantine, Quarantined.COLUMNS);
        String stamped = replaced.map(before -> stamped(session, rows, before)).orElseGet(() -> stamped(rows));
        WrittenFiles files = count == 0 ? WrittenFiles.NONE : ParquetCopy.write(session, draft, stamped, progress);
        RowChange change = earlier == Earlier.KEPT ? new RowChange.Append(files) : new RowChange.ReplaceAll(files);
        return new Quarantined(Optional.of(draft), Optional.of(change));
    }

    /**
     * Writes a quarantine table anew.
     *
     * @param kept a query of rows of the quarantine table
     * @param refused a query of reason, raw, file, line and batch_id
     */
    Quarantined rewrite(Session session, LakeTable quarantine, String kept, String refused, Progress progress) {
        TableDraft draft = branch.draft(quarantine.name(), Quarantined.COLUMNS);
        WrittenFiles files =
                ParquetCopy.write(session, draft, kept + " UNION ALL BY NAME " + stamped(refused), progress);
        return new Quarantined(Optional.of(draft), Optional.of(new RowChange.ReplaceAll(files)));
    }

    private String stamped(String rows) {
        return "SELECT reason, raw, file, line, batch_id, " + Identifiers.literal(runId) + " AS run_id, " + now()
                + " AS quarantined_at FROM (" + rows + ")";
    }

    private String stamped(Session session, String rows, LakeTable before) {
        return "SELECT n.reason, n.raw, n.file, n.line, n.batch_id, " + Identifiers.literal(runId)
                + " AS run_id, coalesce(b.first, " + now() + ") AS quarantined_at FROM (" + rows
                + ") AS n LEFT JOIN (SELECT raw, file, batch_id, min(quarantined_at) AS first FROM ("
                + TableScan.of(session, before).sql() + ") GROUP BY ALL) AS b ON n.raw" + SAME + "b.raw AND n.file"
                + SAME + "b.file AND n.batch_id" + SAME + "b.batch_id";
    }

    private String now() {
        return "CAST(" + Identifiers.literal(at.toString()) + " AS TIMESTAMP WITH TIME ZONE)";
    }
}
