package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.engine.Loss;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.lake.LakeProperties;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.sql.Identifiers;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The rows that say of their key that it is gone. Versions show such a row only where one of them ends with it: not when
 * it came before any other row of its key, nor when the key was gone already. So the table remembers up to when rows
 * removed keys, and keys with a row from before that are made of all rows that the input has of them.
 */
final class Removals {

    private static final String LATE = "_ls_late";

    private final Session session;
    private final VersionChain chain;
    private final Optional<String> when;
    private final String time;
    private final Optional<UnaryOperator<String>> wholeInput;
    private Optional<String> earlier = Optional.empty();

    /** @param wholeInput where only new rows are read: gives, for a table of keys, a query of all rows that have them */
    Removals(
            Session session, Model model, VersionChain chain, String time, Optional<UnaryOperator<String>> wholeInput) {
        this.session = session;
        this.chain = chain;
        this.when = model.deletes().when();
        this.time = time;
        this.wholeInput = wholeInput;
    }

    /** Whether the model has such rows. */
    boolean exist() {
        return when.isPresent();
    }

    /** Whether a row is one, as a SQL condition. */
    String condition() {
        return when.map(sql -> "coalesce(CAST((" + sql + "\n) AS BOOLEAN), false)")
                .orElse("false");
    }

    /** Notes how far rows have removed keys, this run's too. */
    void remember(Optional<LakeTable> table, String incoming, TableDraft draft) {
        if (when.isEmpty()) {
            return;
        }
        earlier = table.flatMap(found -> found.property(LakeProperties.DELETED_UNTIL))
                .map(text -> "CAST(" + Identifiers.literal(text) + " AS " + time + ")");
        session.query(
                        "SELECT CAST(greatest(" + earlier.orElse("NULL") + ", max(" + VersionChain.AT
                                + ")) AS VARCHAR) FROM " + incoming + " WHERE " + VersionChain.GONE,
                        rows -> rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.<String>empty())
                .ifPresent(until -> draft.property(LakeProperties.DELETED_UNTIL, until));
    }

    /** The events of keys that are known to be gone, of the keys that incoming rows remove. */
    String known(String versions, String incoming) {
        session.execute("CREATE VIEW _ls_removed_before AS SELECT * FROM " + versions + " SEMI JOIN (SELECT "
                + chain.keys() + " FROM " + incoming + " WHERE " + VersionChain.GONE + ") USING (" + chain.keys()
                + ")");
        return "SELECT * FROM (" + chain.events("_ls_removed_before") + ") WHERE " + VersionChain.GONE;
    }

    /** All rows of the keys whose new rows are from before some removal; empty when there are none. */
    Optional<String> late(String fresh) {
        if (when.isEmpty() || wholeInput.isEmpty() || earlier.isEmpty()) {
            return Optional.empty();
        }
        session.execute("CREATE TABLE " + LATE + " AS SELECT DISTINCT " + chain.keys() + " FROM " + fresh + " WHERE "
                + VersionChain.AT + " <= " + earlier.get());
        return session.number("SELECT count(*) FROM " + LATE) == 0
                ? Optional.empty()
                : Optional.of(wholeInput.get().apply(LATE));
    }

    /** The open versions that end without another. */
    Loss loss(String current, String before, String after) {
        String open = "SELECT " + chain.keys() + " FROM %s AS v WHERE is_current AND " + chain.living("v");
        return new Loss(
                session.number("SELECT count(*) FROM (" + open.formatted(before) + ") ANTI JOIN ("
                        + open.formatted(after) + ") USING (" + chain.keys() + ")"),
                session.number("SELECT count(*) FROM (" + open.formatted(current) + ")"),
                Loss.Kind.OPEN_VERSIONS);
    }
}
