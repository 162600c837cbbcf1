package dev.lakesmith.core.test;

import dev.lakesmith.core.project.Cell;
import dev.lakesmith.core.project.ParameterTypes;
import dev.lakesmith.sql.TypeShape;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.Place;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values of tests as texts that DuckDB casts to a column's type, the same way for every value. */
final class TypedText {

    private static final Set<String> NOT_FINITE = Set.of("nan", "inf", "-inf", "infinity", "-infinity");

    private final Complaints complaints;

    /** Gets what does not fit. */
    interface Complaints {
        void tell(Place place, String message);
    }

    TypedText(Complaints complaints) {
        this.complaints = complaints;
    }

    /** The text of a value; null is NULL. What does not fit the type is told. */
    @Nullable
    String of(Cell cell, TypeShape shape, String column) {
        if (cell instanceof Cell.Scalar scalar) {
            if (shape instanceof TypeShape.Leaf leaf) {
                checkLeaf(scalar, leaf.type(), column);
            } else if (!scalar.text().startsWith("[") && !scalar.text().startsWith("{")) {
                misfit(cell, shape, column);
            }
            return scalar.text();
        }
        return cell instanceof Cell.Nothing ? null : nested(cell, shape, column);
    }

    private String nested(Cell cell, TypeShape shape, String column) {
        if (cell instanceof Cell.Nothing) {
            return "NULL";
        }
        if (cell instanceof Cell.Scalar scalar && shape instanceof TypeShape.Leaf leaf) {
            checkLeaf(scalar, leaf.type(), column);
            return quoted(scalar.text());
        }
        if (cell instanceof Cell.Items items && shape instanceof TypeShape.ListOf list) {
            return items.cells().stream()
                    .map(each -> nested(each, list.element(), column))
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        if (cell instanceof Cell.Fields fields && shape instanceof TypeShape.StructOf struct) {
            return struct(fields, struct, column);
        }
        if (cell instanceof Cell.Fields fields && shape instanceof TypeShape.MapOf map) {
            return fields.fields().stream()
                    .map(field -> nested(new Cell.Scalar(field.key(), field.place()), map.key(), column) + "="
                            + nested(field.value(), map.value(), column))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        misfit(cell, shape, column);
        return "NULL";
    }

    private String struct(Cell.Fields fields, TypeShape.StructOf struct, String column) {
        StringBuilder text = new StringBuilder("{");
        for (Cell.Fields.Field field : fields.fields()) {
            Optional<Map.Entry<String, TypeShape>> known = struct.fields().entrySet().stream()
                    .filter(each -> each.getKey().equalsIgnoreCase(field.key()))
                    .findFirst();
            if (known.isEmpty()) {
                List<String> names = List.copyOf(struct.fields().keySet());
                complaints.tell(
                        field.place(),
                        "the struct in column '" + column + "' has no field '" + field.key() + "'; it has "
                                + String.join(", ", names) + Nearest.hint(field.key(), names));
                continue;
            }
            text.append(text.length() == 1 ? "" : ", ")
                    .append(quoted(known.get().getKey()))
                    .append(": ")
                    .append(nested(field.value(), known.get().getValue(), column + "." + field.key()));
        }
        // DuckDB reads '{}' as no struct at all.
        return text.length() == 1
                ? struct.fields().keySet().stream()
                        .map(name -> quoted(name) + ": NULL")
                        .collect(Collectors.joining(", ", "{", "}"))
                : text.append('}').toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private void checkLeaf(Cell.Scalar scalar, String type, String column) {
        boolean floating = type.equals("DOUBLE") || type.equals("FLOAT");
        if (!ParameterTypes.knows(type)
                || (floating && NOT_FINITE.contains(scalar.text().toLowerCase(Locale.ROOT)))) {
            return;
        }
        ParameterTypes.misfit(type, scalar.text())
                .ifPresent(fitting -> complaints.tell(
                        scalar.place(),
                        "column '" + column + "' is " + type + ", got " + scalar.shown() + "; write " + fitting));
    }

    private void misfit(Cell cell, TypeShape shape, String column) {
        complaints.tell(
                cell.place(),
                "column '" + column + "' is " + shape.type() + ", got " + cell.shown() + "; write " + form(shape));
    }

    private static String form(TypeShape shape) {
        if (shape instanceof TypeShape.ListOf) {
            return "a list such as [a, b]";
        }
        return shape instanceof TypeShape.Leaf ? "a single value" : "a mapping such as { key: value }";
    }
}
