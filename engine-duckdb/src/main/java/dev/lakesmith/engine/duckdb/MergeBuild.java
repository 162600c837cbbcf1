package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.engine.BuildRequest;
import dev.lakesmith.core.engine.BuildRequest.Reading;
import dev.lakesmith.core.project.Deletes;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.role.Role;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.RowChange;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.UnknownTable;
import dev.lakesmith.lake.WrittenFiles;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Merges sound rows into a table by key. Of several incoming rows with one key one wins: the highest {@code latest_by},
 * then the latest batch, then the greatest values, so that it is the same one each time. When only new rows were read, a
 * row that is older than the table's changes nothing; a row that is equal to it never does. Rows of the table whose keys
 * were looked for and did not come are removed.
 */
final class MergeBuild {

    private static final String INCOMING = "_ls_incoming";
    private static final String MATCHES = "_ls_matches";
    private static final String TIES = "_ls_ties";
    private static final String SAME = "(SELECT incoming FROM " + TIES + " WHERE same)";
    private static final String PLACES = "_ls_places";
    private static final String GONE = "_ls_gone";

    private final Session session;
    private final BuildRequest request;
    private final LakeView view;
    private final Model model;
    private final List<Column> columns;
    private final Optional<LakeTable> existing;
    private final TableDraft draft;
    private final Optional<AffectedRows> affected;
    private final Progress progress;
    private final String keys;
    private final UnaryOperator<String> wholeInput;
    private final LateRows late;
    private UnaryOperator<String> flagged = UnaryOperator.identity();
    private String newestBatch = "''";
    private boolean batchesKnown;
    private long written;
    private long removed;

    /** @param wholeInput gives, for a table of keys, a query of all sound rows of the input that have them */
    MergeBuild(
            Session session,
            BuildRequest request,
            LakeView view,
            TableDraft draft,
            Optional<AffectedRows> affected,
            UnaryOperator<String> wholeInput,
            Progress progress) {
        this.session = session;
        this.request = request;
        this.view = view;
        this.affected = affected;
        this.wholeInput = wholeInput;
        this.model = request.model();
        this.columns = request.columns();
        this.existing = request.reading() instanceof Reading.Rebuild ? Optional.empty() : view.table(model.name());
        this.draft = draft;
        this.progress = progress;
        this.late = new LateRows(session, model, draft);
        this.keys = model.uniqueKey().stream().map(Identifiers::quote).collect(Collectors.joining(", "));
    }

    /** How many incoming rows are in the table afterwards. */
    long written() {
        return written;
    }

    /** How many rows of the table go without a successor. */
    long removed() {
        return removed;
    }

    /**
     * Writes the files of the merged table.
     *
     * @param sound a query of the rows to merge, with their {@link RowOrigin#BATCH}
     * @param drops gets the rows left out, by reason
     */
    RowChange run(String sound, Map<String, Long> drops) {
        String offered = newestExtract(sound, drops);
        long count = session.number("SELECT count(*) FROM (" + offered + ")");
        if (existing.isEmpty() && model.deletes().when().isEmpty()) {
            WrittenFiles files = ParquetCopy.write(session, draft, winners(offered), progress);
            written = files.rows();
            drops.put("deduplicated", count - written);
            return new RowChange.ReplaceAll(files);
        }
        String gone = model.deletes()
                .when()
                .map(when -> "coalesce(CAST((" + when + "\n) AS BOOLEAN), false)")
                .orElse("false");
        flagged = rows -> "SELECT *, " + gone + " AS " + GONE + " FROM (" + winners(rows) + ")";
        session.execute("CREATE TABLE " + INCOMING + " AS " + flagged.apply(offered), progress);
        drops.put("deduplicated", count - session.number("SELECT count(*) FROM " + INCOMING));
        batchesKnown = session.number("SELECT count(*) FROM (SELECT 1 FROM (" + offered + ") WHERE " + RowOrigin.BATCH
                        + " IS NOT NULL LIMIT 1)")
                > 0;
        late.remember(existing, INCOMING, GONE);
        if (existing.isPresent()) {
            return mergeInto(existing.get(), drops);
        }
        dropDeleted(drops);
        return new RowChange.ReplaceAll(ParquetCopy.write(session, draft, kept(), progress));
    }

