/**
 * Measures Lakesmith beside plain DuckDB and Spark, each in processes of its own, and writes docs/benchmarks.md. Uses no
 * other room but Lakesmith's command line; no room uses it.
 */
@NullMarked
package dev.lakesmith.bench;

import org.jspecify.annotations.NullMarked;
