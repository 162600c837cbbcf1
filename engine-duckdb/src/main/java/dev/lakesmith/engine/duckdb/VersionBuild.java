package dev.lakesmith.engine.duckdb;

import static dev.lakesmith.engine.duckdb.VersionChain.AT;
import static dev.lakesmith.engine.duckdb.VersionChain.COUNTS;
import static dev.lakesmith.engine.duckdb.VersionChain.EVENT_COLUMNS;
import static dev.lakesmith.engine.duckdb.VersionChain.GONE;
import static dev.lakesmith.engine.duckdb.VersionChain.STARTS;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.engine.BuildRequest;
import dev.lakesmith.core.engine.BuildRequest.Reading;
import dev.lakesmith.core.engine.Loss;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.VersionColumns;
import dev.lakesmith.lake.LakeProperties;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.RowChange;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Puts sound rows into a table of versions. Only the versions of keys with something new are taken apart and put
 * together again, and of those only rows that come out different are written.
 */
final class VersionBuild {

    private static final String INCOMING = "_ls_incoming";
    private static final String CURRENT = "_ls_current";
    private static final String FRESH = "_ls_fresh";
    private static final String KEYS = "_ls_keys";
    private static final String MISSING = "_ls_missing";
    private static final String BACK = "_ls_back";
    private static final String VERSIONS = "_ls_versions";
    private static final String ENDS = "_ls_ends";
    private static final String EVENTS = "_ls_events";
    private static final String RESULT = "_ls_result";
    private static final String KEPT = "_ls_kept";
    private static final String REMOVED = "_ls_removed";
    private static final String PLACE = "_ls_place";
    private static final String FROM = Identifiers.quote(VersionColumns.VALID_FROM);
    private static final String TO = Identifiers.quote(VersionColumns.VALID_TO);

    private final Session session;
    private final Model model;
    private final List<Column> given;
    private final List<Column> columns;
    private final Optional<LakeTable> existing;
    private final TableDraft draft;
    private final Progress progress;
    private final VersionChain chain;
    private final Removals removals;
    private final String time;
    private final String now;
    private Optional<Loss> loss = Optional.empty();
    private long written;

    /** @param wholeInput gives, for a table of keys, a query of all sound rows of the input that have them */
    VersionBuild(
            Session session,
            BuildRequest request,
            LakeView view,
            TableDraft draft,
            UnaryOperator<String> wholeInput,
            Progress progress) {
        this.session = session;
        this.model = request.model();
        this.columns = request.columns();
        this.given = VersionColumns.given(columns, model);
        this.existing = request.reading() instanceof Reading.Rebuild ? Optional.empty() : view.table(model.name());
        this.draft = draft;
        this.progress = progress;
        this.chain = new VersionChain(model, given);
        this.time = columns.get(given.size()).type();
        this.now = "CAST(CAST("
                + Identifiers.literal(
                        request.startedAt().truncatedTo(ChronoUnit.MICROS).toString())
                + " AS TIMESTAMP WITH TIME ZONE) AS " + time + ")";
        boolean onlyNew = request.reading() instanceof Reading.Changes;
        this.removals = new Removals(session, model, chain, time, onlyNew ? Optional.of(wholeInput) : Optional.empty());
    }

    /** How many incoming rows began a version. */
    long written() {
        return written;
    }

    /** The open versions that end without a successor; empty when the table is made anew. */
    Optional<Loss> loss() {
        return loss;
    }

    /**
     * Writes what changes in the table of versions.
     *
     * @param judged a table of the session with every row of the query, refused ones too
     * @param sound a query of the rows that are not refused, with their {@link RowOrigin#BATCH}
     * @param drops gets the rows left out, by reason
     */
    RowChange run(String judged, String sound, Map<String, Long> drops) {
        draft.property(LakeProperties.VERSIONS_OF, VersionColumns.keyOf(model));
        existing.ifPresent(table -> wanted(table).prepare(draft));
        table(INCOMING, latest(sound));
        removals.remember(existing, INCOMING, draft);
        long offered = session.number("SELECT count(*) FROM (" + sound + ")");
        long incoming = count(INCOMING);
        drops.put("deduplicated", offered - incoming);
        return existing.isEmpty() ? begin(drops) : goOn(existing.get(), judged, incoming, drops);
    }

    /** Of several rows of one key and time the one that counts, each as an event. */
    private String latest(String sound) {
        String at = chain.updatedAt()
                .map(column -> "CAST(" + Identifiers.quote(column) + " AS " + time + ")")
                .orElse(now);
        String rows =
                "SELECT *, " + at + " AS " + AT + ", " + removals.condition() + " AS " + GONE + " FROM (" + sound + ")";
        return Winners.of(rows, chain.keys() + ", " + AT, Optional.empty(), given, "*");
    }

