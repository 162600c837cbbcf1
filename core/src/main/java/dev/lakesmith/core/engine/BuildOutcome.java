package dev.lakesmith.core.engine;

import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.lake.RowChange;
import dev.lakesmith.lake.TableDraft;
import java.util.Optional;

/**
 * What a model's computation wrote. Nothing is staged yet.
 *
 * @param table with its schema settled
 * @param change what happens to its rows
 * @param quarantine what broke the contract
 * @param ledger of the rows that the query gave, and of those it filtered where that can be known
 * @param companion what the model keeps beside its table
 * @param loss what goes from the table without a successor
 */
public record BuildOutcome(
        TableDraft table,
        RowChange change,
        Quarantined quarantine,
        Ledger ledger,
        Optional<Companion> companion,
        Loss loss) {}
