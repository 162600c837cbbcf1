package dev.lakesmith.lake.catalog;

/** When a connection is cut. */
enum Cut {
    /** The server never hears of the COMMIT. */
    BEFORE_THE_SERVER_HEARS,
    /** The server has committed, its answer is lost. */
    BEFORE_THE_ANSWER
}
