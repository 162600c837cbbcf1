package dev.lakesmith.core.plan;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.Check.Rule;
import dev.lakesmith.core.project.HeaderPlaces;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.sql.ParseOption;
import dev.lakesmith.sql.Query;
import dev.lakesmith.sql.SqlAnalyzer;
import dev.lakesmith.sql.SqlException;
import dev.lakesmith.sql.TableReference;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.Diagnostic;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.Place;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Holds what a model's header says against the columns its query gives. */
final class HeaderChecks {

    private final Model model;
    private final Supplier<HeaderPlaces> places;
    private final List<String> columns;
    private final List<Column> typed;
    private final Surroundings surroundings;
    private final List<Diagnostic> found = new ArrayList<>();

    /**
     * What a header may refer to.
     *
     * @param tables every table of the project
     * @param known the columns of those whose columns are known
     * @param declare makes one of those known to the binder
     * @param sql what binds the SQL of checks
     * @param parameterTypes what {@code $name} is
     */
    record Surroundings(
            Set<TableName> tables,
            Map<TableName, List<Column>> known,
            Consumer<TableName> declare,
            SqlAnalyzer sql,
            Map<String, String> parameterTypes) {}

    HeaderChecks(Model model, Supplier<HeaderPlaces> places, List<Column> columns, Surroundings surroundings) {
        this.model = model;
        this.places = places;
        this.typed = columns;
        this.columns = columns.stream().map(Column::name).toList();
        this.surroundings = surroundings;
    }

    List<Diagnostic> run() {
        model.columns()
                .forEach(column ->
                        mustExist(column.name(), "columns", () -> places.get().column(column.name())));
        model.uniqueKey()
                .forEach(column ->
                        mustExist(column, "unique_key", () -> places.get().key("unique_key")));
        model.latestBy()
                .ifPresent(column ->
                        mustExist(column, "latest_by", () -> places.get().key("latest_by")));
        model.changesOf().forEach(this::mustBeRead);
        model.checks().forEach(this::check);
        found.addAll(new MissingChecks(model, places, typed, surroundings).run());
        return found;
    }

    private void mustExist(String column, String key, Supplier<Place> place) {
        if (columns.stream().noneMatch(each -> each.equalsIgnoreCase(column))) {
            add(
                    place,
                    ErrorCode.SQL_BINDING,
                    key + " names '" + column + "', which the query does not give" + Nearest.hint(column, columns)
                            + "; it gives " + columns);
        }
    }

    private void mustBeRead(TableName input) {
        if (!surroundings.tables().contains(input)) {
            add(
                    () -> places.get().key("changes_of"),
                    ErrorCode.TABLE_UNKNOWN,
                    "changes_of names " + input + ", which the query does not read");
        }
    }

    private void check(Check check) {
        Rule rule = check.rule();
        if (rule instanceof Rule.NotNull notNull) {
            mustExist(notNull.column(), check.name(), () -> places.get().check(check.name()));
        } else if (rule instanceof Rule.Unique unique) {
            unique.columns()
                    .forEach(column ->
                            mustExist(column, check.name(), () -> places.get().check(check.name())));
        } else if (rule instanceof Rule.AcceptedValues accepted) {
            mustExist(accepted.column(), check.name(), () -> places.get().check(check.name()));
        } else if (rule instanceof Rule.Matches matches) {
            mustExist(matches.column(), check.name(), () -> places.get().check(check.name()));
        } else if (rule instanceof Rule.Between between) {
            mustExist(between.column(), check.name(), () -> places.get().check(check.name()));
        } else if (rule instanceof Rule.Relationships relation) {
            mustExist(relation.column(), check.name(), () -> places.get().check(check.name()));
            target(check, relation);
        } else if (rule instanceof Rule.Sql query) {
            bindable(check, query.query());
        }
        check.where().ifPresent(where -> bindable(check, "SELECT * FROM this WHERE " + where));
    }

    private void target(Check check, Rule.Relationships relation) {
        List<Column> target = surroundings.known().get(relation.to());
        if (!surroundings.tables().contains(relation.to())) {
            add(
                    () -> places.get().check(check.name()),
                    ErrorCode.TABLE_UNKNOWN,
                    check.name() + " refers to " + relation.to() + ", which nothing in the project makes"
                            + Nearest.hint(
                                    relation.to().toString(),
                                    surroundings.tables().stream()
                                            .map(TableName::toString)
                                            .toList()));
        } else if (target != null
                && target.stream().noneMatch(column -> column.name().equalsIgnoreCase(relation.field()))) {
            add(
                    () -> places.get().check(check.name()),
                    ErrorCode.SQL_BINDING,
                    check.name() + " refers to " + relation.to() + "." + relation.field()
                            + ", a column that is not there"
                            + Nearest.hint(
                                    relation.field(),
                                    target.stream().map(Column::name).toList()));
        }
    }

    private void bindable(Check check, String text) {
        try {
            Query query = surroundings.sql().parse(text, ParseOption.ALLOW_THIS);
            boolean allKnown = query.tables().stream()
                    .map(TableReference::name)
                    .allMatch(name -> name.equals(TableReference.THIS)
                            || surroundings.known().containsKey(name));
            if (allKnown) {
                query.tables().stream().map(TableReference::name).forEach(surroundings.declare());
                surroundings.sql().declare(TableReference.THIS, typed);
                surroundings.sql().columns(query, surroundings.parameterTypes());
            }
        } catch (SqlException e) {
            add(() -> places.get().check(check.name()), e.code(), check.name() + ": " + e.message());
        }
    }

    private void add(Supplier<Place> place, ErrorCode code, String message) {
        found.add(new Diagnostic(code, place.get(), message));
    }
}
