package dev.lakesmith.core.history;

import dev.lakesmith.lake.storage.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run as the history keeps it.
 *
 * @param runId its id
 * @param target where it ran
 * @param status how it ended
 * @param startedAt when it began
 * @param elapsed how long it took; zero while it runs
 * @param steps what it did
 * @param message the error, free of secrets
 * @param traffic with remote storage
 */
public record RunRecord(
        String runId,
        String target,
        Status status,
        Instant startedAt,
        Duration elapsed,
        List<StepRecord> steps,
        Optional<String> message,
        Traffic.Total traffic) {

    /** How a run ended. */
    public enum Status {
        SUCCEEDED,
        NOTHING_NEW,
        FAILED,
        /** Begun and not ended: still running, or its process died. */
        UNFINISHED
    }

    public RunRecord {
        steps = List.copyOf(steps);
    }

    /**
     * A step of a run.
     *
     * @param table what it wrote
     * @param kind what it did
     * @param reason why
     * @param status how it ended
     * @param elapsed how long it took
     * @param bytes written
     * @param ledger its ledger as JSON
     * @param checks the checks that did not pass, in words
     * @param message the error, free of secrets
     */
    public record StepRecord(
            String table,
            String kind,
            String reason,
            String status,
            Duration elapsed,
            long bytes,
            String ledger,
            List<String> checks,
            Optional<String> message) {

        public StepRecord {
            checks = List.copyOf(checks);
        }
    }
}
