package dev.lakesmith.vocabulary;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * What rows of a table have in common, in no room's own language. A row for which it is unknown, because of a NULL, does
 * not meet it. Columns are paths of names as written: a field of a struct has its column before it.
 */
public sealed interface Condition {

    /** Met by every row. */
    Condition ANYTHING = new Anything();

    /** Met by no row. */
    Condition NOTHING = new Nothing();

    /** Met by every row. */
    record Anything() implements Condition {}

    /** Met by no row. */
    record Nothing() implements Condition {}

    /** All of them. */
    record And(List<Condition> parts) implements Condition {
        public And {
            parts = List.copyOf(parts);
        }
    }

    /** At least one of them. */
    record Or(List<Condition> parts) implements Condition {
        public Or {
            parts = List.copyOf(parts);
        }
    }

    /** How a column compares with a value. */
    enum Comparison {
        EQUAL("="),
        NOT_EQUAL("<>"),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">=");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        /** As SQL writes it. */
        public String sign() {
            return sign;
        }

        /** What holds when this does not, NULLs aside. */
        public Comparison opposite() {
            return switch (this) {
                case EQUAL -> NOT_EQUAL;
                case NOT_EQUAL -> EQUAL;
                case LESS -> GREATER_OR_EQUAL;
                case LESS_OR_EQUAL -> GREATER;
                case GREATER -> LESS_OR_EQUAL;
                case GREATER_OR_EQUAL -> LESS;
            };
        }

        /** The same with the sides exchanged. */
        public Comparison mirrored() {
            return switch (this) {
                case EQUAL, NOT_EQUAL -> this;
                case LESS -> GREATER;
                case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
                case GREATER -> LESS;
                case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
            };
        }
    }

    /**
     * A column compared with a value. Texts compare by their bytes.
     *
     * @param value a {@link Boolean}, {@link Long}, {@link BigDecimal}, {@link String}, {@link LocalDate}, {@link
     *     LocalDateTime} for a time without a zone, or {@link Instant}
     */
    record Compare(List<String> column, Comparison comparison, Object value) implements Condition {
        public Compare {
            column = List.copyOf(column);
        }
    }

    /**
     * A column has one of some values.
     *
     * @param values as {@link Compare#value}
     */
    record Among(List<String> column, List<Object> values) implements Condition {
        public Among {
            column = List.copyOf(column);
            values = List.copyOf(values);
        }
    }

    /** A column begins with a text. */
    record StartsWith(List<String> column, String prefix) implements Condition {
        public StartsWith {
            column = List.copyOf(column);
        }
    }

    /** A column is NULL. */
    record Missing(List<String> column) implements Condition {
        public Missing {
            column = List.copyOf(column);
        }
    }

    /** A column is not NULL. */
    record Present(List<String> column) implements Condition {
        public Present {
            column = List.copyOf(column);
        }
    }

    /** All of some conditions, without those that say nothing. */
    static Condition allOf(List<Condition> conditions) {
        List<Condition> parts = new ArrayList<>();
        for (Condition each : conditions) {
            if (each instanceof Nothing) {
                return NOTHING;
            }
            if (each instanceof And and) {
                parts.addAll(and.parts());
            } else if (!(each instanceof Anything)) {
                parts.add(each);
            }
        }
        List<Condition> distinct = parts.stream().distinct().toList();
        return distinct.isEmpty() ? ANYTHING : distinct.size() == 1 ? distinct.get(0) : new And(distinct);
    }

    /** At least one of some conditions, without those that no row meets. */
    static Condition anyOf(List<Condition> conditions) {
        List<Condition> parts = new ArrayList<>();
        for (Condition each : conditions) {
            if (each instanceof Anything) {
                return ANYTHING;
            }
            if (each instanceof Or or) {
                parts.addAll(or.parts());
            } else if (!(each instanceof Nothing)) {
                parts.add(each);
            }
        }
        List<Condition> distinct = parts.stream().distinct().toList();
        return distinct.isEmpty() ? NOTHING : distinct.size() == 1 ? distinct.get(0) : new Or(distinct);
    }
}