    private RowChange begin(Map<String, Long> drops) {
        table(
                EVENTS,
                chain.numbered("SELECT " + chain.names() + ", " + AT + ", " + GONE + ", 2 AS " + VersionChain.RANK
                        + ", true AS " + COUNTS + " FROM " + INCOMING));
        tally(drops);
        return new RowChange.ReplaceAll(ParquetCopy.write(session, draft, chain.versions(EVENTS), progress));
    }

    private RowChange goOn(LakeTable table, String judged, long incoming, Map<String, Long> drops) {
        RowRemoval removal = new RowRemoval(session, table, draft, progress);
        session.execute("CREATE VIEW " + CURRENT + " AS " + wanted(table).widened(removal.current(PLACE), PLACE));
        table(FRESH, fresh());
        missingAndBack(judged);
        long restoredAsTheyWere = session.number(
                "SELECT count(*) FROM " + BACK + " ANTI JOIN " + FRESH + " USING (" + chain.keys() + ", " + AT + ")");
        drops.put("unchanged", incoming - count(FRESH) - restoredAsTheyWere);
        table(
                VERSIONS,
                "SELECT * FROM " + CURRENT + " SEMI JOIN (SELECT " + chain.keys() + " FROM " + FRESH
                        + " UNION SELECT " + chain.keys() + " FROM " + MISSING + " UNION SELECT " + chain.keys()
                        + " FROM "
                        + BACK + ") USING (" + chain.keys() + ")");
        table(
                ENDS,
                "SELECT " + chain.keys() + ", " + chain.lastMoment() + " AS last FROM " + VERSIONS + " GROUP BY "
                        + chain.keys());
        table(EVENTS, chain.numbered(events()));
        tally(drops);
        table(RESULT, chain.versions(EVENTS));
        if (removals.exist()) {
            loss = Optional.of(removals.loss(CURRENT, VERSIONS, RESULT));
        }
        if (wanted(table).isWrittenAnew()) {
            String others = "SELECT * FROM " + CURRENT + " ANTI JOIN " + VERSIONS + " USING (" + chain.keys() + ")";
            return wanted(table).written(session, draft, progress, others, RESULT);
        }
        return exchanged(removal);
    }

    private VersionTable wanted(LakeTable table) {
        return new VersionTable(table, model, columns);
    }

    /** Incoming rows that the versions do not tell already. */
    private String fresh() {
        List<String> equal = new ArrayList<>();
        model.uniqueKey().forEach(key -> equal.add("i." + Identifiers.quote(key) + " = o." + Identifiers.quote(key)));
        List<String> same;
        String known;
        if (chain.updatedAt().isPresent()) {
            equal.add("i." + AT + " = o." + AT);
            same = given.stream().map(Column::name).toList();
            known = chain.sightings(CURRENT);
        } else {
            same = chain.compared();
            known = "SELECT * FROM " + CURRENT + " AS v WHERE " + TO + " IS NULL AND " + chain.living("v");
        }
        String told = "SELECT i.* FROM " + INCOMING + " AS i ANTI JOIN (" + known + ") AS o ON "
                + String.join(" AND ", equal);
        String alike = same.stream()
                .map(Identifiers::quote)
                .map(name -> " AND i." + name + " IS NOT DISTINCT FROM o." + name)
                .collect(Collectors.joining());
        return removals.exist()
                ? "SELECT * FROM (" + told + alike + " AND NOT i." + GONE + ") ANTI JOIN ("
                        + removals.known(CURRENT, INCOMING) + ") USING (" + chain.keys() + ", " + AT + ", " + GONE + ")"
                : told + alike;
    }

    /** Finds the keys that the query no longer gives, and those it gives again as they were before. */
    private void missingAndBack(String judged) {
        boolean looks = model.looksForGoneKeys();
        String keys = chain.keys();
        table(
                KEYS,
                "SELECT " + keys + ", bool_or(" + TO + " IS NULL AND " + chain.living("v") + ") AS living, max("
                        + "coalesce(" + TO + ", " + FROM + ")) AS gone_at FROM " + CURRENT + " AS v WHERE " + looks
                        + " GROUP BY " + keys);
        // A refused row shows that its key is there all the same.
        table(
                MISSING,
                "SELECT " + keys + " FROM " + KEYS + " ANTI JOIN " + judged + " USING (" + keys + ") WHERE living");
        table(
                BACK,
                "SELECT * EXCLUDE (living, gone_at) FROM " + INCOMING + " JOIN " + KEYS + " USING (" + keys
                        + ") WHERE NOT living AND " + chain.updatedAt().isPresent()
                        + " QUALIFY row_number() OVER (PARTITION BY " + keys + " ORDER BY " + AT + " DESC) = 1 AND "
                        + AT
                        + " <= gone_at");
        loss = Optional.of(new Loss(
                count(MISSING),
                session.number("SELECT count(*) FROM " + KEYS + " WHERE living"),
                Loss.Kind.OPEN_VERSIONS));
    }

