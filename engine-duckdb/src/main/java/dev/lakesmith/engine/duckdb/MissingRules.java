package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.contract.ColumnContract;
import dev.lakesmith.core.contract.Missing;
import dev.lakesmith.core.contract.Missing.Answer;
import dev.lakesmith.core.contract.Missing.EmptyText;
import dev.lakesmith.core.ledger.Ledger.Filled;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The SQL for missing values, between a row's casts and its checks: rows to leave out are marked, values are filled,
 * reasons given. All of a row's fills see the row as it was before any of them. What a value is computed from are rows
 * that no cast refused and that are not left out.
 */
final class MissingRules {

    /** The column whose missing value leaves the row out; NULL for rows that stay. */
    static final String DROPPED = "_ls_dropped";

    /** The names of the columns that got a value. */
    static final String FILLED = "_ls_filled";

    private static final String TYPED = "_ls_typed";

    /** What a text must have to count as a value. */
    static final String NOT_BLANK = "regexp_matches(%s, '\\S')";

    private final Map<Column, Missing> columns;

    private MissingRules(Map<Column, Missing> columns) {
        this.columns = columns;
    }

    /** The rules of a model whose table has these columns. */
    static MissingRules of(List<ColumnContract> contracts, List<Column> target) {
        Map<String, Missing> declared = contracts.stream()
                .collect(Collectors.toMap(
                        contract -> contract.name().toLowerCase(Locale.ROOT), ColumnContract::missing));
        Map<Column, Missing> columns = new LinkedHashMap<>();
        for (Column column : target) {
            Missing missing = declared.getOrDefault(column.name().toLowerCase(Locale.ROOT), Missing.KEPT);
            if (!(missing.answer() instanceof Answer.Keep)) {
                columns.put(column, missing);
            }
        }
        return new MissingRules(columns);
    }

    /** Whether any row could be changed or moved. */
    boolean doAnything() {
        return !columns.isEmpty();
    }

    /** A given value, NULL where the contract says that empty text is missing. */
    static String value(String value, Column given, Column wanted, List<ColumnContract> contracts) {
        boolean empty = "VARCHAR".equals(given.type())
                && contracts.stream()
                        .anyMatch(contract -> contract.name().equalsIgnoreCase(wanted.name())
                                && contract.missing().emptyText() == EmptyText.MISSING);
        return empty ? "CASE WHEN " + NOT_BLANK.formatted(value) + " THEN " + value + " END" : value;
    }

    /** {@link #DROPPED} and {@link #FILLED} behind a comma; nothing where they are not needed. */
    String carried() {
        return doAnything() ? ", " + DROPPED + ", " + FILLED : "";
    }

    /** A condition that is true for rows that are not left out. */
    String stays() {
        return doAnything() ? DROPPED + " IS NULL" : "true";
    }

    /** The value as it was before it was filled, where it may have been. */
    String unfilled(Column column) {
        String name = Identifiers.quote(column.name());
        Missing missing = columns.getOrDefault(column, Missing.KEPT);
        return missing.fills()
                ? "CASE WHEN NOT list_contains(" + FILLED + ", " + Identifiers.literal(column.name()) + ") THEN " + name
                        + " END"
                : name;
    }

    /**
     * The rows with their values filled.
     *
     * @param rows gives the target's columns with their types, the reason column and others
     * @param target the table's columns
     * @param reason the name of the column that says why a row cannot stay, so far
     * @param others further columns, handed through
     */
    String applied(String rows, List<Column> target, String reason, String others) {
        if (!doAnything()) {
            return rows;
        }
        List<String> list = new ArrayList<>();
        List<String> filled = new ArrayList<>();
        List<String> dropped = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (int i = 0; i < target.size(); i++) {
            Column column = target.get(i);
            String name = Identifiers.quote(column.name());
            String literal = Identifiers.literal(column.name());
            Answer answer = columns.getOrDefault(column, Missing.KEPT).answer();
            if (answer instanceof Answer.Drop) {
                dropped.add("CASE WHEN t." + name + " IS NULL THEN " + literal + " END");
            } else if (answer instanceof Answer.Quarantine) {
                reasons.add("CASE WHEN t." + name + " IS NULL THEN "
                        + Identifiers.literal("missing: " + column.name() + " is NULL") + " END");
            }
            if (columns.getOrDefault(column, Missing.KEPT).fills()) {
                String value = "_ls_fill_" + i;
                list.add("coalesce(t." + name + ", t." + value + ") AS " + name);
                filled.add("CASE WHEN t." + name + " IS NULL AND t." + value + " IS NOT NULL THEN " + literal + " END");
            } else {
                list.add("t." + name);
            }
        }
        String firstDrop = dropped.isEmpty()
                ? "CAST(NULL AS VARCHAR)"
                : "CASE WHEN t." + reason + " IS NULL THEN coalesce(" + String.join(", ", dropped) + ") END";
        String allReasons =
                reasons.isEmpty() ? "NULL" : "nullif(concat_ws('; ', " + String.join(", ", reasons) + "), '')";
        // A row that is left out needs no reason.
        String judged = "coalesce(t." + reason + ", CASE WHEN (" + firstDrop + ") IS NULL THEN " + allReasons + " END)";
        return "WITH " + TYPED + " AS " + (needsAllRows() ? "MATERIALIZED " : "") + "(" + rows + "), _ls_values AS ("
                + withValues(target, reason, firstDrop) + ") SELECT " + String.join(", ", list) + ", " + judged
                + " AS " + reason + ", " + others + ", " + firstDrop + " AS " + DROPPED + ", "
                + "CAST([" + String.join(", ", filled) + "] AS VARCHAR[]) AS " + FILLED + " FROM _ls_values AS t";
    }

