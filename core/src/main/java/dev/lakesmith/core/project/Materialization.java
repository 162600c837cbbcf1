package dev.lakesmith.core.project;

/** How a model's result is kept. */
public enum Materialization {
    /** Made anew whenever an input or the definition changed. */
    TABLE,
    /** Only the query is kept. */
    VIEW,
    /** The new rows of the driving input are added. */
    APPEND,
    /** Rows are inserted or replaced by unique key. */
    MERGE,
    /** The partitions that changed rows fall into are made anew. */
    PARTITION,
    /** Every version of a row by unique key is kept, with the time it held. */
    SNAPSHOT
}
