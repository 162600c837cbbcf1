package dev.lakesmith.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.TableName;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Analyses queries with DuckDB's own parser and binder over empty stubs of the lake's tables. It reads no data and no
 * files. Threads may share one; they take turns.
 */
public final class SqlAnalyzer implements AutoCloseable {

    private final StubDatabase database = new StubDatabase();
    private final Map<TableName, List<Column>> declared = new TreeMap<>();
    /** Those not in lower case: only they make it matter for parsing what is declared. */
    private final Set<TableName> oddlyNamed = new TreeSet<>();

    private final Map<String, String> types = new HashMap<>();
    private AnalysisMemory memory = AnalysisMemory.NONE;
    private Set<String> secrets = Set.of();
    private Set<TableName> suggested = Set.of();

    private SqlAnalyzer() {}

    /** An empty one. DuckDB starts with the first question that no memory answers, about 50 ms, or {@link #warmUp}. */
    public static SqlAnalyzer open() {
        return new SqlAnalyzer();
    }

    /** Starts DuckDB now, for whoever has a thread to spare. */
    public synchronized void warmUp() {
        database.functionRules();
    }

    /**
     * Parses and gates one SELECT.
     *
     * @throws SqlException SQL_SYNTAX; SQL_FORBIDDEN for anything but a SELECT from the lake's tables; TABLE_UNKNOWN
     *     for a bare name that is no CTE; SQL_BINDING for a function that does not exist
     */
    public Query parse(String sql, ParseOption... options) {
        return parse(sql, Set.copyOf(Arrays.asList(options)));
    }

    /** From now on, answers are looked up in the memory and kept there. */
    public synchronized void use(AnalysisMemory answers) {
        this.memory = answers;
    }

    private synchronized Query parse(String sql, Set<ParseOption> options) {
        refuseUnencodable(sql);
        String question = Answers.parsing(sql, options, oddlyNamed, secrets);
        Optional<String> known = memory.recall(question);
        if (known.isPresent()) {
            return Answers.query(sql, known.get());
        }
        Query query = understood(sql, options);
        memory.remember(question, Answers.of(query));
        return query;
    }

    private Query understood(String sql, Set<ParseOption> options) {
        JsonNode tree = database.parseTree(sql);
        SourceText source = new SourceText(sql);
        if (tree.path("error").asBoolean()) {
            throw ParseErrors.from(tree, source, hinted());
        }
        JsonNode statement = ParseErrors.only(tree, source);
        Gate gate = new Gate(
                source, database.functionRules(), new Gate.Names(declared.keySet(), this::hinted), secrets, options);
        gate.check(statement);
        String fingerprint = Fingerprint.of(statement);
        String text = source.withoutEnding();
        if (text.length() < sql.length() && !fingerprint.equals(fingerprintOf(text))) {
            throw new SqlException(
                    ErrorCode.SQL_SYNTAX,
                    "the end of this query is not understood; remove the semicolon or comment after it",
                    text.length(),
                    0);
        }
        List<TableReference> mentions = gate.mentions();
        return new Query(
                text,
                distinct(mentions),
                gate.parameters(),
                fingerprint,
                new ShapeReader(source, database.functionRules()).read(statement, mentions),
                gate.secrets());
    }

