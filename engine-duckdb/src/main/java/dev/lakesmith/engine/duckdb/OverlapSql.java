package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.contract.Check.Rule;
import dev.lakesmith.sql.Identifiers;
import java.util.stream.Collectors;

/** The rows whose interval begins before an earlier one of the same key has ended, or ends before it begins. */
final class OverlapSql {

    private static final String OPEN = "_ls_open";
    private static final String LATEST_END = "_ls_end";

    private OverlapSql() {}

    /**
     * A query of the rows that fail.
     *
     * @param rows a query of the rows looked at
     */
    static String failingRows(Rule.NoOverlap rule, String rows) {
        String from = Identifiers.quote(rule.from());
        String to = Identifiers.quote(rule.to());
        String keys = rule.key().stream().map(Identifiers::quote).collect(Collectors.joining(", "));
        String present = rule.key().stream()
                .map(key -> Identifiers.quote(key) + " IS NOT NULL AND ")
                .collect(Collectors.joining());
        // An interval without length holds no moment, so it is in nobody's way.
        return "SELECT * EXCLUDE (" + OPEN + ", " + LATEST_END + ") FROM (SELECT *, bool_or(" + to
                + " IS NULL) OVER w AS " + OPEN + ", max(" + to + ") OVER w AS " + LATEST_END + " FROM (SELECT * FROM ("
                + rows + ") WHERE " + present + from + " IS NOT NULL AND " + to + " IS DISTINCT FROM " + from
                + ") WINDOW w AS (PARTITION BY " + keys + " ORDER BY " + from + ", " + to
                + " NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) WHERE " + OPEN + " OR " + LATEST_END
                + " > " + from + " OR " + to + " < " + from;
    }
}
