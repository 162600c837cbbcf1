package dev.lakesmith.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lakesmith.vocabulary.Condition;
import dev.lakesmith.vocabulary.Condition.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * Reads the filters of a plan as conditions that are met whenever the filter is, and sometimes else: what it does not
 * understand is met by every row.
 */
final class FilterReader {

    private final List<ScannedColumn> columns;

    /** @param columns what references in expressions count */
    FilterReader(List<ScannedColumn> columns) {
        this.columns = List.copyOf(columns);
    }

    /** A filter within a scan, on the only column. */
    Condition filter(JsonNode filter) {
        ScannedColumn column = columns.get(0);
        return switch (filter.path("filter_type").asText()) {
            case "LEGACY_CONSTANT_COMPARISON" ->
                comparison(filter.path("comparison_type").asText(), false)
                        .map(comparison -> compare(column, comparison, filter.path("constant")))
                        .orElse(Condition.ANYTHING);
            case "LEGACY_CONJUNCTION_AND" -> Condition.allOf(each(filter.path("child_filters"), this::filter));
            case "LEGACY_CONJUNCTION_OR" -> Condition.anyOf(each(filter.path("child_filters"), this::filter));
            case "LEGACY_IS_NULL" -> isNull(column, true);
            case "LEGACY_IS_NOT_NULL" -> isNull(column, false);
            case "LEGACY_IN_FILTER" -> among(column, each(filter.path("values"), value -> value), true);
            // The exact filter stands elsewhere; this one only leaves out what that one would.
            case "LEGACY_OPTIONAL_FILTER" -> filter(filter.path("child_filter"));
            case "LEGACY_STRUCT_EXTRACT" ->
                new FilterReader(List.of(column.field(filter.path("child_name").asText())))
                        .filter(filter.path("child_filter"));
            case "EXPRESSION_FILTER" -> met(filter.path("expr"));
            default -> Condition.ANYTHING;
        };
    }

    /** Holds of all rows for which an expression is true. */
    Condition met(JsonNode expression) {
        return truth(expression, true);
    }

    /** @param wanted whether the expression is to be true or false; it is neither when it is NULL */
    private Condition truth(JsonNode expression, boolean wanted) {
        return switch (expression.path("expression_class").asText()) {
            case "BOUND_CONJUNCTION" -> {
                List<Condition> parts = each(expression.path("children"), part -> truth(part, wanted));
                yield wanted == type(expression).equals("CONJUNCTION_AND")
                        ? Condition.allOf(parts)
                        : Condition.anyOf(parts);
            }
            case "BOUND_OPERATOR" -> operator(expression, wanted);
            case "BOUND_FUNCTION" -> function(expression, wanted);
            case "BOUND_REF" -> {
                ScannedColumn column = column(expression);
                yield column.isBoolean()
                        ? new Condition.Compare(column.path(), Comparison.EQUAL, wanted)
                        : Condition.ANYTHING;
            }
            case "BOUND_CONSTANT" -> {
                Optional<Object> value = PlanValue.of(expression.path("value"));
                boolean isNull = expression.path("value").path("is_null").asBoolean();
                yield isNull || value.filter(each -> each.equals(!wanted)).isPresent()
                        ? Condition.NOTHING
                        : Condition.ANYTHING;
            }
            default -> Condition.ANYTHING;
        };
    }

    private Condition operator(JsonNode expression, boolean wanted) {
        JsonNode operands = expression.path("children");
        return switch (type(expression)) {
            case "OPERATOR_NOT" -> truth(operands.path(0), !wanted);
            case "OPERATOR_IS_NULL" -> isNull(column(operands.path(0)), wanted);
            case "OPERATOR_IS_NOT_NULL" -> isNull(column(operands.path(0)), !wanted);
            case "COMPARE_IN", "COMPARE_NOT_IN" -> {
                List<JsonNode> values = each(operands, value -> value.path("value"));
                yield among(
                        column(operands.path(0)),
                        values.subList(Math.min(1, values.size()), values.size()),
                        wanted == type(expression).equals("COMPARE_IN"));
            }
            default -> Condition.ANYTHING;
        };
    }

    private Condition function(JsonNode expression, boolean wanted) {
        JsonNode left = expression.path("children").path(0);
        JsonNode right = expression.path("children").path(1);
        Optional<Comparison> comparison = comparison(type(expression), !wanted);
        if (comparison.isPresent()) {
            return isConstant(right)
                    ? compared(left, comparison.get(), right.path("value"))
                    : compared(right, comparison.get().mirrored(), left.path("value"));
        }
        ScannedColumn column = column(left);
        JsonNode name = expression.path("qname").path("path");
        boolean isPrefix =
                switch (name.path(name.size() - 1).asText()) {
                    case "prefix", "starts_with", "^@" -> true;
                    default -> false;
                };
        return wanted && isPrefix && isConstant(right) && column.isKnown()
                ? PlanValue.of(right.path("value"))
                        .filter(prefix -> prefix instanceof String && PlanValue.isOfType(right.path("value"), column))
                        .map(prefix -> (Condition) new Condition.StartsWith(column.path(), (String) prefix))
                        .orElse(Condition.ANYTHING)
                : Condition.ANYTHING;
    }

