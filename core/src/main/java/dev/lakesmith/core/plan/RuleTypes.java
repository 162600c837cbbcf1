package dev.lakesmith.core.plan;

import dev.lakesmith.core.contract.Check.Rule;
import dev.lakesmith.core.contract.Measure;
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
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]+(\\.[0-9]+)?");

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
        }
        return Optional.empty();
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
        return Stream.concat(rule.min().stream(), rule.max().stream())
                .filter(bound -> numeric && !NUMBER.matcher(bound).matches())
                .findFirst()
                .map(bound -> "'" + bound + "' is no number, but " + column + " is a " + type);
    }

    private Optional<String> type(String name) {
        return columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(name))
                .map(Column::type)
                .findFirst();
    }
}
