package dev.lakesmith.core.test;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.Check.Rule;
import dev.lakesmith.core.contract.Severity;
import dev.lakesmith.core.plan.AnalyzedModel;
import dev.lakesmith.core.plan.TableColumns;
import dev.lakesmith.core.project.Parameter;
import dev.lakesmith.core.project.Project;
import dev.lakesmith.core.project.Seed;
import dev.lakesmith.core.project.UnitTest;
import dev.lakesmith.core.test.PreparedTest.Change;
import dev.lakesmith.core.test.PreparedTest.Expectation;
import dev.lakesmith.core.test.PreparedTest.Input;
import dev.lakesmith.sql.ParameterUse;
import dev.lakesmith.sql.ParseOption;
import dev.lakesmith.sql.SqlAnalyzer;
import dev.lakesmith.sql.SqlException;
import dev.lakesmith.sql.TableReference;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.Diagnostic;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.Place;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds one test against the project and tells its mistakes. */
final class SingleTest {

    private final UnitTest test;
    private final AnalyzedModel model;
    private final TestColumns knowledge;
    private final List<Parameter> parameters;
    private final Project project;
    private final SqlAnalyzer sql;
    private final List<Diagnostic> diagnostics;
    private final Map<TableName, Input> inputs = new LinkedHashMap<>();

    SingleTest(
            UnitTest test,
            AnalyzedModel model,
            TestColumns knowledge,
            List<Parameter> parameters,
            Project project,
            SqlAnalyzer sql,
            List<Diagnostic> diagnostics) {
        this.test = test;
        this.model = model;
        this.knowledge = knowledge;
        this.parameters = parameters;
        this.project = project;
        this.sql = sql;
        this.diagnostics = diagnostics;
    }

    /** The test; of use only when no mistake was told. */
    PreparedTest prepare() {
        requireValues();
        Map<Check, Set<TableName>> elsewhere = elsewhere();
        collectInputs(elsewhere);
        tellStrayTypes();
        List<PreparedTest.Run> runs = new ArrayList<>();
        GivenRows given = new GivenRows(inputs, sql, diagnostics);
        List<List<Change>> changes =
                test.runs().stream().map(run -> given.changes(run.given())).toList();
        Set<String> judged = judged(elsewhere);
        List<Column> columns = haveInputs() ? bind() : List.of();
        if (!columns.isEmpty()) {
            ExpectedRows expected = new ExpectedRows(model.model(), columns, judged, diagnostics);
            for (int i = 0; i < changes.size(); i++) {
                UnitTest.Run run = test.runs().get(i);
                List<Expectation> states =
                        run.expected().stream().map(expected::of).toList();
                runs.add(new PreparedTest.Run(changes.get(i), run.now(), states));
            }
        }
        List<Check> checks = model.model().checks().stream()
                .filter(check -> check.severity() == Severity.QUARANTINE || judged.contains(check.name()))
                .toList();
        return new PreparedTest(test, model.withChecks(checks), parameters, List.copyOf(inputs.values()), runs);
    }

    private boolean haveInputs() {
        Set<TableName> needed = new HashSet<>(model.inputs());
        needed.removeAll(model.links().optional());
        return inputs.keySet().containsAll(needed);
    }

    private void requireValues() {
        for (ParameterUse use : model.query().parameters()) {
            boolean missing = parameters.stream()
                    .anyMatch(each ->
                            each.name().equals(use.name()) && each.value().isEmpty());
            if (missing) {
                tell(
                        ErrorCode.PARAMETER_INVALID,
                        test.place(),
                        model.model().name() + " needs a value of $" + use.name()
                                + ", which has no default; give it under" + " vars");
            }
        }
    }

    /** The checks that read other tables, with those tables. */
    private Map<Check, Set<TableName>> elsewhere() {
        Map<Check, Set<TableName>> tables = new LinkedHashMap<>();
        for (Check check : model.model().checks()) {
            if (check.severity() == Severity.QUARANTINE || !check.readsOtherTables()) {
                continue;
            }
            Set<TableName> read = new LinkedHashSet<>();
            if (check.rule() instanceof Rule.Relationships relation) {
                read.add(relation.to());
            } else if (check.rule() instanceof Rule.Compare compare) {
                read.add(compare.to());
            } else if (check.rule() instanceof Rule.Sql rule) {
                sql.parse(rule.query(), ParseOption.ALLOW_THIS)
                        .tables()
                        .forEach(reference -> read.add(reference.name()));
            }
            read.remove(TableReference.THIS);
            read.remove(model.model().name());
            tables.put(check, read);
        }
        return tables;
    }

    private void collectInputs(Map<Check, Set<TableName>> elsewhere) {
        Set<TableName> read = new LinkedHashSet<>(model.inputs());
        Set<TableName> checked = new LinkedHashSet<>();
        elsewhere.values().forEach(checked::addAll);
        Map<TableName, List<UnitTest.Given>> given = test.runs().stream()
                .flatMap(run -> run.given().stream())
                .collect(Collectors.groupingBy(UnitTest.Given::table, LinkedHashMap::new, Collectors.toList()));
        read.forEach(table -> input(table, given.getOrDefault(table, List.of())));
        given.forEach((table, rows) -> {
            if (checked.contains(table)) {
                input(table, rows);
            } else if (!read.contains(table)) {
                notRead(table, rows.get(0).place(), read, checked);
            }
        });
        checked.stream().filter(table -> seed(table).isPresent()).forEach(table -> input(table, List.of()));
    }

