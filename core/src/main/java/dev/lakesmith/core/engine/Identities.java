package dev.lakesmith.core.engine;

import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.KeptBeside;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;

/** The tables of what became of identities. */
public final class Identities {

    /** The columns of every such table. */
    public static final List<Column> COLUMNS = List.of(
            new Column("identity", "BIGINT"),
            new Column("event", "VARCHAR"),
            new Column("merged_into", "BIGINT"),
            new Column("split_from", "BIGINT"),
            new Column("rule", "VARCHAR"),
            new Column("record", "VARCHAR"),
            new Column("known_since", "TIMESTAMP WITH TIME ZONE"),
            new Column("run_id", "VARCHAR"),
            new Column("happened_at", "TIMESTAMP WITH TIME ZONE"));

    private Identities() {}

    /** {@code history.silver_people} for {@code silver.people}. */
    public static TableName historyFor(TableName table) {
        return KeptBeside.HISTORY.of(table);
    }
}
