/**
 * The embedded engine: DuckDB reads landed files and Iceberg tables and writes Parquet files with Iceberg's field ids
 * and statistics. May use {@code core}'s engine SPI, {@code formats}, {@code lake}, {@code sql}, DuckDB and Iceberg.
 */
@NullMarked
package dev.lakesmith.engine.duckdb;

import org.jspecify.annotations.NullMarked;