    /** Of complete extracts only the newest one counts, also when none of its rows is left to merge. */
    private String newestExtract(String sound, Map<String, Long> drops) {
        if (model.deletes().missing() == Deletes.Missing.STAYS) {
            return sound;
        }
        newestBatch = Identifiers.literal(newestBatch());
        drops.put(
                "of an earlier extract",
                session.number("SELECT count(*) FROM (" + sound + ") WHERE " + RowOrigin.BATCH + " < " + newestBatch));
        return "SELECT * FROM (" + sound + ") WHERE " + RowOrigin.BATCH + " = " + newestBatch;
    }

    /** Of all rows ever loaded: those that are new to this run may be of an older extract, let out of quarantine late. */
    private String newestBatch() {
        LakeTable bronze = view.table(extracts()).orElseThrow(() -> UnknownTable.in(view, extracts()));
        return session.query(
                "SELECT max(" + Provenance.BATCH_ID + ") FROM ("
                        + TableScan.of(session, bronze).sql() + ")",
                rows -> rows.next() ? Optional.ofNullable(rows.getString(1)).orElse("") : "");
    }

    /** The one table that the query reads when its batches are complete extracts. */
    private TableName extracts() {
        return request.query().tables().get(0).name();
    }

    private String winners(String sound) {
        return Winners.of(sound, keys, model.latestBy(), columns, names());
    }

    private RowChange mergeInto(LakeTable table, Map<String, Long> drops) {
        RowRemoval removal = new RowRemoval(session, table, draft, progress);
        String current = removal.current("_ls_place");
        long tooLate = onlyNew()
                ? late.remove(table, current, INCOMING, GONE, keys -> flagged.apply(wholeInput.apply(keys)))
                : 0;
        session.execute("CREATE TABLE " + MATCHES + " AS " + matches(removal), progress);
        session.execute(
                "CREATE TABLE " + PLACES + " AS SELECT place FROM (" + absent(current)
                        + ") WHERE place NOT IN (SELECT place FROM " + MATCHES + ")",
                progress);
        removed = session.number("SELECT count(*) FROM " + PLACES);
        session.execute("CREATE TABLE " + TIES + " AS " + ties(removal), progress);
        session.execute("UPDATE " + MATCHES + " SET older = true WHERE incoming IN (SELECT incoming FROM " + TIES
                + " WHERE loses)");
        long unchanged = session.number("SELECT count(*) FROM " + SAME);
        long superseded = session.number("SELECT count(*) FROM " + MATCHES + " WHERE older");
        session.execute("DELETE FROM " + INCOMING + " WHERE rowid IN (" + SAME + " UNION ALL SELECT incoming FROM "
                + MATCHES + " WHERE older)");
        session.execute("INSERT INTO " + PLACES + " SELECT place FROM " + MATCHES
                + " WHERE NOT older AND incoming NOT IN " + SAME);
        drops.put("unchanged", unchanged);
        drops.put("superseded", superseded + tooLate);
        dropDeleted(drops);
        removed += model.deletes().when().isEmpty()
                ? 0
                : session.number("SELECT count(*) FROM " + MATCHES
                        + " WHERE NOT older AND incoming IN (SELECT rowid FROM " + INCOMING + " WHERE " + GONE + ")");
        return removal.replace(PLACES, kept(), written);
    }

    /**
     * A query of the rows that meet by key. In files that are older than everything that comes, as most are, keys alone
     * are read.
     */
    private String matches(RowRemoval removal) {
        Set<Integer> reaching = onlyNew()
                ? model.latestBy()
                        .flatMap(this::lowest)
                        .map(lowest -> removal.filesReaching(model.latestBy().orElseThrow(), lowest))
                        .orElseGet(removal::files)
                : removal.files();
        return matches(removal.current("_ls_place", reaching::contains), older(), tied()) + " UNION ALL "
                + matches(removal.current("_ls_place", number -> !reaching.contains(number)), "false", "false");
    }

    private String matches(String current, String older, String tied) {
        return "SELECT t._ls_place AS place, i.rowid AS incoming, " + older + " AS older, " + tied + " AS tied FROM ("
                + current + ") AS t JOIN " + INCOMING + " AS i ON " + equalKeys();
    }

    /** What {@link LakeTable#filesReaching} takes; nothing where that has no such number, or a row has no value. */
    private Optional<Long> lowest(String column) {
        String name = Identifiers.quote(column);
        String type = columns.stream()
                .filter(each -> each.name().equalsIgnoreCase(column))
                .findFirst()
                .orElseThrow()
                .type();
        String number =
                switch (type) {
                    case "TIMESTAMP", "TIMESTAMP WITH TIME ZONE" -> "epoch_us(" + name + ")";
                    case "DATE" -> name + " - DATE '1970-01-01'";
                    case "INTEGER", "BIGINT" -> name;
                    default -> "NULL";
                };
        return session.query(
                "SELECT CAST(min(" + number + ") AS BIGINT) FROM " + INCOMING + " HAVING count(*) = count(" + number
                        + ")",
                rows -> rows.next() ? Optional.ofNullable(rows.getObject(1, Long.class)) : Optional.empty());
    }