    /**
     * Creates or replaces the empty stub of a table; {@link TableReference#THIS} is what {@code this} reads.
     *
     * @throws SqlException SQL_BINDING when a type does not exist or two columns have one name
     */
    public synchronized void declare(TableName name, List<Column> columns) {
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("table " + name + " has no columns");
        }
        if (columns.equals(declared.get(name))) {
            return;
        }
        String definitions = columns.stream()
                .map(column -> Identifiers.quote(column.name()) + " " + canonicalType(column.type()))
                .collect(Collectors.joining(", "));
        refuseDoubles(name, columns);
        database.declare(name, definitions);
        declared.put(name, List.copyOf(columns));
        if (!name.toString().equals(name.toString().toLowerCase(Locale.ROOT))) {
            oddlyNamed.add(name);
        }
    }

    private static void refuseDoubles(TableName name, List<Column> columns) {
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
                throw new SqlException(
                        ErrorCode.SQL_BINDING,
                        "table " + name + ": two columns are named '" + column.name() + "'; give one another name",
                        -1,
                        0);
            }
        }
    }

    /** Tables that messages may suggest, besides those that are declared; queries are not bound against them. */
    public synchronized void suggest(Collection<TableName> tables) {
        suggested = Set.copyOf(tables);
    }

    private Set<TableName> hinted() {
        Set<TableName> all = new TreeSet<>(suggested);
        all.addAll(declared.keySet());
        all.remove(TableReference.THIS);
        return all;
    }

    /** Which keys the functions of queries may name; none before. */
    public synchronized void allowSecrets(Set<String> names) {
        secrets = Set.copyOf(names);
    }

    /** Removes a stub; unknown names are ignored. */
    public synchronized void forget(TableName name) {
        oddlyNamed.remove(name);
        if (declared.remove(name) != null) {
            try {
                database.forget(name);
            } catch (SQLException e) {
                throw StubDatabase.defect("the stub of " + name + " cannot be removed", e);
            }
        }
    }

    /** The tables declared so far. */
    public synchronized Collection<TableName> declared() {
        return List.copyOf(declared.keySet());
    }

    /**
     * The output columns of a query against the stubs; types as DuckDB writes them, usable in CAST.
     *
     * @param parameterTypes by parameter name, an SQL type
     * @throws SqlException TABLE_UNKNOWN; SQL_BINDING with the place and the nearest name; PARAMETER_INVALID for a
     *     parameter without a type
     */
    public synchronized List<Column> columns(Query query, Map<String, String> parameterTypes) {
        refuseUnknownTables(query);
        String question = Answers.binding(query, declared, parameterTypes);
        Optional<String> known = memory.recall(question);
        if (known.isPresent()) {
            return Answers.columns(known.get());
        }
        Rendering rendering = rendering(query, parameterTypes);
        makeStubs(query);
        try {
            List<Column> columns = database.describe(rendering.text());
            memory.remember(question, Answers.of(columns));
            return columns;
        } catch (SQLException e) {
            throw bindingError(query, rendering, e);
        }
    }

    /**
     * As {@link #columns}, of a query whose result is kept as a table.
     *
     * @throws SqlException also SQL_BINDING for a column with a collation: a table keeps none, so values that are equal
     *     in the query would be different in the table
     */
    public synchronized List<Column> tableColumns(Query query, Map<String, String> parameterTypes) {
        List<Column> columns = columns(query, parameterTypes);
        int mention = Collations.mention(query.sql());
        if (mention < 0) {
            return columns;
        }
        makeStubs(query);
        JsonNode answer = database.plan(
                "SELECT * FROM (" + rendering(query, parameterTypes).text() + "\n)");
        Collations.of(answer.path("plans").path(0)).stream().findFirst().ifPresent(column -> {
            String name = columns.get(column).name();
            throw new SqlException(
                    ErrorCode.SQL_BINDING,
                    "column '" + name + "' has a collation, which no table keeps: values that are equal in this query"
                            + " would be different in the table. Write what makes them equal, such as lower(" + name
                            + ") AS " + name + ", or end it with COLLATE \"binary\"; COLLATE in WHERE, ORDER BY and"
                            + " comparisons is fine",
                    mention,
                    "collate".length());
        });
        return columns;
    }

    private void makeStubs(Query query) {
        try {
            database.make(query.tables().stream().map(TableReference::name).toList());
        } catch (SQLException e) {
            throw StubDatabase.defect("the stub of a table cannot be made", e);
        }
    }

    /**
     * Each output column's origins in the tables read.
     *
     * @throws SqlException as {@link #columns}
     * @throws LakesmithException INTERNAL_ERROR for a plan that cannot be followed; the query itself is sound
     */
    public synchronized List<ColumnLineage> lineage(Query query, Map<String, String> parameterTypes) {
        List<Column> columns = columns(query, parameterTypes);
        makeStubs(query);
        // What is computed from a constant is folded, and its origins with it; but not everywhere may anything else
        // stand.
        JsonNode answer = database.plan(
                rendering(query, parameterTypes, "CAST(random() AS VARCHAR)").text());
        if (answer.path("error").asBoolean()) {
            answer = database.plan(rendering(query, parameterTypes).text());
        }
        if (answer.path("error").asBoolean()) {
            throw new LakesmithException(
                    ErrorCode.INTERNAL_ERROR,
                    "DuckDB binds this query but does not write its plan; lineage cannot be told: "
                            + answer.path("error_message").asText());
        }
        List<List<ColumnOrigin>> origins =
                new PlanLineage(declared.keySet()).of(answer.path("plans").path(0));
        if (origins.size() != columns.size()) {
            throw new LakesmithException(
                    ErrorCode.INTERNAL_ERROR,
                    "the plan has " + origins.size() + " columns, the query " + columns.size()
                            + "; lineage cannot be told");
        }
        return IntStream.range(0, columns.size())
                .mapToObj(i -> new ColumnLineage(columns.get(i).name(), origins.get(i)))
                .toList();
    }

    /**
     * For each table read, the expression over its rows that decides for which values of an output column they count:
     * a row of the table changes only output rows with that value. Tables for which this cannot be shown are left out.
     *
     * @param key an output column of the query, with the type that the query gives it
     */
    public synchronized Map<TableName, String> reach(Query query, Map<String, String> parameterTypes, Column key) {
        Set<TableName> read = query.tables().stream().map(TableReference::name).collect(Collectors.toSet());
        makeStubs(query);
        Map<TableName, String> reached = new TreeMap<>(new KeyReach(database, read)
                .of(rendering(query, parameterTypes, "NULL").text(), key));
        // What a plan shows is for people: names come without quotes, and only what binds again is taken.
        reached.replaceAll((table, expression) -> declared.getOrDefault(table, List.of()).stream()
                .map(Column::name)
                .filter(expression::equals)
                .findFirst()
                .map(Identifiers::quote)
                .orElse(expression));
        reached.entrySet().removeIf(entry -> !binds(entry.getKey(), entry.getValue()));
        return reached;
    }

    private boolean binds(TableName table, String expression) {
        try {
            return database.describe("SELECT " + expression + " FROM " + Identifiers.quote(table))
                            .size()
                    == 1;
        } catch (SQLException e) {
            return false;
        }
    }

    /**
     * A type as DuckDB writes it: {@code int} becomes {@code INTEGER}.
     *
     * @throws SqlException SQL_BINDING when there is no such type; its place is in the type's text
     */
    public synchronized String canonicalType(String type) {
        String known = types.get(type);
        if (known == null) {
            String question = Answers.typing(type);
            known = memory.recall(question).orElseGet(() -> {
                String found = typeByCast(type);
                memory.remember(question, found);
                return found;
            });
            types.put(type, known);
        }
        return known;
    }

    private String typeByCast(String type) {
        String prefix = "SELECT CAST(NULL AS ";
        String suffix = "\n)"; // a comment in the type cannot hide the parenthesis
        JsonNode tree = database.parseTree(prefix + type + suffix);
        JsonNode only = tree.path("statements").size() == 1
                ? tree.path("statements").path(0).path("node").path("select_list")
                : tree.path("none");
        boolean isCast = only.size() == 1 && only.path(0).path("class").asText().equals("CAST");
        if (isCast && !type.contains(";")) {
            Query query = parse(prefix + type + suffix);
            try {
                return database.describe(query.sql()).get(0).type();
            } catch (SQLException e) {
                throw unknownType(type);
            }
        }
        throw unknownType(type);
    }

    /** The functions a query may call, sorted; for completion. */
    public synchronized List<String> functions() {
        return database.functionRules().allowed().stream()
                .filter(name -> Character.isLetter(name.charAt(0)) && !name.contains("collate_"))
                .sorted()
                .toList();
    }

    /** DuckDB's keywords in lower case, sorted; for completion. */
    public synchronized List<String> keywords() {
        return database.keywords().stream().sorted().toList();
    }

    @Override
    public synchronized void close() {
        database.close();
    }

    private Rendering rendering(Query query, Map<String, String> parameterTypes) {
        return rendering(query, parameterTypes, "NULL");
    }

    /** The query with a typed value for each parameter. */
    private Rendering rendering(Query query, Map<String, String> parameterTypes, String value) {
        Map<String, String> values = new LinkedHashMap<>();
        parameterTypes.forEach((name, type) -> values.put(name, "CAST(" + value + " AS " + canonicalType(type) + ")"));
        return Rendering.of(query, values);
    }

    private LakesmithException bindingError(Query query, Rendering rendering, SQLException thrown) {
        JsonNode answer = database.plan(rendering.text());
        BindingErrors errors = new BindingErrors(query, declared);
        return answer.path("error").asBoolean()
                ? errors.from(answer, rendering)
                : errors.from(String.valueOf(thrown.getMessage()));
    }

    private void refuseUnknownTables(Query query) {
        for (TableReference table : query.tables()) {
            if (!declared.containsKey(table.name())) {
                throw new SqlException(
                        ErrorCode.TABLE_UNKNOWN,
                        "table " + table.name() + " does not exist"
                                + Nearest.hint(
                                        table.name().toString(),
                                        declared.keySet().stream()
                                                .map(TableName::toString)
                                                .toList()),
                        table.offset(),
                        table.length());
            }
        }
    }

    private static void refuseUnencodable(String sql) {
        int nul = sql.indexOf('\0');
        if (nul >= 0) {
            throw new SqlException(ErrorCode.SQL_SYNTAX, "the query contains a NUL character; remove it", nul, 1);
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(sql)) {
            throw new SqlException(
                    ErrorCode.SQL_SYNTAX, "the query contains half of a surrogate pair; it is not valid text", -1, 0);
        }
    }

    private String fingerprintOf(String text) {
        JsonNode tree = database.parseTree(text);
        return tree.path("statements").size() == 1
                ? Fingerprint.of(tree.path("statements").path(0))
                : "";
    }

    private static List<TableReference> distinct(List<TableReference> mentions) {
        Map<TableName, TableReference> first = new LinkedHashMap<>();
        mentions.forEach(mention -> first.putIfAbsent(mention.name(), mention));
        return List.copyOf(first.values());
    }

    private static SqlException unknownType(String type) {
        String word = type.strip().split("[^A-Za-z_]", 2)[0];
        return new SqlException(
                ErrorCode.SQL_BINDING,
                "'" + type + "' is not a type" + Nearest.hint(word, SqlTypes.COMMON)
                        + (Nearest.to(word, SqlTypes.COMMON).isPresent()
                                ? ""
                                : "; write one such as BIGINT, DECIMAL(18,2), VARCHAR, DATE, TIMESTAMP or"
                                        + " STRUCT(a INTEGER, b VARCHAR[])"),
                0,
                type.length());
    }
}
