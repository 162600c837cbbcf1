package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.Check.Rule;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Checks as SQL conditions, as queries of failing rows, and in words. */
final class CheckSql {

    private CheckSql() {}

    /** A condition that is true for a row that fails; NULL values pass every rule but not_null. */
    static String failsRow(Check check, List<Column> columns) {
        Rule rule = check.rule();
        if (rule instanceof Rule.NotNull notNull) {
            return Identifiers.quote(notNull.column()) + " IS NULL";
        } else if (rule instanceof Rule.AcceptedValues accepted) {
            String values = accepted.values().stream().map(Identifiers::literal).collect(Collectors.joining(", "));
            return "CAST(" + Identifiers.quote(accepted.column()) + " AS VARCHAR) NOT IN (" + values + ")";
        } else if (rule instanceof Rule.Relationships relation) {
            String column = Identifiers.quote(relation.column());
            return "(" + column + " IS NOT NULL AND " + column + " NOT IN (SELECT "
                    + Identifiers.quote(relation.field()) + " FROM " + Identifiers.quote(relation.to()) + " WHERE "
                    + Identifiers.quote(relation.field()) + " IS NOT NULL))";
        } else if (rule instanceof Rule.Matches matches) {
            return "NOT regexp_full_match(CAST(" + Identifiers.quote(matches.column()) + " AS VARCHAR), "
                    + Identifiers.literal(matches.pattern()) + ")";
        } else if (rule instanceof Rule.Between between) {
            return outside(between, columns);
        }
        throw new IllegalStateException("the check does not look at single rows: " + check.name());
    }

    /** A condition that is true for a row with a NULL in these columns. */
    static String isIncomplete(Rule.Grain grain) {
        return grain.columns().stream()
                .map(column -> Identifiers.quote(column) + " IS NULL")
                .collect(Collectors.joining(" OR ", "(", ")"));
    }

    /** A condition that is true for a row whose values another counted row of the same query has too. */
    static String isTwin(List<String> columns, String counted) {
        return "(" + present(columns) + " AND count(*) FILTER (WHERE " + counted + ") OVER (PARTITION BY "
                + quoted(columns) + ") > 1)";
    }

    /** As {@link #isTwin(List, String)}, where rows of one key are versions of one row. */
    static String isTwin(List<String> columns, List<String> key, String counted) {
        String rest =
                "(row(" + quoted(key) + ")) FILTER (WHERE " + counted + ") OVER (PARTITION BY " + quoted(columns) + ")";
        return "(" + present(columns) + " AND min" + rest + " IS DISTINCT FROM max" + rest + ")";
    }

    /** A condition that is true for a row whose values are among other rows. */
    static String isIn(List<String> columns, String rows) {
        String keys = quoted(columns);
        return "((" + keys + ") IN (SELECT " + keys + " FROM (" + rows + ") WHERE " + present(columns) + "))";
    }

    private static String present(List<String> columns) {
        return columns.stream()
                .map(column -> Identifiers.quote(column) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
    }

    private static String outside(Rule.Between between, List<Column> columns) {
        String column = Identifiers.quote(between.column());
        String type = typeOf(between.column(), columns);
        List<String> sides = new ArrayList<>();
        between.min().ifPresent(min -> sides.add(column + " < " + bound(min, type)));
        between.max().ifPresent(max -> sides.add(column + " > " + bound(max, type)));
        return "(" + String.join(" OR ", sides) + ")";
    }

    static String typeOf(String name, List<Column> columns) {
        return columns.stream()
                .filter(each -> each.name().equalsIgnoreCase(name))
                .map(Column::type)
                .findFirst()
                .orElse("VARCHAR");
    }

    /** A bound with a fraction must not be rounded to the column's whole numbers. */
    static String bound(String text, String type) {
        boolean number = type.equals("BIGINT") || type.equals("INTEGER") || type.startsWith("DECIMAL");
        return number
                ? (text.matches("[+-]?[0-9]+(\\.[0-9]+)?") ? text : "CAST(" + Identifiers.literal(text) + " AS DOUBLE)")
                : "CAST(" + Identifiers.literal(text) + " AS " + type + ")";
    }

    /** What the rule demands, in words; the reason of a quarantined row. */
    static String described(Check check) {
        Rule rule = check.rule();
        String must;
        if (rule instanceof Rule.NotNull notNull) {
            must = notNull.column() + " is NULL";
        } else if (rule instanceof Rule.Unique unique) {
            must = String.join(", ", unique.columns()) + " is not unique";
        } else if (rule instanceof Rule.Grain grain) {
            must = String.join(", ", grain.columns()) + " is NULL or not unique";
        } else if (rule instanceof Rule.AcceptedValues accepted) {
            must = accepted.column() + " is not one of " + accepted.values();
        } else if (rule instanceof Rule.Relationships relation) {
            must = relation.column() + " is not in " + relation.to() + "." + relation.field();
        } else if (rule instanceof Rule.Matches matches) {
            must = matches.column() + " does not match " + matches.pattern();
        } else if (rule instanceof Rule.Between between) {
            must = between.column() + " is not between " + between.min().orElse("-∞") + " and "
                    + between.max().orElse("∞");
        } else {
            must = "returned rows";
        }
        return check.name() + ": " + must;
    }

    /** A query of the rows of the view {@code this} that fail a rule that has rows to show. */
    static String failingRows(Check check, List<Column> columns, String sql) {
        Rule rule = check.rule();
        String looked = "SELECT * FROM this"
                + check.where().map(where -> " WHERE " + where).orElse("");
        if (rule instanceof Rule.Sql) {
            return sql;
        } else if (rule instanceof Rule.Compare compare) {
            return CompareSql.failingRows(check, compare, columns);
        } else if (rule instanceof Rule.NoOverlap intervals) {
            return OverlapSql.failingRows(intervals, looked);
        } else if (rule instanceof Rule.Unique unique) {
            return repeated(unique.columns(), "SELECT * FROM (" + looked + ") WHERE " + present(unique.columns()));
        } else if (rule instanceof Rule.Grain grain) {
            return repeated(grain.columns(), looked)
                    + grain.columns().stream()
                            .map(column -> " OR " + Identifiers.quote(column) + " IS NULL")
                            .collect(Collectors.joining());
        }
        return "SELECT * FROM (" + looked + ") WHERE " + failsRow(check, columns);
    }

    private static String repeated(List<String> columns, String rows) {
        String keys = quoted(columns);
        return "SELECT " + keys + ", count(*) AS occurrences FROM (" + rows + ") GROUP BY " + keys
                + " HAVING count(*) > 1";
    }

    private static String quoted(List<String> columns) {
        return columns.stream().map(Identifiers::quote).collect(Collectors.joining(", "));
    }
}
