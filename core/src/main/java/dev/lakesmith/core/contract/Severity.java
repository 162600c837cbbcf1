package dev.lakesmith.core.contract;

/** What happens when a check finds rows that do not pass. */
public enum Severity {
    /** The run tells it and goes on. */
    WARN,
    /** The rows go to quarantine; the rest is published. */
    QUARANTINE,
    /** The table is not published. */
    FAIL
}
