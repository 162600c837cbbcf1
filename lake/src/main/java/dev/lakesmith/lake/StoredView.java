package dev.lakesmith.lake;

import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.Map;

/**
 * A view of the lake.
 *
 * @param name its name
 * @param sql its query in the DuckDB dialect
 * @param columns what the query gives
 * @param properties as written with it
 * @param version one more for each change of the query
 */
public record StoredView(
        TableName name, String sql, List<Column> columns, Map<String, String> properties, int version) {

    public StoredView {
        columns = List.copyOf(columns);
        properties = Map.copyOf(properties);
    }
}
