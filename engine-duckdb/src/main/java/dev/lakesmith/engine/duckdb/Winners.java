package dev.lakesmith.engine.duckdb;

import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The SQL that leaves one row of each group: the one with the highest value that counts first, then the one of the latest
 * batch, then the one with the greatest values, so that it is the same one each time.
 */
final class Winners {

    private Winners() {}

    /**
     * The query.
     *
     * @param rows a query that gives the same rows each time, of the columns, {@link RowOrigin#BATCH} and what the groups are made of
     * @param groups the columns that rows of a group share, separated by commas; none of them is NULL
     * @param first the column whose value counts first
     * @param columns whose values decide at last
     * @param kept the list of what a winner keeps
     */
    static String of(String rows, String groups, Optional<String> first, List<Column> columns, String kept) {
        String order = Stream.of(
                        first.stream().map(Identifiers::quote),
                        Stream.of(RowOrigin.BATCH),
                        columns.stream().map(column -> Identifiers.quote(column.name())))
                .flatMap(Function.identity())
                .map(column -> column + " DESC NULLS LAST")
                .collect(Collectors.joining(", "));
        // Only groups of several rows are sorted: where those are few this halves the cost of ranking every row.
        // Left to itself DuckDB keeps every row in memory, because they are named three times.
        return "WITH sound AS NOT MATERIALIZED (" + rows + "), several AS MATERIALIZED (SELECT " + groups
                + " FROM sound GROUP BY " + groups + " HAVING count(*) > 1) SELECT " + kept
                + " FROM sound ANTI JOIN several USING (" + groups
                + ") UNION ALL SELECT " + kept + " FROM (SELECT * FROM sound SEMI JOIN several USING (" + groups
                + ") QUALIFY row_number() OVER (PARTITION BY " + groups + " ORDER BY " + order + ") = 1)";
    }
}
