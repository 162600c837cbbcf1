package dev.lakesmith.core.plan;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.Check.Rule;
import dev.lakesmith.core.contract.Severity;
import dev.lakesmith.core.project.HeaderPlaces;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.VersionColumns;
import dev.lakesmith.core.role.Role;
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
import java.util.stream.Stream;

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
        if (model.role() instanceof Role.Plain) {
            model.uniqueKey()
                    .forEach(column ->
                            mustExist(column, "unique_key", () -> places.get().key("unique_key")));
        }
        model.latestBy()
                .ifPresent(column ->
                        mustExist(column, "latest_by", () -> places.get().key("latest_by")));
        model.changesOf().forEach(this::mustBeRead);
        // Mistakes in what comes with a part are told where the header names it.
        model.checks().stream().filter(check -> !Role.brings(check.name())).forEach(this::check);
        found.addAll(new ChangeChecks(model, places, typed, surroundings).run());
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
        named(rule)
                .forEach(column ->
                        mustExist(column, check.name(), () -> places.get().check(check.name())));
        new RuleTypes(typed)
                .complaint(rule)
                .ifPresent(complaint -> add(
                        () -> places.get().check(check.name()),
                        ErrorCode.VALUE_INVALID,
                        check.name() + ": " + complaint));
        if (rule instanceof Rule.Relationships relation) {
            target(check, relation.to(), List.of(relation.field()));
        } else if (rule instanceof Rule.Compare compare) {
            List<String> compared = compared(check, compare);
            target(check, compare.to(), compared);
            comparable(check, compare.to(), compared);
        } else if (rule instanceof Rule.Sql query) {
            bindable(check, query.query());
        }
        check.where().ifPresent(where -> bindable(check, "SELECT * FROM this WHERE " + where));
    }

    /** The columns of the model's own table that a rule names. */
    private static List<String> named(Rule rule) {
        if (rule instanceof Rule.NotNull notNull) {
            return List.of(notNull.column());
        } else if (rule instanceof Rule.Unique unique) {
            return unique.columns();
        } else if (rule instanceof Rule.Grain grain) {
            return grain.columns();
        } else if (rule instanceof Rule.AcceptedValues accepted) {
            return List.of(accepted.column());
        } else if (rule instanceof Rule.Matches matches) {
            return List.of(matches.column());
        } else if (rule instanceof Rule.Between between) {
            return List.of(between.column());
        } else if (rule instanceof Rule.Relationships relation) {
            return List.of(relation.column());
        } else if (rule instanceof Rule.Measured measured) {
            return measured.column().stream().toList();
        } else if (rule instanceof Rule.Freshness freshness) {
            return List.of(freshness.column());
        } else if (rule instanceof Rule.NoOverlap intervals) {
            return Stream.concat(intervals.key().stream(), Stream.of(intervals.from(), intervals.to()))
                    .toList();
        } else if (rule instanceof Rule.Compare compare) {
            return compare.key();
        }
        return List.of();
    }

    /** What both tables must have; a column that only the other has is a difference nobody would see. */
    private List<String> compared(Check check, Rule.Compare compare) {
        List<Column> other = surroundings.known().getOrDefault(compare.to(), List.of());
        other.stream()
                .map(Column::name)
                .filter(name -> compare.except().stream().noneMatch(name::equalsIgnoreCase))
                .forEach(name -> mustExist(
                        name,
                        check.name() + ": the column must be in both tables or in 'except'; " + compare.to(),
                        () -> places.get().check(check.name())));
        return columns.stream()
                .filter(name -> compare.except().stream().noneMatch(name::equalsIgnoreCase))
                .toList();
    }

    private void comparable(Check check, TableName to, List<String> compared) {
        for (Column other : surroundings.known().getOrDefault(to, List.of())) {
            typed.stream()
                    .filter(column -> compared.contains(column.name()))
                    .filter(column -> column.name().equalsIgnoreCase(other.name()))
                    .flatMap(column -> RuleTypes.incomparable(column, other).stream())
                    .forEach(complaint -> add(
                            () -> places.get().check(check.name()),
                            ErrorCode.VALUE_INVALID,
                            check.name() + ": " + complaint));
        }
    }

    private void target(Check check, TableName to, List<String> fields) {
        List<Column> target = surroundings.known().get(to);
        if (!surroundings.tables().contains(to)) {
            add(
                    () -> places.get().check(check.name()),
                    ErrorCode.TABLE_UNKNOWN,
                    check.name() + " refers to " + to + ", which nothing in the project makes"
                            + Nearest.hint(
                                    to.toString(),
                                    surroundings.tables().stream()
                                            .map(TableName::toString)
                                            .toList()));
            return;
        }
        if (target == null) {
            return;
        }
        for (String field : fields) {
            if (target.stream().noneMatch(column -> column.name().equalsIgnoreCase(field))) {
                add(
                        () -> places.get().check(check.name()),
                        ErrorCode.SQL_BINDING,
                        check.name() + " refers to " + to + "." + field + ", a column that is not there"
                                + Nearest.hint(
                                        field, target.stream().map(Column::name).toList()));
            }
        }
    }

    /** A check that judges rows before they become versions knows only what the query gives. */
    private List<Column> columnsFor(Check check) {
        return check.severity() == Severity.QUARANTINE ? VersionColumns.given(typed, model) : typed;
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
                surroundings.sql().declare(TableReference.THIS, columnsFor(check));
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
