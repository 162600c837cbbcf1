package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.Check.Rule;
import dev.lakesmith.core.contract.ColumnContract;
import dev.lakesmith.core.contract.Severity;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.Versioning;
import dev.lakesmith.core.project.Versioning.Change;
import dev.lakesmith.core.role.Role;
import dev.lakesmith.lake.ColumnTypes;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The SQL that sends each row of a model's query either to the table or to quarantine: casts to the declared types that
 * change no value, what the contract says of missing values, and the checks of severity quarantine.
 */
final class RowRules {

    /** The column that says why a row cannot stay; NULL for a sound row. */
    static final String REASON = "_ls_reason";

    /** The row as JSON, for rows with a reason. */
    static final String RAW = "_ls_raw";

    private static final String CAST_REASON = "_ls_cast";
    private static final String CHECK_REASON = "_ls_check";

    private final List<Column> target;
    private final List<String> typed = new ArrayList<>();
    private final List<String> castReasons = new ArrayList<>();
    private final List<String> checkReasons = new ArrayList<>();
    private final List<String> uniqueReasons = new ArrayList<>();

    private final List<Check> selfRelations = new ArrayList<>();
    private final Optional<String> stays;
    private final List<ColumnContract> contracts;
    private final MissingRules missing;
    private int keys;

    private RowRules(List<Column> target, Optional<String> stays, List<ColumnContract> contracts) {
        this.target = target;
        this.stays = stays;
        this.contracts = contracts;
        this.missing = MissingRules.of(contracts, target);
    }

    /**
     * The rules of a model.
     *
     * @param given the columns as the query gives them
     * @param target the columns as the table keeps them, in the same order
     * @param stays a query of the table's rows that stay beside the model's, or are replaced by key
     * @param whole the name of all rows of a table that a check refers to
     */
    static RowRules of(
            Model model,
            List<Column> given,
            List<Column> target,
            Optional<String> stays,
            UnaryOperator<TableName> whole) {
        RowRules rules = new RowRules(target, stays, model.columns());
        for (int i = 0; i < target.size(); i++) {
            rules.column(given.get(i), target.get(i));
        }
        // A dimension says itself which of its rows may be without a key.
        boolean hasKeyRules = model.role() instanceof Role.Dimension;
        for (String key : hasKeyRules ? List.<String>of() : model.uniqueKey()) {
            rules.checkReasons.add(
                    when(Identifiers.quote(key) + " IS NULL", Identifiers.literal("unique_key " + key + " is NULL")));
        }
        rules.keys = rules.checkReasons.size();
        model.versioning().map(Versioning::change).ifPresent(rules::mustTellTime);
        for (Check check : model.checks()) {
            if (check.severity() == Severity.QUARANTINE) {
                rules.check(check, model, whole);
            }
        }
        return rules;
    }

    private void mustTellTime(Change change) {
        if (change instanceof Change.UpdatedAt updated) {
            checkReasons.add(when(
                    Identifiers.quote(updated.column()) + " IS NULL",
                    Identifiers.literal("updated_at " + updated.column() + " is NULL")));
        }
    }

    /** Whether any row could be refused, left out or changed. */
    boolean canRefuse() {
        return !castReasons.isEmpty()
                || !checkReasons.isEmpty()
                || !uniqueReasons.isEmpty()
                || !selfRelations.isEmpty()
                || missing.doAnything();
    }

    /** Whether rows are refused for nothing but a missing key: then judging them again costs next to nothing. */
    boolean onlyWantKeys() {
        return castReasons.isEmpty()
                && uniqueReasons.isEmpty()
                && selfRelations.isEmpty()
                && !missing.doAnything()
                && checkReasons.size() == keys;
    }

    /** What happens to missing values. */
    MissingRules missing() {
        return missing;
    }

    /** The rows of a judged table that go into the model's table. */
    String sound(String judged) {
        return "SELECT * FROM " + judged + " WHERE " + REASON + " IS NULL AND " + missing.stays();
    }

    /** The query with the target's types, where no row can be refused. */
    String typed(String query) {
        return "SELECT " + String.join(", ", typed) + " FROM (" + query + ") AS r";
    }

    /**
     * The query with the target's types and the columns {@link #REASON}, {@link #RAW}, {@link RowOrigin#COLUMNS} and
     * {@link MissingRules#carried}.
     *
     * @param query gives the target's columns and {@link RowOrigin#COLUMNS}
     */
    String judged(String query) {
        String castReason = reasons(castReasons);
        String rows = "SELECT " + String.join(", ", typed) + ", " + castReason + " AS " + CAST_REASON + ", CASE WHEN "
                + castReason + " IS NOT NULL THEN " + json(column -> "r." + Identifiers.quote(column.name()))
                + " END AS " + RAW + ", " + RowOrigin.COLUMNS
                + " FROM (" + query
                + ") AS r";
        String columns = names();
        String filled = missing.applied(rows, target, CAST_REASON, RAW + ", " + RowOrigin.COLUMNS);
        String checked = layer(columns, CAST_REASON, checkReasons, CHECK_REASON, filled);
        String judged = layer(columns, CHECK_REASON, uniqueReasons, REASON, checked);
        return "SELECT " + columns + ", " + REASON + ", CASE WHEN " + REASON + " IS NOT NULL THEN coalesce(" + RAW
                + ", " + json(missing::unfilled) + ") END AS " + RAW + ", " + RowOrigin.COLUMNS + missing.carried()
                + " FROM (" + judged + ")";
    }

