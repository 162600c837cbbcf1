package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.Check.Rule;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows in which {@code this} and another table differ: {@code missing} here, {@code extra} here, or of one key and
 * {@code different}. Each row counts as often as it occurs.
 */
final class CompareSql {

    /** The column that says how a row differs. */
    static final String DIFFERENCE = "difference";

    private static final String TURN = "_ls_turn";

    private CompareSql() {}

    /**
     * A query of difference, the columns that differ, and the row of either side as JSON.
     *
     * @param columns those of {@code this}
     */
    static String failingRows(Check check, Rule.Compare rule, List<Column> columns) {
        List<String> compared = columns.stream()
                .map(Column::name)
                .filter(name -> rule.except().stream().noneMatch(name::equalsIgnoreCase))
                .map(Identifiers::quote)
                .toList();
        List<String> keys = rule.key().isEmpty()
                ? compared
                : rule.key().stream().map(Identifiers::quote).toList();
        // Rows of one key are paired in the order of their values, so that none is paired twice.
        String here = side("this", check, compared, keys);
        String there = side(Identifiers.quote(rule.to()), check, compared, keys);
        String same = Stream.concat(keys.stream(), Stream.of(TURN))
                .map(column -> "h." + column + " IS NOT DISTINCT FROM t." + column)
                .collect(Collectors.joining(" AND "));
        String differing = compared.stream()
                .map(column -> "CASE WHEN h." + column + " IS DISTINCT FROM t." + column + " THEN "
                        + Identifiers.literal(column.substring(1, column.length() - 1)) + " END")
                .collect(Collectors.joining(", ", "nullif(concat_ws(', ', ", "), '')"));
        String difference = "CASE WHEN h." + TURN + " IS NULL THEN 'missing' WHEN t." + TURN
                + " IS NULL THEN 'extra' WHEN " + differing + " IS NOT NULL THEN 'different' END";
        return "SELECT * FROM (SELECT " + difference + " AS " + DIFFERENCE + ", CASE WHEN h." + TURN
                + " IS NOT NULL AND t." + TURN + " IS NOT NULL THEN " + differing + " END AS differing_columns, CASE"
                + " WHEN h." + TURN + " IS NOT NULL THEN " + json("h", compared) + " END AS this_row, CASE WHEN t."
                + TURN + " IS NOT NULL THEN " + json("t", compared) + " END AS other_row FROM (" + here
                + ") AS h FULL JOIN (" + there + ") AS t ON " + same + ") WHERE " + DIFFERENCE + " IS NOT NULL";
    }

    /** The counts of each difference, in words. */
    static String summary(String failingRows) {
        return "SELECT string_agg(n || ' ' || " + DIFFERENCE + ", ', ' ORDER BY " + DIFFERENCE
                + " DESC), sum(n) FROM (SELECT " + DIFFERENCE + ", count(*) AS n FROM (" + failingRows
                + ") GROUP BY ALL)";
    }

    private static String side(String table, Check check, List<String> compared, List<String> keys) {
        return "SELECT " + String.join(", ", compared) + ", row_number() OVER (PARTITION BY " + String.join(", ", keys)
                + " ORDER BY " + String.join(", ", compared) + ") AS " + TURN + " FROM " + table
                + check.where().map(where -> " WHERE " + where).orElse("");
    }

    private static String json(String side, List<String> columns) {
        return columns.stream()
                .map(column -> column + " := " + side + "." + column)
                .collect(Collectors.joining(", ", "CAST(to_json(struct_pack(", ")) AS VARCHAR)"));
    }
}
