package dev.lakesmith.core.project;

/** What happens to columns that a bronze table does not have yet. */
public enum NewColumns {
    /** The table gets the column. */
    EVOLVE,
    /** The values are kept in {@code _rescued_data}. */
    RESCUE,
    /** The load fails. */
    FAIL
}
