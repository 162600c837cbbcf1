package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.Check.Rule;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Aggregates over {@code this} that one SELECT can compute together: what is measured, and how many rows fail. */
record MeasureSql(String measured, String failing) {

    private static final String NOTHING = "CAST(NULL AS VARCHAR)";

    /** The aggregates of a check; empty when it needs a query of its own. */
    static Optional<MeasureSql> of(Check check, List<Column> columns) {
        Rule rule = check.rule();
        String where = check.where().map(condition -> "(" + condition + ")").orElse("true");
        if (rule instanceof Rule.Measured measured) {
            return Optional.of(measured(measured, where, columns));
        } else if (rule instanceof Rule.Freshness freshness) {
            String column = "CAST(" + Identifiers.quote(freshness.column()) + " AS TIMESTAMP WITH TIME ZONE)";
            return Optional.of(new MeasureSql(
                    "CAST(epoch_us(max(" + column + ") FILTER (WHERE " + where + " AND isfinite(" + column
                            + "))) AS VARCHAR)",
                    "0"));
        } else if (rule instanceof Rule.SchemaUnchanged) {
            return Optional.of(new MeasureSql(NOTHING, "0"));
        } else if (rule instanceof Rule.OfRow && !(rule instanceof Rule.Unique) && !(rule instanceof Rule.Grain)) {
            return Optional.of(new MeasureSql(
                    NOTHING, "count(*) FILTER (WHERE " + where + " AND " + CheckSql.failsRow(check, columns) + ")"));
        }
        return Optional.empty();
    }

    private static MeasureSql measured(Rule.Measured rule, String where, List<Column> columns) {
        String column = rule.column().map(Identifiers::quote).orElse("*");
        String aggregate =
                switch (rule.measure()) {
                    case ROW_COUNT -> "count(*)";
                    case SUM -> "sum(" + column + ")";
                    case AVG -> "avg(" + column + ")";
                    case MIN -> "min(" + column + ")";
                    case MAX -> "max(" + column + ")";
                };
        String filtered = aggregate + " FILTER (WHERE " + where + ")";
        String value =
                switch (rule.measure()) {
                    case SUM -> "coalesce(" + filtered + ", 0)";
                    case ROW_COUNT, AVG, MIN, MAX -> filtered;
                };
        String type =
                switch (rule.measure()) {
                    case ROW_COUNT, SUM, AVG -> "BIGINT";
                    case MIN, MAX -> CheckSql.typeOf(rule.column().orElseThrow(), columns);
                };
        List<String> outside = new ArrayList<>();
        rule.min().ifPresent(min -> outside.add(value + " < " + CheckSql.bound(min, type)));
        rule.max().ifPresent(max -> outside.add(value + " > " + CheckSql.bound(max, type)));
        return new MeasureSql(
                "CAST(" + value + " AS VARCHAR)",
                outside.isEmpty() ? "0" : "CASE WHEN " + String.join(" OR ", outside) + " THEN 1 ELSE 0 END");
    }
}
