package dev.lakesmith.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lakesmith.functions.FunctionCatalogue;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Walks a parse tree and refuses whatever is not known to be harmless, collecting the tables and parameters on the
 * way. Every field of every node is visited; a kind of node that is not listed here is refused.
 */
final class Gate {

    private static final Set<String> EXPRESSIONS = Set.of(
            "BETWEEN",
            "CASE",
            "CAST",
            "COLLATE",
            "COLUMN_REF",
            "COMPARISON",
            "CONJUNCTION",
            "CONSTANT",
            "FUNCTION",
            "LAMBDA",
            "LAMBDA_REF",
            "OPERATOR",
            "PARAMETER",
            "POSITIONAL_REFERENCE",
            "STAR",
            "SUBQUERY",
            "TYPE",
            "WINDOW");
    private static final Set<String> PASSIVE_TABLES = Set.of("SUBQUERY", "JOIN", "EXPRESSION_LIST", "EMPTY");
    private static final Set<String> MODIFIERS =
            Set.of("ORDER_MODIFIER", "LIMIT_MODIFIER", "LIMIT_PERCENT_MODIFIER", "DISTINCT_MODIFIER");
    private static final Set<String> ORDERS = Set.of("ORDER_DEFAULT", "ASCENDING", "DESCENDING");

    /** A bare word that DuckDB answers from the session when no column has that name. */
    private static final Set<String> SESSION_WORDS =
            Set.of("current_catalog", "current_schema", "current_role", "current_user", "session_user");

    private static final Set<String> FOREIGN_SCHEMAS =
            Set.of("information_schema", "pg_catalog", "main", "temp", "system", "memory", "this");
    private static final Pattern LAKE_IDENTIFIER = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");
    private static final Pattern ENGINE_TABLE = Pattern.compile("(duckdb|sqlite|pragma|pg)_.*");

    private static final Pattern READS_FILES = Pattern.compile("read_.*|.*_scan|glob|sniff_csv|parquet_.*|st_read");

    private final SourceText source;
    private final FunctionRules functions;
    private final Names names;
    private final Set<ParseOption> options;
    private final LiteralArguments literals;
    private final List<TableReference> tables = new ArrayList<>();
    private final Map<Integer, ParameterUse> parameters = new LinkedHashMap<>();

    /**
     * The tables there are. What a message may offer is gathered for a message only.
     *
     * @param declared by whose case a name is written
     * @param suggested what a message may offer
     */
    record Names(Collection<TableName> declared, Supplier<Set<TableName>> suggested) {}

    Gate(SourceText source, FunctionRules functions, Names names, Set<String> secrets, Set<ParseOption> options) {
        this.source = source;
        this.functions = functions;
        this.names = names;
        this.options = options;
        this.literals = new LiteralArguments(secrets);
    }

    /** @throws SqlException SQL_FORBIDDEN, SQL_BINDING for a function nobody knows, TABLE_UNKNOWN for a bare name */
    void check(JsonNode statement) {
        visit(statement, Scope.EMPTY);
    }

    /** Every mention of a table, in order of position. */
    List<TableReference> mentions() {
        return tables.stream()
                .sorted(Comparator.comparingInt(TableReference::offset))
                .toList();
    }

    /** The names of the keys that its functions use. */
    Set<String> secrets() {
        return literals.used();
    }

    List<ParameterUse> parameters() {
        return parameters.values().stream()
                .sorted(Comparator.comparingInt(ParameterUse::offset))
                .toList();
    }

    /** The CTE names in sight, lower-case; {@code recursive} are those of which {@code recurring.name} may be read. */
    private record Scope(Set<String> names, Set<String> recursive) {

        static final Scope EMPTY = new Scope(Set.of(), Set.of());

        Scope with(String name) {
            Set<String> more = new HashSet<>(names);
            more.add(name);
            return new Scope(more, recursive);
        }

        Scope inside(String name) {
            Set<String> more = new HashSet<>(recursive);
            more.add(name);
            return new Scope(with(name).names(), more);
        }
    }

    private void visit(JsonNode value, Scope scope) {
        if (value.isArray()) {
            visitFields(value, scope);
        } else if (value.isObject()) {
            if (value.path("class").isTextual()) {
                expression(value, scope);
            } else if (value.path("type").isTextual()) {
                typed(value, value.path("type").asText(), scope);
            } else {
                visitFields(value, scope);
            }
        }
    }

    private void visitFields(JsonNode parent, Scope scope) {
        for (JsonNode child : parent) {
            visit(child, scope);
        }
    }

