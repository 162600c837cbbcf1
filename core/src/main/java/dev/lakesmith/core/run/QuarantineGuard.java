package dev.lakesmith.core.run;

import dev.lakesmith.core.contract.QuarantineLimit;
import dev.lakesmith.core.engine.Quarantined;
import dev.lakesmith.core.engine.QueryResult;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.LakeProperties;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Refuses a step that sends more rows to quarantine than its table allows, and leaves the rows to be looked at. */
final class QuarantineGuard {

    private static final int REASONS_SHOWN = 3;

    private final Workspace workspace;
    private final Branch branch;
    private final String runId;

    QuarantineGuard(Workspace workspace, Branch branch, String runId) {
        this.workspace = workspace;
        this.branch = branch;
        this.runId = runId;
    }

    /**
     * Lets a step through or not. When not, its quarantine rows are staged, never to be published.
     *
     * @throws LakesmithException QUARANTINE_FULL
     */
    void allow(TableName table, QuarantineLimit limit, Ledger ledger, Quarantined quarantined) {
        if (limit.allows(ledger.quarantined(), ledger.read())) {
            return;
        }
        if (quarantined.table().isPresent() && quarantined.change().isPresent()) {
            TableDraft draft = quarantined.table().get();
            draft.property(LakeProperties.RUN, runId)
                    .apply(quarantined.change().get())
                    .stage();
        }
        throw new LakesmithException(
                ErrorCode.QUARANTINE_FULL,
                String.format(
                        Locale.ROOT,
                        "%s: %d of %d records (%.2f%%) would go to quarantine, allowed are %s; nothing of this step was"
                                + " published. %sSee them with 'lakesmith quarantine %s --branch %s', then mend the source or"
                                + " raise the limit under 'quarantine'",
                        table,
                        ledger.quarantined(),
                        ledger.read(),
                        100.0 * ledger.quarantined() / Math.max(1, ledger.read()),
                        allowed(limit),
                        reasons(table),
                        table,
                        branch.name()));
    }

    private static String allowed(QuarantineLimit limit) {
        List<String> parts = new ArrayList<>();
        limit.maxRows().ifPresent(rows -> parts.add("max_rows " + rows));
        limit.maxShare().ifPresent(share -> parts.add("max_share " + share));
        return String.join(" and ", parts);
    }

    private String reasons(TableName table) {
        String sql = "SELECT count(*) || ' × ' || reason FROM (SELECT regexp_replace(reason, '''[^'']*''', '…', 'g') AS"
                + " reason FROM " + Identifiers.quote(Quarantined.tableFor(table)) + " WHERE run_id = "
                + Identifiers.literal(runId) + ") GROUP BY reason ORDER BY count(*) DESC, reason LIMIT "
                + REASONS_SHOWN;
        List<String> found = new ArrayList<>();
        if (branch.view().table(Quarantined.tableFor(table)).isPresent()) {
            try (QueryResult result = workspace.engine().query(sql, List.of(), branch.view())) {
                Optional<List<@Nullable Object>> row = result.next();
                while (row.isPresent()) {
                    found.add(String.valueOf(row.get().get(0)));
                    row = result.next();
                }
            }
        }
        return found.isEmpty() ? "" : "Most frequent reasons: " + String.join("; ", found) + ". ";
    }
}
