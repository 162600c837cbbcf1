package dev.lakesmith.core.plan;

import dev.lakesmith.core.contract.ColumnContract;
import dev.lakesmith.core.contract.Missing;
import dev.lakesmith.core.contract.Missing.Answer;
import dev.lakesmith.core.project.HeaderPlaces;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.ParameterTypes;
import dev.lakesmith.sql.ParseOption;
import dev.lakesmith.sql.Query;
import dev.lakesmith.sql.Shape;
import dev.lakesmith.sql.SqlException;
import dev.lakesmith.sql.TableReference;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.Diagnostic;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds what a header says of missing values against the columns' types. */
final class MissingChecks {

    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),\\s*(\\d+)\\)");

    private final Model model;
    private final Supplier<HeaderPlaces> places;
    private final List<Column> columns;
    private final HeaderChecks.Surroundings surroundings;
    private final List<Diagnostic> found = new ArrayList<>();

    MissingChecks(
            Model model, Supplier<HeaderPlaces> places, List<Column> columns, HeaderChecks.Surroundings surroundings) {
        this.model = model;
        this.places = places;
        this.columns = columns;
        this.surroundings = surroundings;
    }

    List<Diagnostic> run() {
        for (ColumnContract contract : model.columns()) {
            columns.stream()
                    .filter(each -> each.name().equalsIgnoreCase(contract.name()))
                    .findFirst()
                    .ifPresent(column -> column(contract.missing(), column));
        }
        return found;
    }

    private void column(Missing missing, Column column) {
        Answer answer = missing.answer();
        if (answer instanceof Answer.Constant constant) {
            constant(constant.text(), column);
        } else if (answer instanceof Answer.Expression expression) {
            expression(expression.sql(), column);
        } else if (answer instanceof Answer.FromColumn from
                && from.statistic() == Missing.Statistic.MEAN
                && !isNumber(column.type())) {
            add(
                    column,
                    ErrorCode.VALUE_INVALID,
                    "fill: { statistic: mean } is for numbers, but the column is " + column.type()
                            + "; take median or mode");
        } else if (answer instanceof Answer.LastKnown last) {
            last.by().forEach(name -> mustExist(column, "by", name));
            mustExist(column, "order", last.order());
        }
    }

    private void constant(String text, Column column) {
        String type = column.type();
        String known = "FLOAT".equals(type) ? "DOUBLE" : type;
        Optional<String> misfit = isNested(type)
                ? Optional.of("given by an expression: fill: { sql: … }")
                : ParameterTypes.misfit(known, text);
        misfit.ifPresent(must -> add(
                column,
                ErrorCode.VALUE_INVALID,
                "the column is " + type + ", but 'fill' is '" + text + "'; it must be " + must));
    }

    private static boolean isNested(String type) {
        return type.endsWith("]") || type.startsWith("STRUCT") || type.startsWith("MAP") || type.equals("BLOB");
    }

    private void expression(String text, Column column) {
        try {
            // On a line of its own, so that a comment in the expression ends before the parenthesis.
            Query query = surroundings.sql().parse("SELECT (" + text + "\n) AS fill FROM this", ParseOption.ALLOW_THIS);
            boolean overTheRow = query.shape() instanceof Shape.Simple simple
                    && simple.table().equals(TableReference.THIS)
                    && query.tables().size() == 1;
            if (!overTheRow || !query.parameters().isEmpty()) {
                add(
                        column,
                        ErrorCode.SQL_FORBIDDEN,
                        "'fill: { sql: " + text + " }' must be one expression over the row's columns, without other"
                                + " tables, aggregates, windows and parameters; do those in the query");
                return;
            }
            surroundings.sql().declare(TableReference.THIS, columns);
            List<Column> given = surroundings.sql().columns(query, surroundings.parameterTypes());
            if (given.size() != 1) {
                add(column, ErrorCode.SQL_FORBIDDEN, "'fill: { sql: " + text + " }' must be one expression");
            } else if (!fits(given.get(0).type(), column.type())) {
                add(
                        column,
                        ErrorCode.VALUE_INVALID,
                        "the column is " + column.type() + ", but 'fill: { sql: " + text + " }' gives "
                                + given.get(0).type() + "; write CAST(… AS " + column.type() + ")");
            }
        } catch (SqlException e) {
            add(column, e.code(), "'fill: { sql: " + text + " }': " + e.message());
        }
    }

    private static boolean fits(String given, String wanted) {
        if (given.equals(wanted) || given.equals("\"NULL\"")) {
            return true;
        }
        int whole = List.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT").indexOf(given);
        if (whole >= 0) {
            int target = List.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT").indexOf(wanted);
            return target > whole || wanted.equals("DOUBLE") || wanted.startsWith("DECIMAL");
        }
        Matcher from = DECIMAL.matcher(given);
        Matcher to = DECIMAL.matcher(wanted);
        if (from.matches() && to.matches()) {
            int fromScale = Integer.parseInt(from.group(2));
            int toScale = Integer.parseInt(to.group(2));
            return fromScale <= toScale
                    && Integer.parseInt(from.group(1)) - fromScale <= Integer.parseInt(to.group(1)) - toScale;
        }
        return (wanted.equals("DOUBLE") && (given.equals("FLOAT") || given.startsWith("DECIMAL")))
                || (given.equals("DATE") && wanted.startsWith("TIMESTAMP"));
    }

    private static boolean isNumber(String type) {
        return List.of("INTEGER", "BIGINT", "FLOAT", "DOUBLE").contains(type) || type.startsWith("DECIMAL");
    }

    private void mustExist(Column column, String key, String name) {
        List<String> names = columns.stream().map(Column::name).toList();
        if (names.stream().noneMatch(each -> each.equalsIgnoreCase(name))) {
            add(
                    column,
                    ErrorCode.SQL_BINDING,
                    "'" + key + "' names '" + name + "', which the query does not give" + Nearest.hint(name, names)
                            + "; it gives " + names);
        }
    }

    private void add(Column column, ErrorCode code, String message) {
        String declared = model.columns().stream()
                .map(ColumnContract::name)
                .filter(name -> name.equalsIgnoreCase(column.name()))
                .findFirst()
                .orElse(column.name());
        found.add(new Diagnostic(code, places.get().missing(declared), column.name() + ": " + message));
    }
}