    private Condition compared(JsonNode side, Comparison comparison, JsonNode constant) {
        if (side.path("expression_class").asText().equals("BOUND_FUNCTION")
                && type(side).equals("OPERATOR_CAST")) {
            ScannedColumn inner = column(side.path("children").path(0));
            return inner.isKnown()
                    ? WidenedNumber.compared(inner, side.path("return_type"), comparison, constant)
                    : Condition.ANYTHING;
        }
        return compare(column(side), comparison, constant);
    }

    private static Condition compare(ScannedColumn column, Comparison comparison, JsonNode constant) {
        if (!column.isKnown() || !PlanValue.isOfType(constant, column)) {
            return Condition.ANYTHING;
        }
        return PlanValue.of(constant)
                .map(value -> (Condition) new Condition.Compare(column.path(), comparison, value))
                .orElse(Condition.ANYTHING);
    }

    private static Condition among(ScannedColumn column, List<JsonNode> constants, boolean wanted) {
        List<Object> values = new ArrayList<>();
        for (JsonNode constant : constants) {
            Optional<Object> value = PlanValue.of(constant);
            boolean isNull = constant.path("is_null").asBoolean();
            if (!isNull && (value.isEmpty() || !PlanValue.isOfType(constant, column))) {
                return Condition.ANYTHING;
            }
            value.ifPresent(values::add);
        }
        if (!column.isKnown()) {
            return Condition.ANYTHING;
        }
        if (wanted && values.isEmpty()) {
            return Condition.NOTHING;
        }
        return wanted
                ? new Condition.Among(
                        column.path(), values.stream().distinct().sorted().toList())
                : Condition.allOf(values.stream()
                        .map(value -> (Condition) new Condition.Compare(column.path(), Comparison.NOT_EQUAL, value))
                        .toList());
    }

    /** Of a field within a column NULLs are not told: the whole column may be NULL. */
    private static Condition isNull(ScannedColumn column, boolean wanted) {
        if (column.path().size() != 1) {
            return Condition.ANYTHING;
        }
        return wanted ? new Condition.Missing(column.path()) : new Condition.Present(column.path());
    }

    private ScannedColumn column(JsonNode expression) {
        String expressionClass = expression.path("expression_class").asText();
        if (expressionClass.equals("BOUND_REF")) {
            int index = expression.path("index").asInt(-1);
            return index >= 0 && index < columns.size() ? columns.get(index) : ScannedColumn.UNKNOWN;
        }
        JsonNode name = expression.path("qname").path("path");
        JsonNode field = expression.path("children").path(1);
        return expressionClass.equals("BOUND_FUNCTION")
                        && name.path(name.size() - 1).asText().equals("struct_extract")
                        && isConstant(field)
                        && field.path("value").path("value").isTextual()
                ? column(expression.path("children").path(0))
                        .field(field.path("value").path("value").asText())
                : ScannedColumn.UNKNOWN;
    }

    private static boolean isConstant(JsonNode expression) {
        return expression.path("expression_class").asText().equals("BOUND_CONSTANT");
    }

    /** @param refused whether what holds when the comparison is false is asked for */
    private static Optional<Comparison> comparison(String type, boolean refused) {
        Optional<Comparison> comparison =
                switch (type) {
                    case "COMPARE_EQUAL" -> Optional.of(Comparison.EQUAL);
                    case "COMPARE_NOTEQUAL" -> Optional.of(Comparison.NOT_EQUAL);
                    case "COMPARE_LESSTHAN" -> Optional.of(Comparison.LESS);
                    case "COMPARE_LESSTHANOREQUALTO" -> Optional.of(Comparison.LESS_OR_EQUAL);
                    case "COMPARE_GREATERTHAN" -> Optional.of(Comparison.GREATER);
                    case "COMPARE_GREATERTHANOREQUALTO" -> Optional.of(Comparison.GREATER_OR_EQUAL);
                    default -> Optional.empty();
                };
        // These two are never NULL: rows without a value are on the other side.
        boolean isSame = type.equals(refused ? "COMPARE_DISTINCT_FROM" : "COMPARE_NOT_DISTINCT_FROM");
        return isSame ? Optional.of(Comparison.EQUAL) : refused ? comparison.map(Comparison::opposite) : comparison;
    }

    private static String type(JsonNode expression) {
        return expression.path("type").asText();
    }

    private static <T> List<T> each(JsonNode parts, Function<JsonNode, T> reader) {
        return StreamSupport.stream(parts.spliterator(), false).map(reader).toList();
    }
}
