package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.project.Model;
import dev.lakesmith.lake.LakeProperties;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.sql.Identifiers;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Keeps a row that comes late from bringing back a key that a newer row has removed. The table does not hold removed
 * keys; it holds the highest {@code latest_by} of the rows that removed one, so that only rows up to there need to be
 * looked up in the whole input.
 */
final class LateRows {

    private static final String LATE = "_ls_late";

    private final Session session;
    private final Model model;
    private final TableDraft draft;

    LateRows(Session session, Model model, TableDraft draft) {
        this.session = session;
        this.model = model;
        this.draft = draft;
    }

    /** Notes how far rows of a table have removed keys. */
    void remember(Optional<LakeTable> table, String incoming, String gone) {
        if (model.deletes().when().isEmpty() || model.latestBy().isEmpty()) {
            return;
        }
        String column = Identifiers.quote(model.latestBy().get());
        String earlier = table.flatMap(found -> found.property(LakeProperties.DELETED_UNTIL))
                .map(text -> typed(incoming, column, text))
                .orElse("NULL");
        String until = session.query(
                "SELECT CAST(greatest(" + earlier + ", (SELECT max(" + column + ") FROM " + incoming + " WHERE " + gone
                        + ")) AS VARCHAR)",
                rows -> rows.next() ? Optional.ofNullable(rows.getString(1)).orElse("") : "");
        if (!until.isEmpty()) {
            draft.property(LakeProperties.DELETED_UNTIL, until);
        }
    }

    /**
     * Removes incoming rows that are older than the row that removed their key.
     *
     * @param current a query of the table's rows
     * @param all gives, for a table of keys, a query of the newest row of each in the whole input, with {@code gone}
     * @return how many were removed
     */
    long remove(LakeTable table, String current, String incoming, String gone, UnaryOperator<String> all) {
        Optional<String> until = table.property(LakeProperties.DELETED_UNTIL);
        if (until.isEmpty() || model.latestBy().isEmpty()) {
            return 0;
        }
        String column = Identifiers.quote(model.latestBy().get());
        String keys = model.uniqueKey().stream().map(Identifiers::quote).collect(Collectors.joining(", "));
        session.execute("CREATE TABLE " + LATE + " AS SELECT " + keys + " FROM (SELECT * FROM " + incoming + " WHERE "
                + column + " IS NULL OR " + column + " <= " + typed(incoming, column, until.get()) + ") ANTI JOIN ("
                + current + ") USING (" + keys + ")");
        if (session.number("SELECT count(*) FROM " + LATE) == 0) {
            return 0;
        }
        long before = session.number("SELECT count(*) FROM " + incoming);
        session.execute("DELETE FROM " + incoming + " WHERE NOT " + gone + " AND (" + keys + ") IN (SELECT (" + keys
                + ") FROM (" + all.apply(LATE) + ") WHERE " + gone + ")");
        return before - session.number("SELECT count(*) FROM " + incoming);
    }

    private String typed(String incoming, String column, String text) {
        String type =
                session.columns("SELECT " + column + " FROM " + incoming).get(0).type();
        return "CAST(" + Identifiers.literal(text) + " AS " + type + ")";
    }
}
