package dev.lakesmith.core.engine;

/**
 * A Parquet file for readers that do not know Iceberg.
 *
 * @param location where it is
 * @param rows how many it holds
 * @param bytes its size
 */
public record PlainFile(String location, long rows, long bytes) {}
