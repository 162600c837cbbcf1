package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.role.Role;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds which records belong together: each record begins with a label of its own, and takes the least label of those it
 * shares a value with, until none changes. Everything is tables of the session, so it spills rather than fills memory.
 */
final class Matching {

    /** The records with their number {@code _ls_rid} and their columns. */
    static final String RECORDS = "_ls_records";

    /** Which record ({@code _ls_rid}) shares the value of a {@code rule} with the record {@code first}. */
    static final String EDGES = "_ls_edges";

    /** The {@code label} of each record ({@code _ls_rid}); equal for those that belong together. */
    static final String LABELS = "_ls_labels";

    private final Session session;
    private final TableName model;
    private final Role.Conformed conformed;

    Matching(Session session, TableName model, Role.Conformed conformed) {
        this.session = session;
        this.model = model;
        this.conformed = conformed;
    }

    void run() {
        String values = IntStream.range(0, conformed.rules().size())
                .mapToObj(this::values)
                .collect(Collectors.joining(" UNION ALL "));
        session.execute("CREATE TABLE _ls_values AS SELECT _ls_rid, rule, value, min(_ls_rid) OVER same AS first,"
                + " count(*) OVER same AS n FROM (" + values + ") WINDOW same AS (PARTITION BY rule, value)");
        refuseCommonValues();
        session.execute("CREATE TABLE " + EDGES + " AS SELECT _ls_rid, rule, first FROM _ls_values WHERE n > 1");
        session.execute("DROP TABLE _ls_values");
        session.execute("CREATE TABLE " + LABELS + " AS SELECT _ls_rid, _ls_rid AS label FROM " + RECORDS);
        while (spread()) {
            session.execute("DROP TABLE " + LABELS);
            session.execute("ALTER TABLE _ls_next RENAME TO " + LABELS);
        }
        session.execute("DROP TABLE _ls_next");
        refuseGiants();
    }

    private String values(int rule) {
        List<String> texts = conformed.rules().get(rule).values().stream()
                .map(value -> "CAST((" + value + "\n) AS VARCHAR)")
                .toList();
        String present = texts.stream().map(MissingRules.NOT_BLANK::formatted).collect(Collectors.joining(" AND "));
        String value = texts.size() == 1
                ? texts.get(0)
                : texts.stream()
                        .map(text -> "length(" + text + ") || ':' || " + text)
                        .collect(Collectors.joining(" || "));
        return "SELECT _ls_rid, " + rule + " AS rule, " + value + " AS value FROM " + RECORDS + " WHERE " + present;
    }

    /** Makes the next labels; false when they are those of before. */
    private boolean spread() {
        session.execute("CREATE TABLE _ls_least AS SELECT _ls_rid, min(label) AS label FROM " + EDGES
                + " JOIN (SELECT first, min(label) AS label FROM " + EDGES + " JOIN " + LABELS
                + " USING (_ls_rid) GROUP BY first) USING (first) GROUP BY _ls_rid");
        // A label is a record's number, so the label of that record leads further at once.
        session.execute(
                "CREATE TABLE _ls_next AS WITH n AS (SELECT l._ls_rid, coalesce(least(l.label, e.label), l.label)"
                        + " AS label FROM " + LABELS
                        + " AS l LEFT JOIN _ls_least AS e ON e._ls_rid = l._ls_rid) SELECT n._ls_rid, j.label FROM n JOIN n AS j ON j._ls_rid"
                        + " = n.label");
        session.execute("DROP TABLE _ls_least");
        return session.number("SELECT count(*) FROM _ls_next AS n JOIN " + LABELS
                        + " AS l USING (_ls_rid) WHERE n.label <> l.label")
                > 0;
    }

    private void refuseCommonValues() {
        session.query(
                "SELECT rule, any_value(value), count(*) AS n FROM _ls_values GROUP BY rule, first HAVING count(*) > "
                        + conformed.atMost() + " ORDER BY n DESC, rule LIMIT 1",
                rows -> {
                    if (rows.next()) {
                        String rule = conformed.rules().get(rows.getInt(1)).name();
                        throw new LakesmithException(
                                ErrorCode.CONTRACT_BROKEN,
                                model + ": the rule '" + rule + "' finds " + rows.getLong(3)
                                        + " records with the same value '" + shortened(rows.getString(2))
                                        + "', more than at_most: " + conformed.atMost()
                                        + "; leave such values out with nullif(…, '…'), or raise at_most");
                    }
                    return true;
                });
    }

    private void refuseGiants() {
        String sample = "CAST(to_json(struct_pack("
                + conformed.record().stream()
                        .map(column -> Identifiers.quote(column) + " := " + Identifiers.quote(column))
                        .collect(Collectors.joining(", "))
                + ")) AS VARCHAR)";
        session.query(
                "SELECT count(*) AS n, min(s) FROM " + LABELS + " JOIN (SELECT _ls_rid, " + sample + " AS s FROM "
                        + RECORDS + ") USING (_ls_rid) GROUP BY label HAVING count(*) > " + conformed.atMost()
                        + " ORDER BY n DESC LIMIT 1",
                rows -> {
                    if (rows.next()) {
                        throw new LakesmithException(
                                ErrorCode.CONTRACT_BROKEN,
                                model + ": the rules "
                                        + conformed.rules().stream()
                                                .map(Role.MatchRule::name)
                                                .toList()
                                        + " chain " + rows.getLong(1) + " records to one identity, among them "
                                        + rows.getString(2) + ", more than at_most: " + conformed.atMost()
                                        + "; make a rule stricter, or raise at_most");
                    }
                    return true;
                });
    }

    private static String shortened(String value) {
        return value.length() <= 100 ? value : value.substring(0, 100) + "…";
    }
}
