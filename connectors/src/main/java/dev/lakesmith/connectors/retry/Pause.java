package dev.lakesmith.connectors.retry;

import java.time.Duration;

/** Waits. Tests put a clock here that goes on by itself. */
@FunctionalInterface
public interface Pause {

    /** As the system waits. */
    Pause SYSTEM = time -> Thread.sleep(Math.max(0, time.toMillis()));

    /** Returns after this time. */
    void await(Duration time) throws InterruptedException;
}
