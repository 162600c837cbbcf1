package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.RowChange;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.UnknownTable;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.stream.Collectors;

/** Puts newly made partitions in the place of those that changed rows fall into. */
final class PartitionBuild {

    private static final String PLACES = "_ls_places";

    private final Session session;
    private final LakeView view;
    private final TableDraft draft;
    private final AffectedRows affected;
    private final Progress progress;
    private long written;
    private long removed;

    PartitionBuild(Session session, LakeView view, TableDraft draft, AffectedRows affected, Progress progress) {
        this.session = session;
        this.view = view;
        this.draft = draft;
        this.affected = affected;
        this.progress = progress;
    }

    /** How many rows the new partitions have. */
    long written() {
        return written;
    }

    /** How many rows the old partitions had more. */
    long removed() {
        return removed;
    }

    /** @param sound a query of the rows of the affected partitions */
    RowChange run(TableName model, String sound) {
        LakeTable table = view.table(model).orElseThrow(() -> UnknownTable.in(view, model));
        RowRemoval removal = new RowRemoval(session, table, draft, progress);
        session.execute(
                "CREATE TABLE " + PLACES + " AS SELECT _ls_place AS place FROM ("
                        + affected.ofTable(removal.current("_ls_place")) + ")",
                progress);
        long gone = session.number("SELECT count(*) FROM " + PLACES);
        written = session.number("SELECT count(*) FROM (" + sound + ")");
        removed = Math.max(0, gone - written);
        String names = draft.columns().stream()
                .map(Column::name)
                .map(Identifiers::quote)
                .collect(Collectors.joining(", "));
        return removal.replace(PLACES, "SELECT " + names + " FROM (" + sound + ")", written);
    }
}
