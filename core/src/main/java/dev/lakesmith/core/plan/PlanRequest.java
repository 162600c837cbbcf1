package dev.lakesmith.core.plan;

import dev.lakesmith.core.connector.Pending;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.vocabulary.TableName;
import java.util.Map;

/**
 * Everything planning depends on.
 *
 * @param analysis the project, without mistakes
 * @param view the lake's tables
 * @param pending what each stream's source holds that landing does not, by landing table
 * @param landedBatches the last batch of each landing table; absent: nothing landed
 * @param seeds the fingerprint of each seed's content
 * @param exported the state in which tables are exported, see {@link dev.lakesmith.core.export.ExportState}
 * @param selection which tables may be worked on
 * @param refresh whether tables are made anew
 */
public record PlanRequest(
        Analysis analysis,
        LakeView view,
        Map<TableName, Pending> pending,
        Map<TableName, String> landedBatches,
        Map<TableName, String> seeds,
        Map<TableName, String> exported,
        Selection selection,
        Refresh refresh) {

    /** Whether selected tables are made anew although nothing changed. */
    public enum Refresh {
        WHERE_NEEDED,
        FULL
    }

    public PlanRequest {
        pending = Map.copyOf(pending);
        landedBatches = Map.copyOf(landedBatches);
        seeds = Map.copyOf(seeds);
        exported = Map.copyOf(exported);
    }
}