    private void notRead(TableName table, Place place, Set<TableName> read, Set<TableName> checked) {
        if (table.equals(model.model().name())) {
            tell(
                    ErrorCode.VALUE_INVALID,
                    place,
                    table + " is the model under test; let an earlier one of several 'runs' make its earlier rows");
            return;
        }
        Set<TableName> all = new LinkedHashSet<>(read);
        all.addAll(checked);
        List<String> names = all.stream().map(TableName::toString).toList();
        tell(
                ErrorCode.TABLE_UNKNOWN,
                place,
                model.model().name() + " does not read " + table + "; it reads "
                        + (names.isEmpty() ? "no table" : String.join(", ", names))
                        + Nearest.hint(table.toString(), names));
    }

    private void input(TableName table, List<UnitTest.Given> given) {
        if (inputs.containsKey(table)) {
            return;
        }
        TestColumns.Known known =
                knowledge.of(table, Optional.ofNullable(test.types().get(table)));
        List<Column> columns = new ArrayList<>(known.columns());
        if (known.open()) {
            for (String name : GivenRows.names(given)) {
                boolean there =
                        columns.stream().anyMatch(column -> column.name().equalsIgnoreCase(name));
                if (!there && mentions(name)) {
                    columns.add(new Column(name, "VARCHAR"));
                }
            }
        }
        if (columns.isEmpty()
                && given.isEmpty()
                && !test.types().containsKey(table)
                && model.links().optional().contains(table)) {
            // A dimension needs no fact; without one, nothing names members that it lacks.
            return;
        }
        if (columns.isEmpty()) {
            tell(
                    ErrorCode.TYPE_UNSUPPORTED,
                    given.isEmpty() ? test.place() : given.get(0).place(),
                    "the columns of " + table + " are not known, because what it is made from is not loaded; write them"
                            + " in this file: types: { " + table + ": { column: type } }");
            return;
        }
        inputs.put(table, new Input(table, columns, given.isEmpty() ? seed(table) : Optional.empty()));
    }

    /** Whether the query can mean this column: a name that nothing knows and nobody reads is a slip. */
    private boolean mentions(String column) {
        String query = model.query().sql().toLowerCase(Locale.ROOT);
        return query.contains(column.toLowerCase(Locale.ROOT)) || query.contains("*");
    }

    private Optional<Seed> seed(TableName table) {
        return project.seeds().stream()
                .filter(seed -> seed.name().equals(table))
                .findFirst();
    }

    private void tellStrayTypes() {
        // The types of a file are for all of its tests: a table that another one reads is no mistake here.
        Set<TableName> known = new HashSet<>(inputs.keySet());
        project.models().forEach(each -> known.add(each.name()));
        project.seeds().forEach(each -> known.add(each.name()));
        project.sources().forEach(source -> source.streams().forEach(stream -> known.add(stream.bronze())));
        test.types().forEach((table, types) -> {
            if (!known.contains(table)) {
                List<String> names = known.stream().map(TableName::toString).toList();
                tell(
                        ErrorCode.TABLE_UNKNOWN,
                        types.place(),
                        "nothing in the project makes " + table + Nearest.hint(table.toString(), names));
            }
        });
    }

    private Set<String> judged(Map<Check, Set<TableName>> elsewhere) {
        Set<TableName> filled = inputs.values().stream()
                .filter(input -> input.seed().isPresent()
                        || test.runs().stream()
                                .flatMap(run -> run.given().stream())
                                .anyMatch(given -> given.table().equals(input.table())))
                .map(Input::table)
                .collect(Collectors.toSet());
        // What a table holds as a whole in production says nothing of a handful of rows, unless the test says so.
        Set<String> named = test.runs().stream()
                .flatMap(run -> run.expected().stream())
                .flatMap(expected -> expected.failedChecks().stream())
                .flatMap(names -> names.keySet().stream())
                .collect(Collectors.toSet());
        return model.model().checks().stream()
                .filter(check -> check.severity() != Severity.QUARANTINE)
                .filter(check -> !(check.rule() instanceof Rule.OfTable) || named.contains(check.name()))
                .filter(check -> filled.containsAll(elsewhere.getOrDefault(check, Set.of())))
                .map(Check::name)
                .collect(Collectors.toSet());
    }

    /** The columns of the model's table, over the columns that the test knows. */
    private List<Column> bind() {
        inputs.values().forEach(input -> sql.declare(input.table(), input.columns()));
        Map<String, String> types = parameters.stream().collect(Collectors.toMap(Parameter::name, Parameter::type));
        try {
            return TableColumns.of(model.model(), model.query(), sql, types);
        } catch (SqlException e) {
            return unbound(e.code(), e.message());
        } catch (LakesmithException e) {
            return unbound(e.code(), e.message());
        }
    }

    private List<Column> unbound(ErrorCode code, String message) {
        tell(
                code,
                test.place(),
                "with the columns that this test knows, " + model.model().name() + " cannot be computed: " + message
                        + ". Name every column that it reads under 'types'");
        return List.of();
    }

    private void tell(ErrorCode code, Place place, String message) {
        diagnostics.add(new Diagnostic(code, place, message));
    }
}
