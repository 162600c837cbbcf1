package dev.lakesmith.sql;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which functions a query may call. Closed by default: a function is allowed when the stock DuckDB has it and it can
 * reach nothing but its arguments and the clock.
 */
final class FunctionRules {

    private static final Set<String> TABLE_FUNCTIONS =
            Set.of("range", "generate_series", "unnest", "repeat", "json_each", "json_tree");

    /** They read or change the process, its settings, sequences or log, run SQL, or wait. */
    private static final Set<String> DENIED = Set.of(
            "getenv",
            "getvariable",
            "current_setting",
            "set_config",
            "nextval",
            "currval",
            "setval",
            "setseed",
            "sleep_ms",
            "write_log",
            "parse_duckdb_log_message",
            "txid_current",
            "current_query",
            "current_query_id",
            "current_transaction_id",
            "current_connection_id",
            "current_database",
            "current_catalog",
            "current_schema",
            "current_schemas",
            "current_role",
            "current_user",
            "session_user",
            "user",
            "in_search_path",
            "version",
            "stats",
            "vector_type",
            "get_block_size",
            "json_serialize_sql",
            "json_serialize_plan",
            "json_deserialize_sql",
            "json_execute_serialized_sql",
            "query",
            "query_table",
            "hive_partition_component",
            "col_description",
            "obj_description",
            "shobj_description",
            "format_type",
            "map_to_pg_oid",
            "add_parquet_key");

    private static final Set<String> HARMLESS_POSTGRES_NAMES = Set.of("pg_typeof", "pg_size_pretty");

    /** Where a function's own schema would stand; a column of that name cannot use the dot-call form. */
    private static final Set<String> FUNCTION_SCHEMAS =
            Set.of("main", "system", "pg_catalog", "information_schema", "memory", "temp");

    private final Set<String> stock;
    private final Set<String> aggregates;

    FunctionRules(Set<String> stock, Set<String> aggregates) {
        this.stock = Set.copyOf(stock);
        this.aggregates = Set.copyOf(aggregates);
    }

    boolean allowsTableFunction(String name) {
        return TABLE_FUNCTIONS.contains(lower(name));
    }

    boolean isAggregate(String name) {
        return aggregates.contains(lower(name));
    }

    boolean isFunctionSchema(String name) {
        return FUNCTION_SCHEMAS.contains(lower(name));
    }

    boolean denies(String name) {
        String lower = lower(name);
        return DENIED.contains(lower)
                || lower.startsWith("__")
                || lower.startsWith("has_")
                || lower.startsWith("inet_")
                || lower.startsWith("duckdb_")
                || lower.startsWith("pragma_")
                || lower.startsWith("read_")
                || lower.startsWith("parquet_")
                || (lower.startsWith("pg_") && !HARMLESS_POSTGRES_NAMES.contains(lower));
    }

    boolean exists(String name) {
        return stock.contains(lower(name));
    }

    /** Names a user may write, for hints and completion. */
    Set<String> allowed() {
        Set<String> names = new TreeSet<>(stock);
        names.removeIf(this::denies);
        return names;
    }

    static String tableFunctions() {
        return String.join(", ", new TreeSet<>(TABLE_FUNCTIONS));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
