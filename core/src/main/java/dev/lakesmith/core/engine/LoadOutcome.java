package dev.lakesmith.core.engine;

import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.lake.RowChange;
import dev.lakesmith.lake.TableDraft;
import java.util.List;
import java.util.SortedMap;

/**
 * What a load wrote. Nothing is staged yet.
 *
 * @param table bronze with its schema settled
 * @param change what happens to its rows
 * @param quarantine what could not be read
 * @param files the ledger of each source file
 * @param newColumns columns that the table got through this load; empty for a new table
 * @param notes what the user should know, such as renamed headers
 */
public record LoadOutcome(
        TableDraft table,
        RowChange change,
        Quarantined quarantine,
        SortedMap<String, Ledger> files,
        List<String> newColumns,
        List<String> notes) {

    /** All files together. */
    public Ledger ledger() {
        return files.values().stream().reduce(Ledger.EMPTY, Ledger::plus);
    }
}
