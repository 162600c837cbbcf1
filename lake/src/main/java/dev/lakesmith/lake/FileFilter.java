package dev.lakesmith.lake;

import dev.lakesmith.vocabulary.Condition;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.DateTimeUtil;

/**
 * Conditions as Iceberg's scan planning takes them. A part that it cannot take, or could take for something else, is left
 * out, so that more files match.
 */
final class FileFilter {

    private final Schema schema;
    private final Schema current;
    private final Set<Integer> halfPartitioned;

    /**
     * @param schema of the rows that conditions are about
     * @param current what the table's partitions are bound to
     */
    FileFilter(Schema schema, Schema current, Collection<PartitionSpec> specs) {
        this.schema = schema;
        this.current = current;
        // Times that are infinite have no day, and so they lie in the partition of those that are NULL.
        this.halfPartitioned = specs.stream()
                .flatMap(spec -> spec.fields().stream())
                .filter(field -> !field.transform().isIdentity())
                .map(field -> field.sourceId())
                .collect(Collectors.toCollection(HashSet::new));
    }

    Expression of(Condition condition) {
        if (condition instanceof Condition.And and) {
            return and.parts().stream().map(this::of).reduce(Expressions.alwaysTrue(), Expressions::and);
        }
        if (condition instanceof Condition.Or or) {
            return or.parts().stream().map(this::of).reduce(Expressions.alwaysFalse(), Expressions::or);
        }
        if (condition instanceof Condition.Compare compare) {
            return values(
                    compare.column(),
                    List.of(compare.value()),
                    (name, values) -> comparison(compare.comparison(), name, values.get(0)));
        }
        if (condition instanceof Condition.Among among) {
            return values(among.column(), among.values(), (name, values) -> Expressions.in(name, values));
        }
        if (condition instanceof Condition.StartsWith starts) {
            return values(
                    starts.column(),
                    List.of(starts.prefix()),
                    (name, values) -> Expressions.startsWith(name, starts.prefix()));
        }
        if (condition instanceof Condition.Missing missing) {
            return named(missing.column())
                    .map(Expressions::isNull)
                    .map(Expression.class::cast)
                    .orElse(Expressions.alwaysTrue());
        }
        if (condition instanceof Condition.Present present) {
            return named(present.column())
                    .map(Expressions::notNull)
                    .map(Expression.class::cast)
                    .orElse(Expressions.alwaysTrue());
        }
        return condition instanceof Condition.Nothing ? Expressions.alwaysFalse() : Expressions.alwaysTrue();
    }

    private static Expression comparison(Condition.Comparison comparison, String name, Object value) {
        return switch (comparison) {
            case EQUAL -> Expressions.equal(name, value);
            case NOT_EQUAL -> Expressions.notEqual(name, value);
            case LESS -> Expressions.lessThan(name, value);
            case LESS_OR_EQUAL -> Expressions.lessThanOrEqual(name, value);
            case GREATER -> Expressions.greaterThan(name, value);
            case GREATER_OR_EQUAL -> Expressions.greaterThanOrEqual(name, value);
        };
    }

    private Expression values(
            List<String> path, List<Object> values, BiFunction<String, List<Object>, Expression> expression) {
        Optional<Types.NestedField> field = field(path);
        if (field.isEmpty()) {
            return Expressions.alwaysTrue();
        }
        List<Object> stored = new ArrayList<>();
        for (Object value : values) {
            Optional<Object> each = stored(field.get().type(), value);
            if (each.isEmpty()) {
                return Expressions.alwaysTrue();
            }
            stored.add(each.get());
        }
        String name = schema.findColumnName(field.get().fieldId());
        Expression all = expression.apply(name, stored);
        return halfPartitioned.contains(field.get().fieldId()) ? Expressions.or(all, Expressions.isNull(name)) : all;
    }

    /** A column's name when it is sure to be found by it. */
    private Optional<String> named(List<String> path) {
        return path.size() == 1 ? field(path).map(field -> schema.findColumnName(field.fieldId())) : Optional.empty();
    }

    /** The column, when it has the same name and type in the present table: partitions know only that one. */
    private Optional<Types.NestedField> field(List<String> path) {
        Types.StructType in = schema.asStruct();
        Types.NestedField field = null;
        for (String name : path) {
            field = in == null ? null : in.field(name);
            if (field == null) {
                return Optional.empty();
            }
            in = field.type().isStructType() ? field.type().asStructType() : null;
        }
        if (field == null || !field.type().isPrimitiveType()) {
            return Optional.empty();
        }
        String name = schema.findColumnName(field.fieldId());
        Types.NestedField found = schema.findField(name);
        Types.NestedField now = current.findField(name);
        boolean isSure = found != null
                && now != null
                && found.fieldId() == field.fieldId()
                && now.fieldId() == field.fieldId()
                && now.type().equals(field.type());
        return isSure ? Optional.of(field) : Optional.empty();
    }

    /** A value as Iceberg's literals hold it. */
    private static Optional<Object> stored(Type type, Object value) {
        return switch (type.typeId()) {
            case BOOLEAN -> Optional.of(value).filter(Boolean.class::isInstance);
            case INTEGER, LONG -> Optional.of(value).filter(Long.class::isInstance);
            case STRING -> Optional.of(value).filter(String.class::isInstance);
            case DECIMAL ->
                value instanceof BigDecimal number && number.scale() == ((Types.DecimalType) type).scale()
                        ? Optional.of(number)
                        : Optional.empty();
            case DATE ->
                value instanceof LocalDate day ? Optional.of(DateTimeUtil.daysFromDate(day)) : Optional.empty();
            case TIMESTAMP ->
                ((Types.TimestampType) type).shouldAdjustToUTC()
                        ? Optional.of(value)
                                .filter(Instant.class::isInstance)
                                .map(moment -> DateTimeUtil.microsFromTimestamptz(
                                        OffsetDateTime.ofInstant((Instant) moment, ZoneOffset.UTC)))
                        : Optional.of(value)
                                .filter(LocalDateTime.class::isInstance)
                                .map(time -> DateTimeUtil.microsFromTimestamp((LocalDateTime) time));
            default -> Optional.empty();
        };
    }
}
