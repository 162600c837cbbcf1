package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.Progress;

/** Progress that nobody watches. */
enum Silent implements Progress {
    PROGRESS;

    @Override
    public void update(long rows, long bytes, double fraction) {}

    @Override
    public void warn(String message) {}
}
