package dev.lakesmith.core.plan;

import dev.lakesmith.core.contract.Check.Rule;
import dev.lakesmith.core.contract.Measure;
import dev.lakesmith.core.project.ParameterTypes;
import dev.lakesmith.vocabulary.Column;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Holds what rules need of their columns' types against the types the table has. */
final class RuleTypes {

    private static final Pattern NUMERIC = Pattern.compile(
            "(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\\(.*\\))", Pattern.CASE_INSENSITIVE);
    private static final Pattern TIME = Pattern.compile("(DATE|TIMESTAMP.*)", Pattern.CASE_INSENSITIVE);
    private static final String ZONED = "TIMESTAMP WITH TIME ZONE";

    private final List<Column> columns;

    RuleTypes(List<Column> columns) {
        this.columns = columns;
    }

    /** What is wrong; empty when nothing is, or when the column is not there, which is told elsewhere. */
    Optional<String> complaint(Rule rule) {
        if (rule instanceof Rule.Measured measured) {
            return measured.column().flatMap(column -> type(column).flatMap(type -> measured(measured, column, type)));
        } else if (rule instanceof Rule.Freshness freshness) {
            return type(freshness.column())
                    .filter(type -> !TIME.matcher(type).matches())
                    .map(type -> freshness.column() + " is a " + type
                            + ", which has no age; name a DATE or TIMESTAMP, or declare this one as such");
        } else if (rule instanceof Rule.NoOverlap intervals) {
            return type(intervals.from()).flatMap(from -> type(intervals.to())
                    .filter(to -> !to.equals(from))
                    .map(to -> intervals.from() + " is a " + from + " and " + intervals.to() + " a " + to
                            + "; both ends of an interval are of one type"));
        } else if (rule instanceof Rule.Between between) {
            return type(between.column())
                    .flatMap(type -> misfit(
                            between.column(), type, Stream.concat(between.min().stream(), between.max().stream())));
        }
        return Optional.empty();
    }

    /**
     * What is wrong with comparing columns of two tables; empty when nothing is. The engine would make one type of
     * both sides, and '01' would be the same as 1.
     *
     * @param column one of this table
     * @param other the column of the same name in the other table
     */
    static Optional<String> incomparable(Column column, Column other) {
        boolean alike = column.type().equals(other.type())
                || Stream.of(NUMERIC, TIME)
                        .anyMatch(kind -> kind.matcher(column.type()).matches()
                                && kind.matcher(other.type()).matches());
        return alike
                ? Optional.empty()
                : Optional.of(column.name() + " is a " + column.type() + " here and a " + other.type()
                        + " there; give both tables the same type, or name the column in 'except'");
    }

    private static Optional<String> measured(Rule.Measured rule, String column, String type) {
        boolean numeric = NUMERIC.matcher(type).matches();
        boolean needsNumber = rule.measure() == Measure.SUM || rule.measure() == Measure.AVG;
        if (needsNumber && !numeric) {
            return Optional.of(column + " is a " + type + "; " + rule.measure().word()
                    + " needs a number, so declare its type or cast it in the query");
        }
        if (rule.change().isPresent() && !numeric) {
            return Optional.of(column + " is a " + type + "; 'change' needs a number");
        }
        return misfit(column, type, Stream.concat(rule.min().stream(), rule.max().stream()));
    }

    private static Optional<String> misfit(String column, String type, Stream<String> bounds) {
        return bounds.flatMap(bound -> misfit(column, type, bound).stream()).findFirst();
    }

    private static Optional<String> misfit(String column, String type, String bound) {
        boolean isNumber = ParameterTypes.misfit("DOUBLE", bound).isEmpty();
        if (NUMERIC.matcher(type).matches()) {
            return isNumber
                    ? Optional.empty()
                    : Optional.of("'" + bound + "' is no number, but " + column + " is a " + type);
        }
        if (type.equals("VARCHAR") && isNumber) {
            return Optional.of(column + " is a VARCHAR, and among texts '10' lies before '9'; declare the type of "
                    + column + " as a number, or cast it in the query");
        }
        boolean inUtc =
                type.equals(ZONED) && ParameterTypes.misfit("TIMESTAMP", bound).isEmpty();
        return ParameterTypes.unfit(type, bound)
                .filter(must -> !inUtc)
                .map(must -> "'" + bound + "' is no " + type + ", as " + column + " is one; write " + must);
    }

    private Optional<String> type(String name) {
        return columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(name))
                .map(Column::type)
                .findFirst();
    }
}
