package dev.lakesmith.sql;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Constants in plans, as the values of conditions. */
final class PlanValue {

    /** Days and microseconds with this size are infinite. */
    private static final long INFINITE_DAY = Integer.MAX_VALUE;

    private static final long INFINITE_TIME = Long.MAX_VALUE;

    private PlanValue() {}

    /**
     * The value of a constant. Empty for NULL and for what conditions do not compare: floating numbers, of which NaN has
     * another place in each system, texts with a collation, infinite times, and types without an order of their own.
     */
    static Optional<Object> of(JsonNode constant) {
        JsonNode value = constant.path("value");
        if (constant.path("is_null").asBoolean(true) || value.isMissingNode()) {
            return Optional.empty();
        }
        JsonNode type = constant.path("type");
        return Optional.ofNullable(
                switch (type.path("id").asText()) {
                    case "BOOLEAN" -> value.isBoolean() ? value.asBoolean() : null;
                    case "INTEGER", "BIGINT" -> value.canConvertToLong() ? value.asLong() : null;
                    case "DECIMAL" ->
                        whole(value)
                                .map(digits -> new BigDecimal(digits, scale(type)))
                                .orElse(null);
                    case "VARCHAR" -> value.isTextual() && !hasCollation(type) ? value.asText() : null;
                    case "DATE" -> isFinite(value, INFINITE_DAY) ? LocalDate.ofEpochDay(value.asLong()) : null;
                    case "TIMESTAMP" ->
                        isFinite(value, INFINITE_TIME)
                                ? LocalDateTime.ofInstant(moment(value.asLong()), ZoneOffset.UTC)
                                : null;
                    case "TIMESTAMP WITH TIME ZONE" -> isFinite(value, INFINITE_TIME) ? moment(value.asLong()) : null;
                    default -> null;
                });
    }

    /** Whether a constant is of a column's very type, so that the two compare as they are. */
    static boolean isOfType(JsonNode constant, ScannedColumn column) {
        JsonNode type = constant.path("type");
        return column.isKnown()
                && type.path("id").asText().equals(column.typeId())
                && (!column.typeId().equals("DECIMAL") || scale(type) == scale(column.type()));
    }

    /** A whole number of any size; a decimal number as the digits it is kept in. */
    static Optional<BigInteger> whole(JsonNode value) {
        if (value.isIntegralNumber()) {
            return Optional.of(value.bigIntegerValue());
        }
        JsonNode upper = value.path("upper");
        JsonNode lower = value.path("lower");
        return upper.isIntegralNumber() && lower.isIntegralNumber()
                ? Optional.of(upper.bigIntegerValue().shiftLeft(Long.SIZE).add(lower.bigIntegerValue()))
                : Optional.empty();
    }

    static int scale(JsonNode type) {
        return type.path("type_info").path("scale").asInt();
    }

    private static boolean hasCollation(JsonNode type) {
        return !type.path("type_info").path("collation").asText().isEmpty();
    }

    private static boolean isFinite(JsonNode value, long infinite) {
        return value.canConvertToLong() && value.asLong() < infinite && value.asLong() > -infinite;
    }

    private static Instant moment(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
