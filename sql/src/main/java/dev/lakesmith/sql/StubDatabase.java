package dev.lakesmith.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lakesmith.functions.FunctionCatalogue;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/** An in-memory DuckDB without data, files, extensions or network: a parser and a binder. */
final class StubDatabase implements AutoCloseable {

    /** A sum of 300 terms nests 900 deep; a thread with the default stack of 1 MB walks twice as deep. */
    private static final int DEEPEST_NESTING = 1000;

    private static final String STUBS = "lakesmith_stubs";

    private static final String NAN = "NAN";

    private static final String NOT_ANALYSED = "DuckDB does not analyse this SQL";

    /** Made when DuckDB is first asked: a command that finds all it needs in its memory needs none. */
    private static final class Trees {

        static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(DEEPEST_NESTING)
                                .build())
                        .build())
                // Plans have constants such as NaN and Infinity.
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .build();

        private Trees() {}
    }

    /** Rules that see that the stubs are empty, or that rewrite a scan into several. */
    private static final String MISLED_BY_EMPTY_TABLES =
            "statistics_propagation,empty_result_pullup,join_order,build_side_probe_side,late_materialization,"
                    + "top_n_window_elimination,window_self_join,window_rewriter,partial_aggregate_pushdown,"
                    + "join_filter_pushdown,common_subplan,limit_pushdown";

    private @Nullable Started started;
    private @Nullable FunctionRules rules;
    private final Set<String> schemas = new HashSet<>();
    private final Map<TableName, String> awaited = new HashMap<>();
    private final Set<TableName> made = new HashSet<>();

    /**
     * What there is once DuckDB runs.
     *
     * @param binding sees the same stubs; what is only bound need not be optimized, which takes as long again
     * @param serializing writes the parse tree of its only parameter
     */
    private record Started(
            Connection connection, Connection binding, PreparedStatement serializing, RegisteredFunctions functions) {}

    /** DuckDB, started when it is first asked: a command that finds all it needs in its memory never asks. */
    private Started started() {
        Started running = started;
        if (running == null) {
            running = start();
            started = running;
        }
        return running;
    }

    private Connection connection() {
        return started().connection();
    }

    private static Started start() {
        Properties settings = new Properties();
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("enable_external_access", "false");
        settings.setProperty("threads", "1");
        try {
            DuckDBConnection connection =
                    new DuckDBDriver().connect("jdbc:duckdb:", settings).unwrap(DuckDBConnection.class);
            RegisteredFunctions functions = RegisteredFunctions.signaturesOn(connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TimeZone = 'UTC'");
                statement.execute("SET disabled_optimizers = '" + MISLED_BY_EMPTY_TABLES + "'");
                statement.execute("CREATE SCHEMA " + Identifiers.quote(STUBS));
            }
            DuckDBConnection binding = connection.duplicate();
            try (Statement statement = binding.createStatement()) {
                statement.execute("PRAGMA disable_optimizer");
                statement.execute("SET lock_configuration = true");
            }
            PreparedStatement serializing = connection.prepareStatement("SELECT json_serialize_sql(?)");
            return new Started(connection, binding, serializing, functions);
        } catch (SQLException e) {
            throw defect("DuckDB, which analyses the SQL, does not start", e);
        }
    }

    /** The parse tree, or an object whose {@code error} is true. */
    JsonNode parseTree(String sql) {
        try {
            return json(started().serializing(), sql);
        } catch (SQLException e) {
            throw defect(NOT_ANALYSED, e);
        }
    }

    /** The bound plan, or an object whose {@code error} is true. */
    JsonNode plan(String sql) {
        provideFunctions(sql);
        try (PreparedStatement statement = connection().prepareStatement("SELECT json_serialize_plan(?)")) {
            return json(statement, sql);
        } catch (SQLException e) {
            throw defect(NOT_ANALYSED, e);
        }
    }

    /** The optimized plan: operators with {@code name}, {@code extra_info} and {@code children}. */
    JsonNode explain(String sql) {
        provideFunctions(sql);
        try (Statement statement = connection().createStatement();
                ResultSet rows = statement.executeQuery("EXPLAIN (FORMAT json) " + sql)) {
            rows.next();
            return Trees.JSON.readTree(rows.getString("explain_value"));
        } catch (SQLException | JsonProcessingException e) {
            throw defect("DuckDB does not explain this SQL", e);
        }
    }

    /** @throws SQLException when the query does not bind */
    List<Column> describe(String sql) throws SQLException {
        started().functions().provideFor(sql);
        List<Column> columns = new ArrayList<>();
        try (PreparedStatement named = started().binding().prepareStatement(sql)) {
            ResultSetMetaData result = named.getMetaData();
            for (int i = 1; i <= result.getColumnCount(); i++) {
                columns.add(new Column(result.getColumnName(i), result.getColumnTypeName(i)));
            }
        }
        // A prepared statement does not tell the words of an ENUM; DESCRIBE does, at the price of binding once more.
        return columns.stream().anyMatch(column -> column.type().contains("ENUM")) ? described(sql, columns) : columns;
    }

    /** The names are the result's own: DESCRIBE forgets an alias that differs from its column by case only. */
    private List<Column> described(String sql, List<Column> named) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (Statement statement = connection().createStatement();
                ResultSet rows = statement.executeQuery("DESCRIBE " + sql)) {
            while (rows.next()) {
                columns.add(new Column(named.get(columns.size()).name(), rows.getString("column_type")));
            }
        }
        return columns;
    }

    /**
     * Gives a table a stub, made when something is bound that reads it.
     *
     * @param definitions the columns' names and types, quoted
     */
    void declare(TableName name, String definitions) {
        awaited.put(name, definitions);
    }

    /**
     * Makes the stubs of declared tables. What a query sees is a view: a table would also offer DuckDB's own
     * {@code rowid}, which no table of the lake has.
     */
    void make(Collection<TableName> tables) throws SQLException {
        for (TableName name : tables) {
            String definitions = awaited.get(name);
            if (definitions != null) {
                if (!name.equals(TableReference.THIS) && schemas.add(name.schema())) {
                    execute("CREATE SCHEMA IF NOT EXISTS " + Identifiers.quote(name.schema()));
                }
                String stub = stub(name);
                execute("CREATE OR REPLACE TABLE " + stub + " (" + definitions + "); CREATE OR REPLACE VIEW "
                        + view(name) + " AS SELECT * FROM " + stub);
                awaited.remove(name);
                made.add(name);
            }
        }
    }

    void forget(TableName name) throws SQLException {
        awaited.remove(name);
        if (made.remove(name)) {
            execute("DROP VIEW " + view(name));
            execute("DROP TABLE " + stub(name));
        }
    }

    /** The name that plans show for a declared table. */
    static String stubName(TableName name) {
        return name.toString();
    }

    private static String stub(TableName name) {
        return Identifiers.quote(STUBS) + "." + Identifiers.quote(stubName(name));
    }

    private static String view(TableName name) {
        return name.equals(TableReference.THIS) ? "main.\"this\"" : Identifiers.quote(name);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection().createStatement()) {
            statement.execute(sql);
        }
    }

    private void provideFunctions(String sql) {
        try {
            started().functions().provideFor(sql);
        } catch (SQLException e) {
            throw defect("DuckDB does not take a function", e);
        }
    }

    FunctionRules functionRules() {
        FunctionRules known = rules;
        if (known == null) {
            known = listedFunctions();
            rules = known;
        }
        return known;
    }

    private FunctionRules listedFunctions() {
        Set<String> stock = new HashSet<>(Set.of("unnest"));
        FunctionCatalogue.functions().forEach(function -> stock.add(function.name()));
        Set<String> aggregates = new HashSet<>();
        String sql = """
                SELECT DISTINCT lower(function_name), function_type
                FROM duckdb_functions()
                WHERE function_type IN ('scalar', 'aggregate', 'macro', 'window')
                """;
        try (Statement statement = connection().createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                stock.add(rows.getString(1));
                if (rows.getString(2).equals("aggregate")) {
                    aggregates.add(rows.getString(1));
                }
            }
        } catch (SQLException e) {
            throw defect("DuckDB does not list its functions", e);
        }
        return new FunctionRules(stock, aggregates);
    }

    Set<String> keywords() {
        Set<String> keywords = new HashSet<>();
        try (Statement statement = connection().createStatement();
                ResultSet rows = statement.executeQuery("SELECT keyword_name FROM duckdb_keywords()")) {
            while (rows.next()) {
                keywords.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw defect("DuckDB does not list its keywords", e);
        }
        return keywords;
    }

    @Override
    public void close() {
        try {
            Started running = started;
            if (running != null) {
                running.serializing().close();
                running.binding().close();
                running.connection().close();
                started = null;
            }
        } catch (SQLException e) {
            throw defect("DuckDB, which analyses the SQL, does not close", e);
        }
    }

    static LakesmithException defect(String what, Exception cause) {
        return new LakesmithException(ErrorCode.INTERNAL_ERROR, what + ": " + cause.getMessage(), cause);
    }

    /** DuckDB writes a word for NaN that no reader of JSON knows. */
    private static String withoutNan(String json) {
        if (!json.contains(NAN)) {
            return json;
        }
        StringBuilder known = new StringBuilder(json.length());
        boolean quoted = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (quoted && c == '\\') {
                known.append(c).append(json.charAt(++i));
                continue;
            }
            quoted ^= c == '"';
            if (!quoted && json.startsWith(NAN, i)) {
                known.append("NaN");
                i += NAN.length() - 1;
            } else if (quoted || c != '-' || !json.startsWith(NAN, i + 1)) {
                known.append(c);
            }
        }
        return known.toString();
    }

    static JsonNode json(PreparedStatement statement, String sql) throws SQLException {
        statement.setString(1, sql);
        try (ResultSet rows = statement.executeQuery()) {
            rows.next();
            return Trees.JSON.readTree(withoutNan(rows.getString(1)));
        } catch (StreamConstraintsException e) {
            throw new SqlException(
                    ErrorCode.SQL_SYNTAX,
                    "the query is nested too deeply; split it into CTEs or use a list: x IN (…)",
                    -1,
                    0);
        } catch (JsonProcessingException e) {
            throw defect(NOT_ANALYSED, e);
        }
    }
}
