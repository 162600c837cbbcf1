package dev.lakesmith.core.engine;

import dev.lakesmith.lake.RowChange;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.KeptBeside;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.Optional;

/**
 * Rows for a quarantine table.
 *
 * @param table the quarantine table's draft; empty when there is nothing to do
 * @param change what happens to its rows
 */
public record Quarantined(Optional<TableDraft> table, Optional<RowChange> change) {

    /** Nothing to do. */
    public static final Quarantined NOTHING = new Quarantined(Optional.empty(), Optional.empty());

    /** The columns of every quarantine table. */
    public static final List<Column> COLUMNS = List.of(
            new Column("reason", "VARCHAR"),
            new Column("raw", "VARCHAR"),
            new Column("file", "VARCHAR"),
            new Column("line", "BIGINT"),
            new Column("batch_id", "VARCHAR"),
            new Column("run_id", "VARCHAR"),
            new Column("quarantined_at", "TIMESTAMP WITH TIME ZONE"));

    /** {@code quarantine.bronze_crm_contacts} for {@code bronze.crm_contacts}. */
    public static TableName tableFor(TableName table) {
        return KeptBeside.QUARANTINE.of(table);
    }

    /** The columns of a quarantine table, which is there for readers before its first row; empty for other tables. */
    public static Optional<List<Column>> columnsOf(TableName table) {
        return KeptBeside.QUARANTINE.holds(table) ? Optional.of(COLUMNS) : Optional.empty();
    }
}
