package dev.lakesmith.core.engine;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.WrittenFiles;
import dev.lakesmith.vocabulary.KeptBeside;
import dev.lakesmith.vocabulary.TableName;
import java.time.Instant;
import java.util.Locale;

/**
 * The rows that did not pass a check, as a table of their own that each run replaces.
 *
 * @param table its draft, with its schema settled
 * @param rows the rows
 */
public record StoredFailures(TableDraft table, WrittenFiles rows) {

    /** Which run looked, and when. */
    public record Stamp(String runId, Instant checkedAt) {}

    /** {@code failures.silver_customers__email_matches} for that check of {@code silver.customers}. */
    public static TableName tableFor(TableName table, Check check) {
        // The default name of a check begins with a column's name, which may be any text.
        String name = check.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        return KeptBeside.FAILURES.of(new TableName(table.schema(), table.name() + "__" + name));
    }
}