    /** What the affected keys' versions were made of, and what is new. */
    private String events() {
        String names = chain.names();
        String moment = "greatest(" + now + ", last + INTERVAL 1 MICROSECOND) AS " + AT;
        String ends = " LEFT JOIN " + ENDS + " USING (" + chain.keys() + ")";
        String fresh = chain.updatedAt().isPresent()
                ? "SELECT " + names + ", " + AT + ", " + GONE + ", 2, NOT EXISTS (FROM " + BACK + " AS b WHERE "
                        + model.uniqueKey().stream()
                                .map(Identifiers::quote)
                                .map(key -> "b." + key + " = f." + key)
                                .collect(Collectors.joining(" AND ", "", " AND b." + AT + " = f." + AT))
                        + ") FROM " + FRESH + " AS f"
                : "SELECT " + names + ", " + moment + ", false, 2, true FROM " + FRESH + ends;
        String nothing = given.stream()
                .map(Column::name)
                .map(name ->
                        model.uniqueKey().stream().anyMatch(name::equalsIgnoreCase) ? Identifiers.quote(name) : "NULL")
                .collect(Collectors.joining(", "));
        String earlier = removals.late(FRESH)
                .map(rows -> " UNION ALL SELECT " + names + ", " + AT + ", " + GONE + ", 1.5, false FROM ("
                        + latest(rows) + ")")
                .orElse("");
        if (model.looksForGoneKeys() && chain.updatedAt().isPresent()) {
            fresh += " UNION ALL " + chain.cameBack(FRESH, VERSIONS);
        }
        return "SELECT " + names + ", " + EVENT_COLUMNS + " FROM (" + chain.events(VERSIONS) + ")" + earlier
                + " UNION ALL " + fresh
                + " UNION ALL SELECT " + nothing + ", " + moment + ", true, 3, false FROM " + MISSING + ends
                + " UNION ALL SELECT " + names + ", " + moment + ", false, 3, true FROM (SELECT * EXCLUDE (" + AT
                + ") FROM " + BACK + ")" + ends;
    }

    private void tally(Map<String, Long> drops) {
        String rows = "SELECT count(*) FROM " + EVENTS + " WHERE " + COUNTS + " AND ";
        written = session.number(rows + STARTS + " AND NOT " + GONE);
        drops.put("repeated", session.number(rows + "NOT " + STARTS + " AND NOT " + GONE));
        model.deletes().when().ifPresent(when -> drops.put("deleted: " + when, session.number(rows + GONE)));
    }

    private RowChange exchanged(RowRemoval removal) {
        String same = columns.stream()
                .map(column -> Identifiers.quote(column.name()))
                .map(name -> "o." + name + (isIdentity(name) ? " = n." : " IS NOT DISTINCT FROM n.") + name)
                .collect(Collectors.joining(" AND "));
        table(
                KEPT,
                "SELECT o." + PLACE + " AS place, n.rowid AS row FROM " + VERSIONS + " AS o JOIN " + RESULT
                        + " AS n ON " + same);
        table(
                REMOVED,
                "SELECT " + PLACE + " AS place FROM " + VERSIONS + " AS v ANTI JOIN " + KEPT + " AS k ON v." + PLACE
                        + " = k.place");
        String incoming = "SELECT * FROM " + RESULT + " WHERE rowid NOT IN (SELECT row FROM " + KEPT + ")";
        return removal.replace(REMOVED, incoming, session.number("SELECT count(*) FROM (" + incoming + ")"));
    }

    private boolean isIdentity(String quoted) {
        return quoted.equals(FROM)
                || model.uniqueKey().stream().map(Identifiers::quote).anyMatch(quoted::equalsIgnoreCase);
    }

    private void table(String name, String query) {
        session.execute("CREATE TABLE " + name + " AS " + query, progress);
    }

    private long count(String table) {
        return session.number("SELECT count(*) FROM " + table);
    }
}
