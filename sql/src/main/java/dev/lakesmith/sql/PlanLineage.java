package dev.lakesmith.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;

/**
 * Follows each output column of a bound plan down to the tables. In the plan an operator's expressions name its
 * child's columns by position, subqueries are already joins, and correlated columns come through CTEs of DuckDB's own.
 */
final class PlanLineage {

    /** The origins of each column an operator puts out, in order. */
    private record Columns(List<Set<ColumnOrigin>> origins) {

        static final Columns NONE = new Columns(List.of());

        static Columns unknown(int count) {
            return new Columns(Collections.nCopies(count, Set.of()));
        }

        Columns plus(Columns right) {
            List<Set<ColumnOrigin>> all = new ArrayList<>(origins);
            all.addAll(right.origins);
            return new Columns(all);
        }

        Columns mergedWith(Columns other) {
            BinaryOperator<Set<ColumnOrigin>> union = (a, b) -> {
                Set<ColumnOrigin> both = new HashSet<>(a);
                both.addAll(b);
                return both;
            };
            return new Columns(IntStream.range(0, origins.size())
                    .mapToObj(i -> union.apply(origins.get(i), other.at(i)))
                    .toList());
        }

        /** The columns an operator keeps; an empty map keeps all. */
        Columns kept(JsonNode projectionMap) {
            if (projectionMap.isEmpty()) {
                return this;
            }
            List<Set<ColumnOrigin>> some = new ArrayList<>();
            projectionMap.forEach(index -> some.add(at(index.asLong())));
            return new Columns(some);
        }

        Set<ColumnOrigin> at(long index) {
            if (index < 0 || index >= origins.size()) {
                throw new LakesmithException(
                        ErrorCode.INTERNAL_ERROR,
                        "a plan names column " + index + " of " + origins.size() + "; lineage cannot be told");
            }
            return origins.get((int) index);
        }
    }

    private final Map<String, TableName> declared = new HashMap<>();
    private final Map<Long, Columns> ctes = new HashMap<>();
    private final Map<Long, Columns> byTableIndex = new HashMap<>();

    PlanLineage(Iterable<TableName> declared) {
        declared.forEach(name -> this.declared.put(StubDatabase.stubName(name), name));
    }

    /** Sorted origins of each output column. */
    List<List<ColumnOrigin>> of(JsonNode plan) {
        return columns(plan).origins().stream()
                .map(origins -> List.copyOf(new TreeSet<>(origins)))
                .toList();
    }

    private Columns columns(JsonNode operator) {
        Columns columns = evaluate(operator);
        if (operator.has("table_index")) {
            byTableIndex.put(operator.path("table_index").asLong(), columns);
        }
        return columns;
    }

    private Columns evaluate(JsonNode operator) {
        String type = operator.path("type").asText();
        return switch (type) {
            case "LOGICAL_GET" -> get(operator);
            case "LOGICAL_PROJECTION" -> expressions(operator.path("expressions"), child(operator, 0));
            case "LOGICAL_FILTER", "LOGICAL_ORDER_BY" -> child(operator, 0).kept(operator.path("projection_map"));
            case "LOGICAL_DISTINCT", "LOGICAL_LIMIT", "LOGICAL_TOP_N", "LOGICAL_SAMPLE" -> firstChild(operator);
            case "LOGICAL_AGGREGATE_AND_GROUP_BY" -> aggregate(operator);
            case "LOGICAL_WINDOW", "LOGICAL_UNNEST" -> {
                Columns input = child(operator, 0);
                yield input.plus(expressions(operator.path("expressions"), input));
            }
            case "LOGICAL_COMPARISON_JOIN",
                    "LOGICAL_ASOF_JOIN",
                    "LOGICAL_ANY_JOIN",
                    "LOGICAL_CROSS_PRODUCT",
                    "LOGICAL_POSITIONAL_JOIN" -> join(operator);
            case "LOGICAL_UNION" -> {
                Columns merged = child(operator, 0);
                for (int i = 1; i < operator.path("children").size(); i++) {
                    merged = merged.mergedWith(child(operator, i));
                }
                yield merged;
            }
            case "LOGICAL_EXCEPT", "LOGICAL_INTERSECT" -> firstChild(operator);
            case "LOGICAL_MATERIALIZED_CTE" -> {
                ctes.put(operator.path("table_index").asLong(), child(operator, 0));
                yield child(operator, 1);
            }
            case "LOGICAL_RECURSIVE_CTE" -> recursive(operator);
            case "LOGICAL_CTE_REF" -> {
                Columns cte = ctes.get(operator.path("cte_index").asLong());
                yield cte == null ? unsupported(type + " without its CTE") : cte;
            }
            case "LOGICAL_EXPRESSION_GET" -> values(operator);
            case "LOGICAL_DUMMY_SCAN" -> Columns.unknown(1);
            case "LOGICAL_CHUNK_GET" ->
                Columns.unknown(operator.path("chunk_types").size());
            case "LOGICAL_EMPTY_RESULT" ->
                Columns.unknown(operator.path("return_types").size());
            default -> unsupported(type);
        };
    }

    private Columns child(JsonNode operator, int index) {
        return columns(operator.path("children").path(index));
    }

    /** All children are visited: an expression elsewhere may name their columns by table index. */
    private Columns firstChild(JsonNode operator) {
        Columns first = child(operator, 0);
        for (int i = 1; i < operator.path("children").size(); i++) {
            child(operator, i);
        }
        return first;
    }

