package dev.lakesmith.core.history;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What happened in past runs. Thread-safe. */
public interface History extends AutoCloseable {

    /** A run that has begun; a process that dies leaves it like this. */
    void begin(String runId, Instant startedAt, String target);

    /** How a run ended, replacing what {@link #begin} wrote. */
    void record(RunRecord run);

    /** The latest runs, latest first. */
    List<RunRecord> latest(int count);

    /** One run; a prefix of its id is enough when it is the only one with it. */
    Optional<RunRecord> find(String runId);

    @Override
    void close();
}
