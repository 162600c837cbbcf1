package dev.lakesmith.core.engine;

/** Files that a query's result can be written to. */
public enum ResultFormat {
    CSV,
    /** One object a line. */
    JSON,
    PARQUET
}
