package dev.lakesmith.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.Condition;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/**
 * Tells which rows and columns of its tables a query can use. DuckDB's own optimizer proves it over empty tables: a
 * condition that it moves down to the scan of a table leaves the result as it is. Threads may share one; they take turns. DuckDB starts
 * with the first question, in about 30 ms; a question takes 3 to 5 ms.
 */
public final class ScanConditions implements AutoCloseable {

    /**
     * The rules that move conditions, and none that looks at how many rows there are: the tables are empty only here. A
     * rule that a later DuckDB brings is off.
     */
    private static final Set<String> RULES = Set.of(
            "expression_rewriter",
            "filter_pullup",
            "filter_pushdown",
            "cte_filter_pusher",
            "regex_range",
            "deliminator",
            "outer_join_simplification",
            "cte_inlining",
            "materialized_cte");

    /**
     * Rules that are off when a plan is asked for columns: those that would take the empty tables out of it, and those
     * that take conditions into a scan, where it does not say of which columns they are.
     */
    private static final List<String> NOT_FOR_COLUMNS = List.of(
            "statistics_propagation",
            "empty_result_pullup",
            "filter_pushdown",
            "cte_filter_pusher",
            "join_filter_pushdown",
            "type_pushdown",
            "scalar_fn_pushdown");

    private static final String PLAN =
            "SELECT json_serialize_plan(?, optimize := true, skip_null := true, skip_empty := true)";

    private @Nullable Started started;

    /** @param others the rules that are not {@link #RULES} */
    private record Started(Connection connection, RegisteredFunctions functions, List<String> others) {}

    private ScanConditions() {}

    /** Nothing is started yet. */
    public static ScanConditions open() {
        return new ScanConditions();
    }

    /**
     * For each table read, a condition that holds for every row that matters: without the other rows the query has the
     * same result.
     *
     * @param sql a query that binds against the inputs, its parameters replaced by their values
     * @throws LakesmithException INTERNAL_ERROR when it cannot be told; then any row may matter
     */
    public synchronized Map<TableName, Condition> of(String sql, ScanInputs inputs) {
        return asked(sql, inputs, running -> {
            disable(running.connection(), running.others());
            return new PlanFilters(inputs.tables()).of(plan(running.connection(), sql));
        });
    }

    /**
     * The columns that the query reads; a table that is left out may be read as a whole.
     *
     * @param sql as for {@link #of}
     * @throws LakesmithException INTERNAL_ERROR when it cannot be told
     */
    public synchronized Map<TableName, Set<String>> columns(String sql, ScanInputs inputs) {
        return asked(sql, inputs, running -> {
            disable(running.connection(), NOT_FOR_COLUMNS);
            return new PlanColumns(inputs.tables()).of(explained(running.connection(), sql));
        });
    }

    private interface Question<T> {
        T ask(Started running) throws SQLException;
    }

    private <T> T asked(String sql, ScanInputs inputs, Question<T> question) {
        try {
            Started running = started();
            running.functions().provideFor(sql);
            for (Map.Entry<TableName, String> view : inputs.views()) {
                running.functions().provideFor(view.getValue());
            }
            Connection connection = running.connection();
            connection.setAutoCommit(false);
            try {
                for (String each : definitions(inputs)) {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(each);
                    }
                }
                return question.ask(running);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw unknown(String.valueOf(e.getMessage()));
        }
    }

    private static void disable(Connection connection, List<String> rules) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET disabled_optimizers = " + Identifiers.literal(String.join(",", rules)));
        }
    }

    private static List<String> definitions(ScanInputs inputs) {
        List<String> definitions = new ArrayList<>();
        inputs.time().ifPresent(time -> definitions.addAll(time.macros()));
        Set<String> schemas = new TreeSet<>();
        inputs.tables().keySet().forEach(table -> schemas.add(table.schema()));
        inputs.views().forEach(view -> schemas.add(view.getKey().schema()));
        schemas.forEach(schema -> definitions.add("CREATE SCHEMA IF NOT EXISTS " + Identifiers.quote(schema)));
        inputs.tables()
                .forEach((table, columns) -> definitions.add("CREATE TABLE " + Identifiers.quote(table)
                        + columns.stream()
                                .map(ScanConditions::definition)
                                .collect(Collectors.joining(", ", " (", ")"))));
        inputs.views()
                .forEach(view ->
                        definitions.add("CREATE VIEW " + Identifiers.quote(view.getKey()) + " AS " + view.getValue()));
        return definitions;
    }

    private static String definition(Column column) {
        return Identifiers.quote(column.name()) + " " + column.type();
    }

    private static JsonNode plan(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PLAN)) {
            JsonNode answer = StubDatabase.json(statement, sql);
            if (answer.path("error").asBoolean() || !answer.path("plans").isArray()) {
                throw unknown(answer.path("error_message").asText());
            }
            return answer.path("plans");
        }
    }

    private static String explained(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet plan = statement.executeQuery("EXPLAIN (FORMAT json) " + sql)) {
            plan.next();
            return plan.getString(2);
        }
    }

    private static LakesmithException unknown(String why) {
        return new LakesmithException(
                ErrorCode.INTERNAL_ERROR, "what this query needs of its tables cannot be told: " + why);
    }

    private Started started() throws SQLException {
        Started running = started;
        if (running == null) {
            running = start();
            started = running;
        }
        return running;
    }

    private static Started start() throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("enable_external_access", "false");
        settings.setProperty("threads", "1");
        Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", settings);
        try (Statement statement = connection.createStatement()) {
            // Constants are computed here as the engine computes them.
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("SET ieee_floating_point_ops = false");
            List<String> others = new ArrayList<>();
            try (ResultSet rules = statement.executeQuery("SELECT name FROM duckdb_optimizers()")) {
                while (rules.next()) {
                    others.add(rules.getString(1));
                }
            }
            others.removeAll(RULES);
            return new Started(
                    connection,
                    RegisteredFunctions.signaturesOn(connection.unwrap(org.duckdb.DuckDBConnection.class)),
                    others);
        }
    }

    @Override
    public synchronized void close() {
        try {
            Started running = started;
            if (running != null) {
                running.connection().close();
                started = null;
            }
        } catch (SQLException e) {
            throw StubDatabase.defect("DuckDB, which analyses the SQL, does not close", e);
        }
    }
}
