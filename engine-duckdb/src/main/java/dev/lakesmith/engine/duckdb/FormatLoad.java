package dev.lakesmith.engine.duckdb;

import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.TableLayout;
import dev.lakesmith.vocabulary.Column;
import java.util.List;

/** Loads files of one format: says what columns they offer, then writes their rows. */
interface FormatLoad {

    /** The columns that the files offer, in order of first appearance, with the types that hold every value. */
    List<Column> offered();

    /** How a new table of them lies on storage. */
    default TableLayout layout() {
        return TableLayout.PLAIN;
    }

    /** Writes every record as a row of the draft, or rejects it, and counts it. */
    void write(TableDraft draft, BronzeSink sink);
}
