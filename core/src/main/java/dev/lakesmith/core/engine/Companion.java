package dev.lakesmith.core.engine;

import dev.lakesmith.lake.RowChange;
import dev.lakesmith.lake.TableDraft;

/**
 * A table that a model keeps beside its own, staged and published with it.
 *
 * @param table with its schema settled
 * @param change what happens to its rows
 */
public record Companion(TableDraft table, RowChange change) {}