    /** Whether the table's row stays although its key comes again; only new rows can be late. */
    private String older() {
        return model.latestBy()
                .filter(column -> onlyNew())
                .map(Identifiers::quote)
                .map(column -> "coalesce(t." + column + " > i." + column + ", t." + column + " IS NOT NULL)")
                .orElse("false");
    }

    /** Whether only the rows' other values can tell them apart. */
    private String tied() {
        return model.latestBy()
                .filter(column -> onlyNew())
                .map(Identifiers::quote)
                .map(column -> "t." + column + " IS NOT DISTINCT FROM i." + column)
                .orElse("true");
    }

    /**
     * A query of the incoming rows that are tied with the table's: whether they are the same, and whether they lose.
     * Comparing whole rows means reading whole files, so the others are left out.
     */
    private String ties(RowRemoval removal) {
        String tied = "tied AND NOT older";
        if (session.number("SELECT count(*) FROM " + MATCHES + " WHERE " + tied) == 0) {
            return "SELECT incoming, false AS same, false AS loses FROM " + MATCHES + " WHERE false";
        }
        String loses = onlyNew() && !batchesKnown ? wins() : "false";
        return "SELECT m.incoming, NOT i." + GONE + " AND " + equal() + " AS same, " + loses + " AS loses FROM ("
                + removal.current("_ls_place", MATCHES, tied) + ") AS t JOIN " + MATCHES
                + " AS m ON t._ls_place = m.place JOIN " + INCOMING + " AS i ON i.rowid = m.incoming WHERE " + tied;
    }

    private String equal() {
        return columns.stream()
                .map(column -> Identifiers.quote(column.name()))
                .map(column -> "t." + column + " IS NOT DISTINCT FROM i." + column)
                .collect(Collectors.joining(" AND "));
    }

    /** Whether the table's row would win if both came in one batch, as they do when all rows are read. */
    private String wins() {
        return columns.stream()
                .map(column -> Identifiers.quote(column.name()))
                .map(column -> "WHEN t." + column + " IS DISTINCT FROM i." + column + " THEN coalesce(t." + column
                        + " > i." + column + ", t." + column + " IS NOT NULL)")
                .collect(Collectors.joining(" ", "CASE ", " ELSE false END"));
    }

    /** The table's rows that go when no row came for their key. */
    private String absent(String current) {
        // Facts point to members that their source no longer has, and to the unknown one that it never had.
        boolean keeps = model.role() instanceof Role.Dimension;
        boolean complete = (request.reading() instanceof Reading.Everything && !keeps)
                || (model.deletes().missing() == Deletes.Missing.REMOVED
                        && session.number("SELECT count(*) FROM " + Identifiers.quote(extracts()) + " WHERE "
                                        + Provenance.BATCH_ID + " = " + newestBatch)
                                > 0);
        String places = "SELECT _ls_place AS place FROM (" + current + ")";
        return complete
                ? places
                : affected.map(rows -> "SELECT _ls_place AS place FROM (" + rows.ofTable(current) + ")")
                        .orElse("SELECT CAST(NULL AS BIGINT) AS place WHERE false");
    }

    private boolean onlyNew() {
        return request.reading() instanceof Reading.Changes;
    }

    private String equalKeys() {
        return model.uniqueKey().stream()
                .map(Identifiers::quote)
                .map(key -> "t." + key + " = i." + key)
                .collect(Collectors.joining(" AND "));
    }

    private String kept() {
        return "SELECT " + names() + " FROM " + INCOMING + " WHERE NOT " + GONE;
    }

    private void dropDeleted(Map<String, Long> drops) {
        model.deletes()
                .when()
                .ifPresent(when -> drops.put(
                        "deleted: " + when, session.number("SELECT count(*) FROM " + INCOMING + " WHERE " + GONE)));
        written = session.number("SELECT count(*) FROM " + INCOMING + " WHERE NOT " + GONE);
    }

    private String names() {
        return columns.stream().map(column -> Identifiers.quote(column.name())).collect(Collectors.joining(", "));
    }
}
