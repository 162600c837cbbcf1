package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.engine.BuildRequest;
import dev.lakesmith.core.engine.Companion;
import dev.lakesmith.core.engine.Identities;
import dev.lakesmith.core.role.Role;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.LakeProperties;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.RowChange;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.WrittenFiles;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Gives records the keys of their identities. What is known of keys is the table itself and its history, both committed
 * with the new rows: a record keeps the key it had, of two identities that become one the older key stays, of one that
 * falls apart the part with the oldest record keeps the key, and a key that was ever given is never given again. A record
 * that comes back finds its key where others have taken it, and takes it away from nobody.
 */
final class ConformBuild {

    private static final String KNOWN = "_ls_known";
    private static final String MEMBERS = "_ls_members";
    private static final String OWNERS = "_ls_owners";
    private static final String KEYS = "_ls_keys";
    private static final String FOUND = "_ls_found";
    private static final String EVENTS = "_ls_events";
    private static final String PAST = "_ls_past";
    private static final String GIVEN = "_ls_given";
    private static final String HEIRS = "_ls_heirs";

    private final Session session;
    private final BuildRequest request;
    private final LakeView view;
    private final Role.Conformed conformed;
    private final String latest;

    ConformBuild(Session session, BuildRequest request, LakeView view, Role.Conformed conformed) {
        this.session = session;
        this.request = request;
        this.view = view;
        this.conformed = conformed;
        this.latest = "(SELECT coalesce(max(identity), 0) FROM " + GIVEN + ")";
    }

    /** The query with empty columns where {@link #identified} puts what it finds. */
    static String over(Role.Conformed conformed, String query) {
        return "SELECT CAST(NULL AS BIGINT) AS " + Identifiers.quote(conformed.key())
                + ", q.*, CAST(NULL AS VARCHAR) AS " + Role.Conformed.MATCHED_BY
                + ", CAST(NULL AS TIMESTAMP WITH TIME ZONE) AS " + Role.Conformed.KNOWN_SINCE + " FROM (" + query
                + ") AS q";
    }

    /**
     * A query of the same rows with their identities.
     *
     * @param draft of the table, which remembers the greatest key
     */
    String identified(String sound, TableDraft draft, Progress progress) {
        session.execute(
                "CREATE TABLE " + Matching.RECORDS + " AS SELECT row_number() OVER () AS _ls_rid, * FROM (" + sound
                        + ")",
                progress);
        new Matching(session, request.model().name(), conformed).run();
        known();
        session.execute("CREATE TABLE " + MEMBERS
                + " AS SELECT _ls_rid, label, rec, k.identity, k.known_since, k.there FROM"
                + " (SELECT _ls_rid, " + record() + " AS rec FROM " + Matching.RECORDS + ") JOIN " + Matching.LABELS
                + " USING (_ls_rid) LEFT JOIN " + KNOWN + " AS k USING (rec)");
        session.execute("CREATE TABLE " + OWNERS + " AS SELECT identity, label FROM " + MEMBERS
                + " WHERE identity IS NOT NULL QUALIFY row_number() OVER (PARTITION BY identity ORDER BY there DESC,"
                + " known_since NULLS LAST, rec) = 1");
        session.execute("CREATE TABLE " + KEYS + " AS SELECT label, min(identity) AS key FROM " + OWNERS
                + " GROUP BY label UNION ALL SELECT label, " + latest
                + " + row_number() OVER (ORDER BY min(rec)) FROM " + MEMBERS + " ANTI JOIN " + OWNERS
                + " USING (label) GROUP BY label");
        session.execute("CREATE TABLE " + FOUND + " AS SELECT _ls_rid, k.key, " + ruleName("e.rule")
                + " AS rule, coalesce(m.known_since, " + now() + ") AS since FROM " + MEMBERS + " AS m JOIN " + KEYS
                + " AS k USING (label) LEFT JOIN (SELECT _ls_rid, min(rule) AS rule FROM " + Matching.EDGES
                + " GROUP BY _ls_rid) AS e USING (_ls_rid)");
        draft.property(LakeProperties.IDENTITIES_IN, conformed.key());
        draft.property(
                LakeProperties.IDENTITIES_GIVEN,
                Long.toString(session.number("SELECT greatest(" + latest + ", coalesce(max(key), 0)) FROM " + KEYS)));
        return "SELECT r.* EXCLUDE (_ls_rid) REPLACE (f.key AS " + Identifiers.quote(conformed.key()) + ", f.rule AS "
                + Role.Conformed.MATCHED_BY + ", f.since AS " + Role.Conformed.KNOWN_SINCE + ") FROM "
                + Matching.RECORDS + " AS r JOIN " + FOUND + " AS f USING (_ls_rid)";
    }