    private void typed(JsonNode node, String type, Scope scope) {
        switch (type) {
            case "SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE" -> query(node, scope);
            case "BASE_TABLE" -> baseTable(node, scope);
            case "TABLE_FUNCTION" -> tableFunction(node, scope);
            case "PIVOT" -> pivot(node, scope);
            case "SHOW_REF" ->
                throw forbidden(
                        node,
                        "DESCRIBE, SHOW and SUMMARIZE are no part of a query, only SELECT is; 'lakesmith query' answers"
                                + " DESCRIBE schema.table and SHOW TABLES");
            case "INSERT_QUERY_NODE", "UPDATE_QUERY_NODE", "DELETE_QUERY_NODE", "MERGE_QUERY_NODE" ->
                throw forbidden(
                        node,
                        type.substring(0, type.indexOf('_'))
                                + " inside a query is not allowed; a CTE may only SELECT from tables of the lake");
            default -> {
                if (!PASSIVE_TABLES.contains(type) && !MODIFIERS.contains(type) && !ORDERS.contains(type)) {
                    throw forbidden(node, "this construct (" + type + ") is not allowed in a query");
                }
                visitFields(node, scope);
            }
        }
    }

    private void query(JsonNode node, Scope outer) {
        Scope scope = outer;
        for (JsonNode entry : node.path("cte_map").path("map")) {
            String name = lower(entry.path("key").asText());
            cte(entry.path("value"), name, scope);
            scope = scope.with(name);
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!field.getKey().equals("cte_map")) {
                visit(field.getValue(), scope);
            }
        }
    }

    private void cte(JsonNode definition, String name, Scope scope) {
        for (Map.Entry<String, JsonNode> field : definition.properties()) {
            JsonNode body = field.getValue();
            if (field.getKey().equals("query_node")
                    && body.path("type").asText().equals("RECURSIVE_CTE_NODE")) {
                recursive(body, name, scope);
            } else {
                visit(body, scope);
            }
        }
    }

    private void recursive(JsonNode node, String name, Scope scope) {
        Scope inside = scope.inside(name);
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            visit(field.getValue(), field.getKey().equals("right") ? inside : scope);
        }
    }

    private void expression(JsonNode node, Scope scope) {
        String kind = node.path("class").asText();
        if (!EXPRESSIONS.contains(kind)) {
            throw forbidden(node, "this expression (" + kind + ") is not allowed in a query");
        }
        switch (kind) {
            case "FUNCTION", "WINDOW" -> function(node);
            case "PARAMETER" -> parameter(node);
            case "COLUMN_REF" -> columnReference(node);
            case "TYPE" -> {
                if (path(node).size() > 1) {
                    throw forbidden(node, "type " + String.join(".", path(node)) + " is not one of DuckDB's own types");
                }
            }
            default -> {}
        }
        visitFields(node, scope);
    }

    private void function(JsonNode node) {
        List<String> path = path(node);
        String name = path.get(path.size() - 1);
        if (functions.denies(name)
                || functions.denies(node.path("function_name").asText())) {
            throw forbidden(
                    node,
                    "function " + name + " is not allowed: a query may only compute from its tables and parameters");
        }
        for (String qualifier : path.subList(0, path.size() - 1)) {
            if (functions.isFunctionSchema(qualifier)) {
                throw forbidden(
                        node,
                        "function " + String.join(".", path) + " is not allowed with its schema; write " + name
                                + "(…)");
            }
        }
        if (!functions.exists(name)) {
            throw error(
                    ErrorCode.SQL_BINDING,
                    node,
                    "function " + name + " does not exist" + Nearest.hint(name, functions.allowed()));
        }
        FunctionCatalogue.find(name)
                .flatMap(function -> literals.complaint(function, node))
                .ifPresent(complaint -> {
                    throw error(ErrorCode.SQL_BINDING, complaint.node(), complaint.message());
                });
    }

    private void parameter(JsonNode node) {
        String name = node.path("identifier").asText();
        int offset = source.character(location(node));
        if (name.isEmpty() || Character.isDigit(name.charAt(0))) {
            throw forbidden(node, "parameters are named: write $name, not ? or $" + name);
        }
        int length = name.length() + 1;
        if (offset < 0 || !source.sql().startsWith("$" + name, offset)) {
            throw forbidden(node, "parameter $" + name + " cannot stand in this place");
        }
        parameters.put(offset, new ParameterUse(name, offset, length));
    }

    private void columnReference(JsonNode node) {
        JsonNode names = node.path("column_names");
        String name = names.path(0).asText();
        if (names.size() == 1 && SESSION_WORDS.contains(lower(name))) {
            throw forbidden(
                    node, name + " is not allowed; if a column is meant, write its table before it: alias." + name);
        }
    }

    private void tableFunction(JsonNode node, Scope scope) {
        JsonNode call = node.path("function");
        List<String> path = path(call);
        String name = path.get(path.size() - 1);
        if (path.size() > 1 || !functions.allowsTableFunction(name)) {
            if (READS_FILES.matcher(lower(name)).matches()) {
                throw forbidden(
                        node,
                        name + " is not allowed: a query reads tables of the lake and no files. Declare a source for"
                                + " them, a stream in sources/<source>.yml, and read bronze.<source>_<stream>");
            }
            throw forbidden(
                    node,
                    "table function " + String.join(".", path) + " is not allowed; allowed are "
                            + FunctionRules.tableFunctions() + ", and tables of the lake as schema.table");
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (field.getKey().equals("function")) {
                visitFields(field.getValue(), scope);
            } else {
                visit(field.getValue(), scope);
            }
        }
    }

    private void pivot(JsonNode node, Scope scope) {
        for (JsonNode pivot : node.path("pivots")) {
            if (!pivot.path("pivot_enum").asText().isEmpty()) {
                throw forbidden(node, "PIVOT over a type is not allowed; list the values: IN (…)");
            }
        }
        visitFields(node, scope);
    }

    private void baseTable(JsonNode node, Scope scope) {
        List<String> path = path(node);
        String written = String.join(".", path);
        if (node.hasNonNull("at_clause")) {
            throw forbidden(
                    node,
                    "AT is not allowed in a query; to read an earlier state use the option --at of lakesmith query");
        }
        if (path.size() == 1 && scope.names().contains(lower(written))) {
            return;
        }
        if (path.size() == 2
                && lower(path.get(0)).equals("recurring")
                && scope.recursive().contains(lower(path.get(1)))) {
            return;
        }
        if (path.size() == 1 && lower(written).equals("this") && options.contains(ParseOption.ALLOW_THIS)) {
            remember(TableReference.THIS, node, path);
            return;
        }
        quotedWhole(path).ifPresent(table -> {
            throw forbidden(
                    node,
                    "\"" + written + "\" in quotes is one name with a dot in it; write " + table
                            + ", with quotes around each part if at all");
        });
        for (String part : path) {
            if (!LAKE_IDENTIFIER.matcher(part).matches()) {
                throw forbidden(
                        node,
                        "'" + written + "' is not a table of the lake; files cannot be read in a query, declare a"
                                + " source for them");
            }
            if (path.size() == 1 && ENGINE_TABLE.matcher(lower(part)).matches()) {
                throw forbidden(node, "'" + written + "' is the engine's own; only tables of the lake can be read");
            }
        }
        if (FOREIGN_SCHEMAS.contains(lower(path.get(0))) && path.size() > 1) {
            throw forbidden(node, "'" + written + "' is the engine's own; only tables of the lake can be read");
        }
        if (path.size() > 2) {
            throw forbidden(node, "'" + written + "' has " + path.size() + " parts; write schema.table");
        }
        if (path.size() == 1) {
            throw error(
                    ErrorCode.TABLE_UNKNOWN,
                    node,
                    "'" + written + "' is neither a CTE nor a table; write schema.table" + nearestTable(written));
        }
        remember(canonical(path.get(0), path.get(1)), node, path);
    }

    private String nearestTable(String bare) {
        String same = names.suggested().get().stream()
                .filter(name -> name.name().equalsIgnoreCase(bare))
                .map(TableName::toString)
                .sorted()
                .collect(Collectors.joining("' or '"));
        if (!same.isEmpty()) {
            return "; did you mean '" + same + "'?";
        }
        return Nearest.to(
                        bare,
                        names.suggested().get().stream().map(TableName::name).toList())
                .flatMap(near -> names.suggested().get().stream()
                        .filter(name -> name.name().equals(near))
                        .findFirst())
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("");
    }

    /** A name with a dot inside one pair of quotes. */
    private Optional<TableName> quotedWhole(List<String> path) {
        return path.size() > 1
                ? Optional.empty()
                : names.suggested().get().stream()
                        .filter(name -> name.toString().equalsIgnoreCase(path.get(0)))
                        .findFirst();
    }

    private TableName canonical(String schema, String table) {
        return names.declared().stream()
                .filter(name ->
                        name.schema().equalsIgnoreCase(schema) && name.name().equalsIgnoreCase(table))
                .findFirst()
                .orElseGet(() -> new TableName(lower(schema), lower(table)));
    }

    private void remember(TableName name, JsonNode node, List<String> path) {
        SourceText.Span span = source.nameSpan(source.character(location(node)), path);
        tables.add(new TableReference(name, span.start(), span.end() - span.start()));
    }

    private SqlException forbidden(JsonNode node, String message) {
        return error(ErrorCode.SQL_FORBIDDEN, node, message);
    }

    private SqlException error(ErrorCode code, JsonNode node, String message) {
        int start = source.character(location(node));
        int end = source.character(
                location(node) + node.path("query_location_length").asLong());
        return new SqlException(code, message, start, start < 0 || end < start ? 0 : end - start);
    }

    private static long location(JsonNode node) {
        JsonNode location = node.path("query_location");
        return location.canConvertToInt() && location.isNumber() ? location.asInt() : -1;
    }

    private static List<String> path(JsonNode node) {
        List<String> path = new ArrayList<>();
        node.path("qualified_name").path("path").forEach(part -> path.add(part.asText()));
        if (path.isEmpty()) {
            throw new IllegalStateException("the parse tree names nothing: " + node);
        }
        return path;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
