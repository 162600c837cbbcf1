package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.Check.Rule;
import dev.lakesmith.core.contract.ColumnContract;
import dev.lakesmith.core.contract.Missing;
import dev.lakesmith.core.project.Materialization;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.role.Role;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the rows of a model's table, in {@code _ls_parents}, among the rows that its query gives with their trails. */
final class RowMatch {

    private static final int MOST_VALUES = 50;

    private final Session session;
    private final Model model;
    private final List<Column> columns;
    private final String carried;
    private final List<Column> given;

    RowMatch(Session session, Model model, List<Column> columns, String carried) {
        this.session = session;
        this.model = model;
        this.carried = carried;
        this.given = described(session, carried);
        // What a materialization or a role adds, such as surrogate keys, is not the query's.
        this.columns = columns.stream()
                .filter(column -> given.stream().anyMatch(own -> own.name().equalsIgnoreCase(column.name())))
                .toList();
    }

    /** Nothing when the query with its trails cannot be bound. */
    private static List<Column> described(Session session, String carried) {
        try {
            return session.columns(carried);
        } catch (LakesmithException e) {
            if (e.code() != ErrorCode.SQL_RUNTIME) {
                throw e;
            }
            return List.of();
        }
    }

    /** Whether the query gives rows with trails. */
    boolean canRun() {
        return given.stream().anyMatch(column -> column.name().equals(CarriedQuery.TRAIL));
    }

    /** What identifies a row; empty when nothing says so. */
    List<String> keys() {
        return keys(model);
    }

    static List<String> keys(Model model) {
        if (!model.uniqueKey().isEmpty()) {
            return model.uniqueKey();
        }
        if (model.role() instanceof Role.Dimension dimension) {
            return dimension.key();
        }
        if (model.role() instanceof Role.Fact fact) {
            return fact.grain();
        }
        if (model.role() instanceof Role.Conformed conformed) {
            return conformed.record();
        }
        if (model.role() instanceof Role.Golden golden) {
            return List.of(golden.key());
        }
        return model.checks().stream()
                .map(Check::rule)
                .filter(Rule.Unique.class::isInstance)
                .map(rule -> ((Rule.Unique) rule).columns())
                .findFirst()
                .orElse(List.of());
    }

    /**
     * A query of parent, made and trail element: rows that have a parent's values. Of a merged table also rows that only
     * have its key, not made. A row made of the values of several has those with its key.
     */
    String byValues() {
        if (model.role() instanceof Role.Golden) {
            return byKeys();
        }
        List<String> names = columns.stream().map(Column::name).toList();
        return model.materialization() == Materialization.MERGE
                ? query(equal(model.uniqueKey()), equal(names), model.uniqueKey())
                : query(equal(names), "true", names);
    }

    /** As {@link #byValues}: rows that have a parent's key. */
    String byKeys() {
        return query(equal(keys()), "true", keys());
    }

    private String query(String on, String made, List<String> narrowed) {
        // One element that is no row, so that a row made of nothing is found too.
        return "SELECT parent, made, unnest(list_concat(trail, [{'t': -1, 'p': 0}])) AS x FROM (SELECT p."
                + RowTrace.PLACE + " AS parent, " + made
                + " AS made, r." + CarriedQuery.TRAIL + " AS trail FROM _ls_parents AS p JOIN (SELECT * FROM ("
                + carried
                + ")" + narrowing(narrowed) + ") AS r ON " + on + ")";
    }

    /** Whether the query gave a parent's values, or none where the contract then fills in one. */
    private String equal(List<String> names) {
        return names.stream()
                .flatMap(name -> columns.stream().filter(column -> column.name().equalsIgnoreCase(name)))
                .map(this::same)
                .collect(Collectors.joining(" AND "));
    }

    private String same(Column column) {
        String value = "r." + Identifiers.quote(column.name());
        String counted = given.stream()
                .filter(own -> own.name().equalsIgnoreCase(column.name()))
                .findFirst()
                .map(own -> MissingRules.value(value, own, column, model.columns()))
                .orElse(value);
        String same = "p." + Identifiers.quote(column.name()) + " IS NOT DISTINCT FROM TRY_CAST(" + counted + " AS "
                + column.type() + ")";
        return missing(column).fills() ? "(" + same + " OR (" + counted + ") IS NULL)" : same;
    }

    private Missing missing(Column column) {
        return model.columns().stream()
                .filter(contract -> contract.name().equalsIgnoreCase(column.name()))
                .findFirst()
                .map(ColumnContract::missing)
                .orElse(Missing.KEPT);
    }

    /** Constants, which DuckDB pushes down through the query, where equality with another table it would not. */
    private String narrowing(List<String> names) {
        List<String> conditions = new ArrayList<>();
        for (String name : names) {
            Optional<Column> column = columns.stream()
                    .filter(each -> each.name().equalsIgnoreCase(name))
                    .filter(each ->
                            List.of("VARCHAR", "BIGINT", "INTEGER", "DATE").contains(each.type()))
                    .filter(each -> !missing(each).changesValues())
                    .filter(each -> given.stream()
                            .anyMatch(own -> own.name().equalsIgnoreCase(name)
                                    && own.type().equals(each.type())))
                    .findFirst();
            column.flatMap(this::oneOf).ifPresent(conditions::add);
        }
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    private Optional<String> oneOf(Column column) {
        String name = Identifiers.quote(column.name());
        List<String> values = session.query(
                "SELECT DISTINCT CAST(" + name + " AS VARCHAR) FROM _ls_parents WHERE " + name + " IS NOT NULL LIMIT "
                        + (MOST_VALUES + 1),
                rows -> {
                    List<String> found = new ArrayList<>();
                    while (rows.next()) {
                        found.add("CAST(" + Identifiers.literal(rows.getString(1)) + " AS " + column.type() + ")");
                    }
                    return found;
                });
        boolean nulls = session.number("SELECT count(*) FROM _ls_parents WHERE " + name + " IS NULL") > 0;
        if (nulls || values.isEmpty() || values.size() > MOST_VALUES) {
            return Optional.empty();
        }
        return Optional.of(
                values.size() == 1 ? name + " = " + values.get(0) : name + " IN (" + String.join(", ", values) + ")");
    }
}