    /** The identity that each record had last, or that this one went into, and every key that was ever given. */
    private void known() {
        Optional<LakeTable> table = view.table(request.model().name());
        Optional<LakeTable> history =
                view.table(Identities.historyFor(request.model().name()));
        String key = table.flatMap(each -> each.property(LakeProperties.IDENTITIES_IN))
                .orElse(conformed.key());
        String own = table.filter(each -> hasIdentities(each, key))
                .map(each -> "SELECT " + record() + " AS rec, " + Identifiers.quote(key) + " AS identity, "
                        + Role.Conformed.KNOWN_SINCE + ", true AS there FROM ("
                        + TableScan.of(session, each).sql() + ")")
                .orElse("SELECT CAST(NULL AS VARCHAR) AS rec, CAST(NULL AS BIGINT) AS identity,"
                        + " CAST(NULL AS TIMESTAMP WITH TIME ZONE) AS known_since, true AS there WHERE false");
        String past = history.map(each -> TableScan.of(session, each).sql()).orElseGet(() -> Identities.COLUMNS.stream()
                .map(column -> "CAST(NULL AS " + column.type() + ") AS " + column.name())
                .collect(Collectors.joining(", ", "SELECT ", " WHERE false")));
        session.execute("CREATE TABLE " + PAST + " AS " + past);
        session.execute("CREATE TABLE " + HEIRS + " AS " + heirs());
        session.execute("CREATE TABLE " + KNOWN + " AS " + own);
        session.execute("INSERT INTO " + KNOWN + " SELECT record, coalesce(h.heir, p.identity), known_since, false FROM"
                + " (SELECT * FROM " + PAST + " ANTI JOIN " + KNOWN + " AS k ON k.rec = record WHERE event = 'left'"
                + " QUALIFY row_number() OVER (PARTITION BY record ORDER BY happened_at DESC, identity DESC) = 1) AS p"
                + " LEFT JOIN " + HEIRS + " AS h ON h.identity = p.identity");
        long given = table.flatMap(each -> each.property(LakeProperties.IDENTITIES_GIVEN))
                .map(Long::parseLong)
                .orElse(0L);
        session.execute("CREATE TABLE " + GIVEN + " AS SELECT identity FROM " + KNOWN
                + " UNION ALL SELECT identity FROM " + PAST + " UNION ALL SELECT merged_into FROM " + PAST
                + " UNION ALL SELECT split_from FROM " + PAST + " UNION ALL SELECT " + given);
    }

    /** Where identities are that were merged, over any number of steps. */
    private static String heirs() {
        return "WITH RECURSIVE merged AS (SELECT identity, arg_max(merged_into, happened_at) AS heir FROM " + PAST
                + " WHERE event = 'merged' GROUP BY identity), led AS (SELECT identity, heir FROM merged UNION"
                + " SELECT l.identity, m.heir FROM led AS l JOIN merged AS m ON m.identity = l.heir)"
                + " SELECT identity, min(heir) AS heir FROM led GROUP BY identity";
    }

    private boolean hasIdentities(LakeTable table, String key) {
        List<String> names = table.columns().stream()
                .map(Column::name)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        return names.contains(key.toLowerCase(Locale.ROOT))
                && names.contains(Role.Conformed.KNOWN_SINCE)
                && conformed.record().stream()
                        .map(column -> column.toLowerCase(Locale.ROOT))
                        .allMatch(names::contains);
    }

    /** A record as text; equal for equal records, also when a column becomes text or is declared a number. */
    private String record() {
        return conformed.record().stream()
                .map(column -> Identifiers.quote(column.toLowerCase(Locale.ROOT)) + " := CAST("
                        + Identifiers.quote(column) + " AS VARCHAR)")
                .collect(Collectors.joining(", ", "CAST(to_json(struct_pack(", ")) AS VARCHAR)"));
    }

    /** What became of identities in this build; empty when nothing did. */
    Optional<Companion> history(Branch branch, Progress progress) {
        session.execute("CREATE TABLE " + EVENTS + " AS " + merges() + " UNION ALL BY NAME " + splits()
                + " UNION ALL BY NAME " + departures());
        if (session.number("SELECT count(*) FROM " + EVENTS) == 0) {
            return Optional.empty();
        }
        TableName name = Identities.historyFor(request.model().name());
        TableDraft draft = branch.draft(name, Identities.COLUMNS);
        WrittenFiles files = ParquetCopy.write(
                session,
                draft,
                "SELECT *, " + Identifiers.literal(request.runId()) + " AS run_id, " + now() + " AS happened_at FROM "
                        + EVENTS,
                progress);
        return Optional.of(new Companion(draft, new RowChange.Append(files)));
    }

    private String merges() {
        String mixed = "SELECT first, rule FROM " + Matching.EDGES + " JOIN " + MEMBERS
                + " USING (_ls_rid) GROUP BY first, rule HAVING count(DISTINCT coalesce(identity, 0)) > 1";
        String rules = "SELECT identity, min(rule) AS rule FROM " + Matching.EDGES + " JOIN (" + mixed
                + ") USING (first, rule) JOIN " + MEMBERS
                + " USING (_ls_rid) WHERE identity IS NOT NULL GROUP BY identity";
        return "SELECT o.identity, 'merged' AS event, k.key AS merged_into, CAST(NULL AS BIGINT) AS split_from, "
                + ruleName("r.rule")
                + " AS rule, CAST(NULL AS VARCHAR) AS record, CAST(NULL AS TIMESTAMP WITH TIME ZONE)"
                + " AS known_since FROM " + OWNERS + " AS o JOIN " + KEYS + " AS k USING (label) LEFT JOIN (" + rules
                + ") AS r ON r.identity = o.identity WHERE k.key <> o.identity";
    }

    private String splits() {
        return "SELECT DISTINCT k.key AS identity, 'split' AS event, m.identity AS split_from FROM " + MEMBERS
                + " AS m JOIN " + OWNERS + " AS o ON o.identity = m.identity JOIN " + KEYS
                + " AS k ON k.label = m.label WHERE m.label <> o.label";
    }

    private String departures() {
        return "SELECT identity, 'left' AS event, rec AS record, known_since FROM " + KNOWN + " ANTI JOIN " + MEMBERS
                + " USING (rec) WHERE there";
    }

    private String now() {
        return "CAST(" + Identifiers.literal(request.startedAt().toString()) + " AS TIMESTAMP WITH TIME ZONE)";
    }

    private String ruleName(String rule) {
        return IntStream.range(0, conformed.rules().size())
                .mapToObj(i -> " WHEN " + i + " THEN "
                        + Identifiers.literal(conformed.rules().get(i).name()))
                .collect(Collectors.joining("", "CASE " + rule, " END"));
    }
}
