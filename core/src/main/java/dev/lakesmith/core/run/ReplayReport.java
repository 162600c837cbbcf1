package dev.lakesmith.core.run;

import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.Optional;

/**
 * How a replay ended.
 *
 * @param runId its id in the history
 * @param table whose quarantine it was
 * @param chosen the records that were to be tried again
 * @param passed those of them that are in the table now, or would be
 * @param refused those that stay in quarantine
 * @param notes what the user should know
 * @param error why nothing was changed
 */
public record ReplayReport(
        String runId,
        TableName table,
        long chosen,
        long passed,
        long refused,
        List<String> notes,
        Optional<LakesmithException> error) {

    public ReplayReport {
        notes = List.copyOf(notes);
    }
}
