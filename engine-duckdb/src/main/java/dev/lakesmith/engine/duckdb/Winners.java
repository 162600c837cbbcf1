package dev.lakesmith.engine.duckdb;

import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The SQL that leaves one row of each group: the one of the latest batch, then the one with the greatest values, so that
 * it is the same one each time.
 */
final class Winners {

    private Winners() {}

    /**
     * The query.
     *
     * @param rows a query of the columns, {@link RowOrigin#BATCH} and what the groups are made of
     * @param groups the columns that rows of a group share, separated by commas; none of them is NULL
     * @param columns whose values decide at last
     */
    static String of(String rows, String groups, List<Column> columns) {
        String order = Stream.concat(
                        Stream.of(RowOrigin.BATCH), columns.stream().map(column -> Identifiers.quote(column.name())))
                .map(column -> column + " DESC NULLS LAST")
                .collect(Collectors.joining(", "));
        // Only groups of several rows are sorted: where those are few this halves the cost of ranking every row.
        return "WITH sound AS (" + rows + "), several AS MATERIALIZED (SELECT " + groups + " FROM sound GROUP BY "
                + groups + " HAVING count(*) > 1) SELECT * FROM sound ANTI JOIN several USING (" + groups
                + ") UNION ALL SELECT * FROM sound SEMI JOIN several USING (" + groups
                + ") QUALIFY row_number() OVER (PARTITION BY " + groups + " ORDER BY " + order + ") = 1";
    }
}