    /** Adds reasons for the rows that have none yet. */
    private String layer(String columns, String earlier, List<String> reasons, String name, String rows) {
        return "SELECT " + columns + ", coalesce(" + earlier + ", CASE WHEN " + missing.stays() + " THEN "
                + reasons(reasons) + " END) AS " + name + ", " + RAW + ", " + RowOrigin.COLUMNS + missing.carried()
                + " FROM (" + rows + ")";
    }

    /** A row as JSON. */
    private String json(Function<Column, String> value) {
        return target.stream()
                .map(column -> Identifiers.quote(column.name()) + " := " + value.apply(column))
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
        String value = MissingRules.value("r." + Identifiers.quote(given.name()), given, wanted, contracts);
        boolean same = given.type().equals(wanted.type())
                || ColumnTypes.storable(given).type().equals(wanted.type());
        if (same) {
            typed.add("CAST(" + value + " AS " + wanted.type() + ") AS " + name);
            return;
        }
        typed.add(ExactCast.cast(value, given.type(), wanted.type()) + " AS " + name);
        String bad = ExactCast.misses(value, given.type(), wanted.type());
        castReasons.add(when(
                bad,
                "'" + textOf(wanted.name()) + ": ''' || left(CAST(" + value + " AS VARCHAR), 200) || ''' is not "
                        + ExactCast.described(wanted.type()) + "'"));
    }

    private static String textOf(String name) {
        return name.replace("'", "''");
    }

    private void check(Check check, Model model, UnaryOperator<TableName> whole) {
        if (check.rule() instanceof Rule.Unique unique) {
            unique(check, unique.columns(), model.uniqueKey());
        } else if (check.rule() instanceof Rule.Grain grain) {
            checkReasons.add(reason(check, CheckSql.isIncomplete(grain)));
            unique(check, grain.columns(), model.uniqueKey());
        } else if (check.rule() instanceof Rule.Relationships relation) {
            if (relation.to().equals(model.name())) {
                selfRelations.add(check);
                return;
            }
            Rule there = new Rule.Relationships(relation.column(), whole.apply(relation.to()), relation.field());
            String bad = CheckSql.failsRow(new Check(check.name(), there, check.severity(), check.where()), target);
            checkReasons.add(reason(check, bad));
        } else {
            checkReasons.add(reason(check, CheckSql.failsRow(check, target)));
        }
    }

    private void unique(Check check, List<String> columns, List<String> key) {
        // A row that is refused already, or that the check leaves out, is nobody's twin.
        String counted = CHECK_REASON + " IS NULL AND " + missing.stays()
                + check.where().map(where -> " AND (" + where + ")").orElse("");
        List<String> withKey = Stream.concat(columns.stream(), key.stream()).toList();
        String bad = key.isEmpty()
                ? CheckSql.isTwin(columns, counted)
                        + stays.map(rows -> " OR " + CheckSql.isIn(columns, looked(check, rows)))
                                .orElse("")
                : CheckSql.isTwin(columns, key, counted)
                        + stays.map(rows -> looked(check, rows))
                                .map(rows -> " OR (" + CheckSql.isIn(columns, rows) + " AND NOT "
                                        + CheckSql.isIn(withKey, rows) + ")")
                                .orElse("");
        uniqueReasons.add(reason(check, bad));
    }

    private static String looked(Check check, String rows) {
        return check.where()
                .map(where -> "SELECT * FROM (" + rows + ") WHERE " + where)
                .orElse(rows);
    }

    /**
     * Refuses rows of the judged table whose parents are neither in it nor among the rows that stay; a refused row is
     * nobody's parent, so this goes on until no more is refused.
     */
    void refuseOrphans(Session session, String judged) {
        boolean again = !selfRelations.isEmpty();
        while (again) {
            again = false;
            for (Check check : selfRelations) {
                Rule.Relationships relation = (Rule.Relationships) check.rule();
                String field = Identifiers.quote(relation.field());
                String column = Identifiers.quote(relation.column());
                String parents = "SELECT " + field + " FROM (" + sound(judged) + ")"
                        + stays.map(rows -> " UNION ALL SELECT " + field + " FROM (" + rows + ")")
                                .orElse("");
                String orphans = REASON + " IS NULL AND " + missing.stays() + " AND " + column + " IS NOT NULL AND "
                        + check.where().map(where -> "(" + where + ") AND ").orElse("") + column
                        + " NOT IN (SELECT * FROM (" + parents + ") AS p(f) WHERE f IS NOT NULL)";
                long found = session.number("SELECT count(*) FROM " + judged + " WHERE " + orphans);
                if (found > 0) {
                    session.execute("UPDATE " + judged + " SET " + REASON + " = "
                            + Identifiers.literal(CheckSql.described(check)) + ", " + RAW + " = "
                            + json(missing::unfilled) + " WHERE " + orphans);
                    again = true;
                }
            }
        }
    }

    private static String reason(Check check, String bad) {
        String condition =
                check.where().map(where -> "(" + where + ") AND (" + bad + ")").orElse(bad);
        return when(condition, Identifiers.literal(CheckSql.described(check)));
    }

    private static String when(String condition, String reason) {
        return "CASE WHEN " + condition + " THEN " + reason + " END";
    }
}
