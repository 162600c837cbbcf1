package dev.lakesmith.lake;

import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A view of the catalog.
 *
 * @param name its name
 * @param queries its query by dialect; other programs may have written it in theirs alone
 * @param columns what the query gives
 * @param properties as written with it
 * @param version one more for each change of the query
 */
public record StoredView(
        TableName name,
        Map<String, String> queries,
        List<Column> columns,
        Map<String, String> properties,
        int version) {

    static final String DIALECT = "duckdb";

    public StoredView {
        queries = Map.copyOf(queries);
        columns = List.copyOf(columns);
        properties = Map.copyOf(properties);
    }

    /**
     * Its query in DuckDB's dialect.
     *
     * @throws LakesmithException LAKE_UNREADABLE when it has none
     */
    public String sql() {
        String sql = queries.get(DIALECT);
        if (sql == null) {
            throw new LakesmithException(
                    ErrorCode.LAKE_UNREADABLE,
                    "the view " + name + " was made by another program, with a query in "
                            + String.join(", ", new TreeSet<>(queries.keySet())) + " alone; add one in the dialect "
                            + DIALECT + " where it is made, or read the tables behind it");
        }
        return sql;
    }
}
