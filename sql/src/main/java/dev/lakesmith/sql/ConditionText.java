package dev.lakesmith.sql;

import dev.lakesmith.vocabulary.Condition;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Collectors;

/** A condition as people write it in SQL. */
public final class ConditionText {

    private ConditionText() {}

    /** For example {@code day >= DATE '2026-01-01' AND country IN ('DE', 'FR')}. */
    public static String of(Condition condition) {
        if (condition instanceof Condition.And and) {
            return and.parts().stream()
                    .map(part -> part instanceof Condition.Or ? "(" + of(part) + ")" : of(part))
                    .collect(Collectors.joining(" AND "));
        }
        if (condition instanceof Condition.Or or) {
            return or.parts().stream().map(ConditionText::of).collect(Collectors.joining(" OR "));
        }
        if (condition instanceof Condition.Compare compare) {
            return column(compare.column()) + " " + compare.comparison().sign() + " " + value(compare.value());
        }
        if (condition instanceof Condition.Among among) {
            return among.values().stream()
                    .map(ConditionText::value)
                    .collect(Collectors.joining(", ", column(among.column()) + " IN (", ")"));
        }
        if (condition instanceof Condition.StartsWith starts) {
            return "starts_with(" + column(starts.column()) + ", " + value(starts.prefix()) + ")";
        }
        if (condition instanceof Condition.Missing missing) {
            return column(missing.column()) + " IS NULL";
        }
        if (condition instanceof Condition.Present present) {
            return column(present.column()) + " IS NOT NULL";
        }
        return condition instanceof Condition.Nothing ? "false" : "true";
    }

    private static String column(List<String> path) {
        return path.stream().map(Identifiers::shown).collect(Collectors.joining("."));
    }

    private static String value(Object value) {
        if (value instanceof String text) {
            return Identifiers.literal(text);
        }
        if (value instanceof LocalDate day) {
            return "DATE '" + day + "'";
        }
        if (value instanceof LocalDateTime time) {
            return "TIMESTAMP '" + time.toString().replace('T', ' ') + "'";
        }
        if (value instanceof Instant moment) {
            return "TIMESTAMPTZ '" + moment.toString().replace('T', ' ') + "'";
        }
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }
}
