/**
 * Tables as plain Parquet files, for readers that do not know Iceberg, and the SQL by which such readers know them. May
 * use contract, connector, project and engine; knows nothing of plans and runs.
 */
@NullMarked
package dev.lakesmith.core.export;

import org.jspecify.annotations.NullMarked;
