package dev.lakesmith.engine.duckdb;

import dev.lakesmith.sql.ParameterUse;
import dev.lakesmith.sql.Query;
import java.util.stream.Collectors;

/** Queries as DuckDB runs them: parameters read from the session's variables, never spliced. */
final class Rendered {

    private Rendered() {}

    static String sql(Query query) {
        return query.render(query.parameters().stream()
                .map(ParameterUse::name)
                .distinct()
                .collect(Collectors.toMap(name -> name, Session::parameter)));
    }
}
