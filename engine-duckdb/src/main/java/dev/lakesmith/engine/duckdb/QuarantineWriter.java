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

    /** Whether earlier rows of the quarantine table stay. */
    enum Earlier {
        KEPT,
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
        boolean exists = branch.view().table(quarantine).isPresent();
        boolean nothingToClear = earlier == Earlier.KEPT
                || !exists
                || branch.view().table(quarantine).orElseThrow().rows() == 0;
        if (count == 0 && nothingToClear) {
            return Quarantined.NOTHING;
        }
        TableDraft draft = branch.draft(quarantine, Quarantined.COLUMNS);
        WrittenFiles files =
                count == 0 ? WrittenFiles.NONE : ParquetCopy.write(session, draft, stamped(rows), progress);
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
        return "SELECT reason, raw, file, line, batch_id, " + Identifiers.literal(runId) + " AS run_id, CAST("
                + Identifiers.literal(at.toString()) + " AS TIMESTAMP WITH TIME ZONE) AS quarantined_at FROM (" + rows
                + ")";
    }
}