    private boolean needsAllRows() {
        return columns.values().stream().anyMatch(Missing::needsAllRows);
    }

    /** The typed rows with one more column for each that may be filled: the value it would get. */
    private String withValues(List<Column> target, String reason, String firstDrop) {
        String counts = "t." + reason + " IS NULL AND (" + firstDrop + ") IS NULL";
        List<String> list = new ArrayList<>();
        for (int i = 0; i < target.size(); i++) {
            Column column = target.get(i);
            Missing missing = columns.getOrDefault(column, Missing.KEPT);
            if (missing.fills()) {
                list.add("CAST(" + fill(column, missing.answer(), counts) + " AS " + column.type() + ") AS _ls_fill_"
                        + i);
            }
        }
        return "SELECT t.*" + list.stream().map(each -> ", " + each).collect(Collectors.joining()) + " FROM " + TYPED
                + " AS t";
    }

    private static String fill(Column column, Answer answer, String counts) {
        String name = "t." + Identifiers.quote(column.name());
        if (answer instanceof Answer.Constant constant) {
            return Identifiers.literal(constant.text());
        } else if (answer instanceof Answer.Expression expression) {
            return "(" + expression.sql() + "\n)";
        } else if (answer instanceof Answer.FromColumn from) {
            return statistic(column, from.statistic(), name, counts);
        } else if (answer instanceof Answer.LastKnown last) {
            return lastKnown(last, name, counts);
        }
        throw new IllegalStateException("not a fill: " + answer);
    }

    private static String statistic(Column column, Missing.Statistic statistic, String name, String counts) {
        String known = " FROM " + TYPED + " AS t WHERE " + name + " IS NOT NULL AND " + counts;
        boolean floating = List.of("DOUBLE", "FLOAT").contains(column.type());
        return switch (statistic) {
            case MEAN -> "(SELECT " + (floating ? "favg(" : "avg(") + name + ")" + known + ")";
            case MEDIAN ->
                "(SELECT " + (floating ? "median(" + name : "quantile_disc(" + name + ", 0.5") + ")" + known + ")";
            // mode() itself picks any of equally frequent values.
            case MODE ->
                "(SELECT " + name + known + " GROUP BY " + name + " ORDER BY count(*) DESC, " + name + " LIMIT 1)";
        };
    }

    private static String lastKnown(Answer.LastKnown last, String name, String counts) {
        String by = last.by().stream().map(key -> "t." + Identifiers.quote(key)).collect(Collectors.joining(", "));
        String keyed = last.by().stream()
                .map(key -> "t." + Identifiers.quote(key) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        String order = "t." + Identifiers.quote(last.order());
        // Of rows with the same order the greatest value counts, so that it is the same one each time.
        return "CASE WHEN " + order + " IS NOT NULL AND " + keyed + " THEN last_value(CASE WHEN " + order
                + " IS NOT NULL AND " + counts + " THEN " + name + " END IGNORE NULLS) OVER (PARTITION BY " + by
                + " ORDER BY " + order + ", " + name
                + " NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) END";
    }

    /** How many rows each missing value left out. */
    Map<String, Long> drops(Session session, String stage) {
        Map<String, Long> drops = new LinkedHashMap<>();
        if (doAnything()) {
            String sql =
                    "SELECT " + DROPPED + ", count(*) FROM " + stage + " WHERE " + DROPPED + " IS NOT NULL GROUP BY 1";
            session.query(sql, rows -> {
                while (rows.next()) {
                    drops.put("missing: " + rows.getString(1), rows.getLong(2));
                }
                return drops;
            });
        }
        return drops;
    }

    /**
     * How many sound rows got a value, by column.
     *
     * @param sound a query of the sound rows
     */
    Map<String, Filled> fills(Session session, String sound) {
        Map<String, Filled> fills = new LinkedHashMap<>();
        List<String> names = columns.entrySet().stream()
                .filter(entry -> entry.getValue().fills())
                .map(entry -> entry.getKey().name())
                .toList();
        if (names.isEmpty()) {
            return fills;
        }
        String counts = names.stream()
                .map(name ->
                        ", count(*) FILTER (WHERE list_contains(" + FILLED + ", " + Identifiers.literal(name) + "))")
                .collect(Collectors.joining());
        return session.query("SELECT count(*)" + counts + " FROM (" + sound + ")", rows -> {
            rows.next();
            for (int i = 0; i < names.size(); i++) {
                fills.put(Objects.requireNonNull(names.get(i)), new Filled(rows.getLong(i + 2), rows.getLong(1)));
            }
            return fills;
        });
    }
}
