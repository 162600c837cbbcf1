package dev.lakesmith.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lakesmith.vocabulary.Condition;
import dev.lakesmith.vocabulary.Condition.Comparison;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.Set;

/**
 * A column of whole or decimal numbers that is compared as a wider type, as in {@code quantity > 1.5}: the same rows are
 * found by comparing with the nearest value that the column can have.
 */
final class WidenedNumber {

    private static final Set<String> WHOLE = Set.of("INTEGER", "BIGINT", "HUGEINT");

    private WidenedNumber() {}

    static Condition compared(ScannedColumn column, JsonNode wider, Comparison comparison, JsonNode constant) {
        Optional<BigDecimal> value = number(constant);
        int scale = PlanValue.scale(column.type());
        // A cast to fewer places rounds.
        if (!isNumber(column.type()) || !isNumber(wider) || PlanValue.scale(wider) < scale || value.isEmpty()) {
            return Condition.ANYTHING;
        }
        return switch (comparison) {
            case EQUAL ->
                value.get().stripTrailingZeros().scale() <= scale
                        ? compare(column, comparison, value.get().setScale(scale, RoundingMode.UNNECESSARY))
                        : Condition.NOTHING;
            case NOT_EQUAL -> Condition.ANYTHING;
            case LESS, GREATER_OR_EQUAL ->
                compare(column, comparison, value.get().setScale(scale, RoundingMode.CEILING));
            case LESS_OR_EQUAL, GREATER ->
                compare(column, comparison, value.get().setScale(scale, RoundingMode.FLOOR));
        };
    }

    private static Condition compare(ScannedColumn column, Comparison comparison, BigDecimal value) {
        if (!WHOLE.contains(column.typeId())) {
            return new Condition.Compare(column.path(), comparison, value);
        }
        return value.precision() > 18
                ? Condition.ANYTHING
                : new Condition.Compare(column.path(), comparison, value.longValueExact());
    }

    private static boolean isNumber(JsonNode type) {
        String id = type.path("id").asText();
        return id.equals("DECIMAL") || WHOLE.contains(id);
    }

    private static Optional<BigDecimal> number(JsonNode constant) {
        JsonNode type = constant.path("type");
        return constant.path("is_null").asBoolean(true) || !isNumber(type)
                ? Optional.empty()
                : PlanValue.whole(constant.path("value")).map(digits -> new BigDecimal(digits, PlanValue.scale(type)));
    }
}
