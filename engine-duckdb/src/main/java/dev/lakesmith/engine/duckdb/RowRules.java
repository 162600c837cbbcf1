package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.Severity;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.lake.ColumnTypes;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The SQL that sends each row of a model's query either to the table or to quarantine: casts to the declared types that
 * change no value, and the checks of severity quarantine.
 */
final class RowRules {

    /** The column that says why a row cannot stay; NULL for a sound row. */
    static final String REASON = "_ls_reason";

    /** The row as JSON, for rows with a reason. */
    static final String RAW = "_ls_raw";

    private static final String CAST_REASON = "_ls_cast";

    private final List<Column> target;
    private final List<String> typed = new ArrayList<>();
    private final List<String> castReasons = new ArrayList<>();
    private final List<String> checkReasons = new ArrayList<>();

    private RowRules(List<Column> target) {
        this.target = target;
    }

    /**
     * The rules of a model.
     *
     * @param given the columns as the query gives them
     * @param target the columns as the table keeps them, in the same order
     */
    static RowRules of(Model model, List<Column> given, List<Column> target) {
        RowRules rules = new RowRules(target);
        for (int i = 0; i < target.size(); i++) {
            rules.column(given.get(i), target.get(i));
        }
        for (String key : model.uniqueKey()) {
            rules.checkReasons.add(
                    when(Identifiers.quote(key) + " IS NULL", Identifiers.literal("unique_key " + key + " is NULL")));
        }
        for (Check check : model.checks()) {
            if (check.severity() == Severity.QUARANTINE) {
                rules.check(check);
            }
        }
        return rules;
    }

    /** Whether any row could be refused. */
    boolean canRefuse() {
        return !castReasons.isEmpty() || !checkReasons.isEmpty();
    }

    /** The query with the target's types, where no row can be refused. */
    String typed(String query) {
        return "SELECT " + String.join(", ", typed) + " FROM (" + query + ") AS r";
    }

    /**
     * The query with the target's types and the columns {@link #REASON}, {@link #RAW} and {@link RowOrigin#COLUMN}.
     *
     * @param query gives the target's columns and {@link RowOrigin#COLUMN}
     */
    String judged(String query) {
        String castReason = reasons(castReasons);
        String rows = "SELECT " + String.join(", ", typed) + ", " + castReason + " AS " + CAST_REASON + ", CASE WHEN "
                + castReason + " IS NOT NULL THEN " + json("r.") + " END AS " + RAW + ", " + RowOrigin.COLUMN
                + " FROM (" + query
                + ") AS r";
        String columns = names();
        String judged = "SELECT " + columns + ", CASE WHEN " + CAST_REASON + " IS NOT NULL THEN " + CAST_REASON
                + " ELSE " + reasons(checkReasons) + " END AS " + REASON + ", " + RAW + ", " + RowOrigin.COLUMN
                + " FROM (" + rows + ")";
        return "SELECT " + columns + ", " + REASON + ", CASE WHEN " + REASON + " IS NOT NULL THEN coalesce(" + RAW
                + ", " + json("") + ") END AS " + RAW + ", " + RowOrigin.COLUMN + " FROM (" + judged + ")";
    }

    /** A row as JSON. */
    private String json(String prefix) {
        return target.stream()
                .map(column -> Identifiers.quote(column.name()) + " := " + prefix + Identifiers.quote(column.name()))
                .collect(Collectors.joining(", ", "CAST(to_json(struct_pack(", ")) AS VARCHAR)"));
    }

    private String names() {
        return target.stream().map(column -> Identifiers.quote(column.name())).collect(Collectors.joining(", "));
    }

    private static String reasons(List<String> reasons) {
        return reasons.isEmpty()
                ? "CAST(NULL AS VARCHAR)"
                : "nullif(concat_ws('; ', " + String.join(", ", reasons) + "), '')";
    }

    private void column(Column given, Column wanted) {
        String name = Identifiers.quote(wanted.name());
        String value = "r." + Identifiers.quote(given.name());
        boolean same = given.type().equals(wanted.type())
                || ColumnTypes.storable(given).type().equals(wanted.type());
        if (same) {
            typed.add("CAST(" + value + " AS " + wanted.type() + ") AS " + name);
            return;
        }
        String cast = "TRY_CAST(" + value + " AS " + wanted.type() + ")";
        typed.add(cast + " AS " + name);
        String inexact = ExactCast.inexact(value, given.type(), wanted.type());
        String bad =
                value + " IS NOT NULL AND (" + cast + " IS NULL" + (inexact.isEmpty() ? "" : " OR " + inexact) + ")";
        castReasons.add(when(
                bad,
                "'" + textOf(wanted.name()) + ": ''' || left(CAST(" + value + " AS VARCHAR), 200) || ''' is not "
                        + ExactCast.described(wanted.type()) + "'"));
    }

    private static String textOf(String name) {
        return name.replace("'", "''");
    }

    private void check(Check check) {
        String bad = CheckSql.failsRow(check, target);
        String condition =
                check.where().map(where -> "(" + where + ") AND " + bad).orElse(bad);
        checkReasons.add(when(condition, Identifiers.literal(CheckSql.described(check))));
    }

    private static String when(String condition, String reason) {
        return "CASE WHEN " + condition + " THEN " + reason + " END";
    }
}
