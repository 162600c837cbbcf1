package dev.lakesmith.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Tells whether each input row gives its output rows by itself. When in doubt the answer is no. */
final class ShapeReader {

    /** A CTE's query with the CTEs that its own text can see. */
    private record Cte(JsonNode query, Map<String, Cte> scope) {}

    private final SourceText source;
    private final FunctionRules functions;

    ShapeReader(SourceText source, FunctionRules functions) {
        this.source = source;
        this.functions = functions;
    }

    Shape read(JsonNode statement, List<TableReference> mentions) {
        List<String> conditions = new ArrayList<>();
        JsonNode node = statement.path("node");
        if (mentions.size() != 1) {
            return joined(node, mentions);
        }
        if (!rowByRow(node, Map.of(), conditions)) {
            return new Shape.Complex();
        }
        String where =
                switch (conditions.size()) {
                    case 0 -> null;
                    case 1 -> conditions.get(0);
                    default ->
                        String.join(
                                " AND ",
                                conditions.stream()
                                        .map(each -> "(" + each + ")")
                                        .toList());
                };
        return new Shape.Simple(mentions.get(0).name(), where);
    }

    private Shape joined(JsonNode node, List<TableReference> mentions) {
        if (!type(node).equals("SELECT_NODE")
                || changesCount(node)
                || !node.path("cte_map").path("map").isEmpty()) {
            return new Shape.Complex();
        }
        Set<TableName> additive = new HashSet<>(additive(node.path("from_table")));
        additive.removeIf(table -> mentions.stream()
                        .filter(mention -> mention.name().equals(table))
                        .count()
                != 1);
        return additive.isEmpty() ? new Shape.Complex() : new Shape.Joined(additive);
    }

    /** The tables whose rows no other row's absence brings forth. */
    private static Set<TableName> additive(JsonNode from) {
        if (type(from).equals("BASE_TABLE") && !from.hasNonNull("sample")) {
            JsonNode path = from.path("qualified_name").path("path");
            return path.size() < 2
                    ? Set.of()
                    : Set.of(new TableName(
                            lower(path.path(path.size() - 2).asText()),
                            lower(path.path(path.size() - 1).asText())));
        }
        if (!type(from).equals("JOIN")) {
            return Set.of();
        }
        Set<TableName> left = additive(from.path("left"));
        Set<TableName> right = additive(from.path("right"));
        boolean asOf = from.path("ref_type").asText().equals("ASOF");
        return switch (from.path("join_type").asText()) {
            case "INNER" -> asOf ? left : union(left, right);
            case "LEFT", "SEMI", "ANTI" -> left;
            case "RIGHT" -> asOf ? Set.of() : right;
            default -> Set.of();
        };
    }

    private static Set<TableName> union(Set<TableName> left, Set<TableName> right) {
        Set<TableName> both = new HashSet<>(left);
        both.addAll(right);
        return both;
    }

    private boolean rowByRow(JsonNode node, Map<String, Cte> outer, List<String> conditions) {
        if (!type(node).equals("SELECT_NODE") || changesCount(node)) {
            return false;
        }
        Map<String, Cte> ctes = new HashMap<>(outer);
        for (JsonNode entry : node.path("cte_map").path("map")) {
            Cte cte = new Cte(entry.path("value").path("query_node"), Map.copyOf(ctes));
            ctes.put(lower(entry.path("key").asText()), cte);
        }
        return inputRowByRow(node.path("from_table"), ctes, conditions)
                && rememberCondition(node.path("where_clause"), conditions);
    }

    private boolean inputRowByRow(JsonNode from, Map<String, Cte> ctes, List<String> conditions) {
        if (!type(from).equals("BASE_TABLE") || from.hasNonNull("sample")) {
            return false;
        }
        JsonNode path = from.path("qualified_name").path("path");
        Cte cte = path.size() == 1 ? ctes.get(lower(path.path(0).asText())) : null;
        return cte == null || rowByRow(cte.query(), cte.scope(), conditions);
    }

    private boolean rememberCondition(JsonNode where, List<String> conditions) {
        if (!where.isObject()) {
            return true;
        }
        int[] span = {Integer.MAX_VALUE, -1};
        extent(where, span);
        if (span[1] < 0) {
            return false;
        }
        conditions.add(source.balanced(span[0], span[1]).replaceAll("\\s+", " "));
        return true;
    }

    private boolean changesCount(JsonNode node) {
        for (JsonNode modifier : node.path("modifiers")) {
            if (!type(modifier).equals("ORDER_MODIFIER")) {
                return true;
            }
        }
        return !node.path("group_expressions").isEmpty()
                || !node.path("group_sets").isEmpty()
                || !node.path("aggregate_handling").asText().equals("STANDARD_HANDLING")
                || node.hasNonNull("having")
                || node.hasNonNull("qualify")
                || node.hasNonNull("sample")
                || multiplies(node.path("select_list"))
                || multiplies(node.path("where_clause"))
                || multiplies(node.path("modifiers"));
    }

    private boolean multiplies(JsonNode value) {
        if (value.path("class").asText().equals("WINDOW") || type(value).equals("BASE_TABLE")) {
            return true;
        }
        if (value.path("class").asText().equals("FUNCTION")) {
            String name = value.path("function_name").asText();
            if (name.equals("unnest") || functions.isAggregate(name)) {
                return true;
            }
        }
        for (JsonNode child : value) {
            if (multiplies(child)) {
                return true;
            }
        }
        return false;
    }

    private void extent(JsonNode value, int[] span) {
        JsonNode location = value.path("query_location");
        if (location.isNumber() && location.canConvertToInt()) {
            int start = source.character(location.asInt());
            int end = source.character(
                    location.asInt() + value.path("query_location_length").asLong());
            if (start >= 0 && end > start) {
                span[0] = Math.min(span[0], start);
                span[1] = Math.max(span[1], end);
            }
        }
        for (JsonNode child : value) {
            extent(child, span);
        }
    }

    private static String type(JsonNode node) {
        return node.path("type").asText();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
