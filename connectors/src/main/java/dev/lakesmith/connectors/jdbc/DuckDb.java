package dev.lakesmith.connectors.jdbc;

import java.util.Properties;

/** Files of DuckDB, which several processes may open as long as all of them only read. */
final class DuckDb extends Database {

    @Override
    void settle(Properties properties) {
        properties.putIfAbsent("duckdb.read_only", "true");
    }
}