    private Columns get(JsonNode operator) {
        JsonNode table = operator.path("function_data");
        Columns input = operator.path("children").isEmpty() ? Columns.NONE : child(operator, 0);
        JsonNode passedOn = operator.path("projected_input");
        List<Set<ColumnOrigin>> scanned = new ArrayList<>();
        Set<ColumnOrigin> arguments = arguments(input, passedOn);
        TableName name = declared.get(table.path("table").asText());
        for (JsonNode column : operator.path("column_indexes")) {
            JsonNode index = column.path("index");
            boolean named = index.canConvertToInt()
                    && index.asInt() < operator.path("names").size();
            scanned.add(
                    name != null && named
                            ? Set.of(new ColumnOrigin(
                                    name,
                                    operator.path("names").path(index.asInt()).asText()))
                            : arguments);
        }
        Columns own = new Columns(scanned).kept(operator.path("projection_ids"));
        return passedOn.isEmpty() ? own : own.plus(input.kept(passedOn));
    }

    private static Set<ColumnOrigin> arguments(Columns input, JsonNode passedOn) {
        Set<Integer> others = new HashSet<>();
        passedOn.forEach(index -> others.add(index.asInt()));
        Set<ColumnOrigin> arguments = new HashSet<>();
        for (int i = 0; i < input.origins().size(); i++) {
            if (!others.contains(i)) {
                arguments.addAll(input.at(i));
            }
        }
        return arguments;
    }

    private Columns aggregate(JsonNode operator) {
        Columns input = child(operator, 0);
        return expressions(operator.path("groups"), input)
                .plus(expressions(operator.path("expressions"), input))
                .plus(Columns.unknown(operator.path("grouping_functions").size()));
    }

    private Columns join(JsonNode operator) {
        Columns left = child(operator, 0);
        Columns right = child(operator, 1);
        Columns keptLeft = left.kept(operator.path("left_projection_map"));
        Columns keptRight = right.kept(operator.path("right_projection_map"));
        return switch (operator.path("join_type").asText("INNER")) {
            case "SEMI", "ANTI" -> keptLeft;
            case "RIGHT_SEMI", "RIGHT_ANTI" -> keptRight;
            case "MARK" -> {
                Set<ColumnOrigin> mark = new HashSet<>();
                for (JsonNode condition : operator.path("conditions")) {
                    collect(condition.path("left"), left, mark);
                    collect(condition.path("right"), right, mark);
                }
                collect(operator.path("condition"), left.plus(right), mark);
                yield keptLeft.plus(new Columns(List.of(mark)));
            }
            default -> keptLeft.plus(keptRight);
        };
    }

    /** The recursive part may move origins from one column to another, so it is followed until nothing is added. */
    private Columns recursive(JsonNode operator) {
        long index = operator.path("table_index").asLong();
        Columns known = child(operator, 0);
        while (true) {
            ctes.put(index, known);
            Columns more = known.mergedWith(child(operator, 1));
            if (more.equals(known)) {
                return known;
            }
            known = more;
        }
    }

    private Columns values(JsonNode operator) {
        Columns input = operator.path("children").isEmpty() ? Columns.NONE : child(operator, 0);
        Columns merged = Columns.unknown(operator.path("expr_types").size());
        for (JsonNode row : operator.path("expressions")) {
            merged = merged.mergedWith(expressions(row, input));
        }
        return merged;
    }

    private Columns expressions(JsonNode expressions, Columns input) {
        List<Set<ColumnOrigin>> columns = new ArrayList<>();
        for (JsonNode expression : expressions) {
            Set<ColumnOrigin> origins = new HashSet<>();
            collect(expression, input, origins);
            columns.add(origins);
        }
        return new Columns(columns);
    }

    private void collect(JsonNode expression, Columns input, Set<ColumnOrigin> origins) {
        switch (expression.path("expression_class").asText()) {
            case "BOUND_REF" -> origins.addAll(input.at(expression.path("index").asLong(-1)));
            case "BOUND_COLUMN_REF" -> {
                JsonNode binding = expression.path("binding");
                Columns table = byTableIndex.get(binding.path("table_index").asLong());
                origins.addAll(
                        table == null
                                ? unsupported("a column of an operator not yet seen")
                                        .at(0)
                                : table.at(binding.path("column_index").asLong()));
            }
            case "BOUND_LAMBDA" -> {
                // its references count the lambda's own parameters; what it captures stands beside it as an argument
            }
            case "BOUND_AGGREGATE" ->
                expression.path("children").forEach(argument -> collect(argument, input, origins));
            default -> {
                for (Map.Entry<String, JsonNode> part : expression.properties()) {
                    // a lambda's body is repeated there
                    if (!part.getKey().equals("function_data")) {
                        collectAll(part.getValue(), input, origins);
                    }
                }
            }
        }
    }

    private void collectAll(JsonNode value, Columns input, Set<ColumnOrigin> origins) {
        if (value.isArray()) {
            for (JsonNode element : value) {
                collectAll(element, input, origins);
            }
        } else if (value.isObject()) {
            collect(value, input, origins);
        }
    }

    private static Columns unsupported(String what) {
        throw new LakesmithException(ErrorCode.INTERNAL_ERROR, "lineage through " + what + " cannot be told");
    }
}
