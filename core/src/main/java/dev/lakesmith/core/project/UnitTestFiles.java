package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.Place;
import dev.lakesmith.vocabulary.TableName;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the files of {@code tests/}. Nothing but the commands {@code check} and {@code test} needs them. */
public final class UnitTestFiles {

    private final Project project;
    private final Variables variables;
    private final Diagnostics diagnostics;
    private final FixtureFiles fixtures;

    private UnitTestFiles(Project project, Variables variables, Diagnostics diagnostics, FixtureFiles fixtures) {
        this.project = project;
        this.variables = variables;
        this.diagnostics = diagnostics;
        this.fixtures = fixtures;
    }

    /**
     * The unit tests of a project, or every mistake in them. What they say of tables is not looked into.
     *
     * @param environment what {@code ${env:…}} sees
     */
    public static LoadedTests load(Project project, Map<String, String> environment) {
        Diagnostics diagnostics = new Diagnostics();
        Variables variables = new Variables(project.directory(), environment);
        ProjectFolder folder = new ProjectFolder(project.directory(), diagnostics);
        List<ProjectFolder.Found> files = folder.tests();
        FixtureFiles fixtures = new FixtureFiles(
                folder, files.stream().filter(file -> !isTest(file)).toList(), diagnostics);
        UnitTestFiles reader = new UnitTestFiles(project, variables, diagnostics, fixtures);
        List<UnitTest> tests = new ArrayList<>();
        files.stream().filter(UnitTestFiles::isTest).forEach(file -> folder.text(file)
                .ifPresent(text -> tests.addAll(reader.read(file.shown(), text))));
        if (diagnostics.count() == 0) {
            fixtures.tellUnused();
        }
        return new LoadedTests(tests, diagnostics.sorted(variables.secrets()));
    }

    private static boolean isTest(ProjectFolder.Found file) {
        String name = file.shown();
        return name.endsWith(".yml") || name.endsWith(".yaml");
    }

    private List<UnitTest> read(String file, String text) {
        int before = diagnostics.count();
        Optional<Values> values = YamlText.of(file, text).compose(diagnostics).flatMap(root -> new SpecReader(
                        file, variables, Set.of(), diagnostics)
                .read(root, new ValueType.Nested(UnitTestSpecs.FILE)));
        if (values.isEmpty() && diagnostics.count() == before) {
            diagnostics.add(ErrorCode.KEY_MISSING, Place.of(file), "is empty; a test file needs the key tests");
        }
        List<UnitTest> tests = new ArrayList<>();
        values.ifPresent(all -> all.find("tests", Values.class)
                .ifPresent(named -> named.keys().forEach(name -> named.find(name, Values.class)
                        .ifPresent(test ->
                                read(name, named.keyPlace(name), test, all).ifPresent(tests::add)))));
        return tests;
    }

    private Optional<UnitTest> read(String name, Place place, Values test, Values file) {
        int before = diagnostics.count();
        Optional<Values> owner = Stream.of(test, file)
                .filter(each -> each.keys().contains("model"))
                .findFirst();
        if (owner.isEmpty()) {
            diagnostics.add(
                    ErrorCode.KEY_MISSING,
                    place,
                    "the test '" + name + "' names no model; write model: silver.customers in it, or at the top of the"
                            + " file");
        }
        Map<String, UnitTest.Var> vars = vars(file);
        vars.putAll(vars(test));
        Map<TableName, UnitTest.Types> types = types(file);
        types.putAll(types(test));
        Optional<Instant> now = now(test).or(() -> now(file));
        List<UnitTest.Run> runs = runs(name, place, test, now);
        Optional<String> model = owner.flatMap(each -> each.find("model", String.class));
        return diagnostics.count() > before
                ? Optional.empty()
                : model.map(table -> new UnitTest(
                        name, place, TableName.parse(table), owner.get().place("model"), types, vars, runs));
    }

    private static Optional<Instant> now(Values owner) {
        return owner.find("now", String.class)
                .map(text -> OffsetDateTime.parse(text.replaceFirst(" ", "T")).toInstant());
    }

    private static Map<TableName, UnitTest.Types> types(Values owner) {
        Map<TableName, UnitTest.Types> types = new LinkedHashMap<>();
        owner.find("types", Values.class)
                .ifPresent(tables -> tables.keys().forEach(table -> tables.find(table, Values.class)
                        .filter(columns -> Names.TABLE.complaint(table).isEmpty())
                        .ifPresent(columns -> {
                            Map<String, String> named = new LinkedHashMap<>();
                            columns.keys().forEach(column -> columns.find(column, String.class)
                                    .ifPresent(type -> named.put(column, SqlTypes.canonical(type))));
                            types.put(TableName.parse(table), new UnitTest.Types(tables.keyPlace(table), named));
                        })));
        return types;
    }

    private Map<String, UnitTest.Var> vars(Values owner) {
        Map<String, UnitTest.Var> vars = new LinkedHashMap<>();
        owner.find("vars", Values.class).ifPresent(written -> written.keys()
                .forEach(name -> written.find(name, String.class).ifPresent(value -> {
                    UnitTest.Var var = new UnitTest.Var(value, written.keyPlace(name), written.place(name));
                    checkVar(name, var);
                    vars.put(name, var);
                })));
        return vars;
    }

    private void checkVar(String name, UnitTest.Var var) {
        List<String> known = project.parameters().stream().map(Parameter::name).toList();
        Optional<Parameter> parameter = project.parameters().stream()
                .filter(each -> each.name().equals(name))
                .findFirst();
        if (parameter.isEmpty()) {
            diagnostics.add(
                    ErrorCode.PARAMETER_INVALID,
                    var.key(),
                    "'" + name + "' is not declared under 'parameters' in lakesmith.yml" + Nearest.hint(name, known));
            return;
        }
        ParameterTypes.misfit(parameter.get().type(), var.value())
                .ifPresent(fitting -> diagnostics.add(
                        ErrorCode.PARAMETER_INVALID,
                        var.place(),
                        "$" + name + " is " + parameter.get().type() + ", got " + Shown.value(var.value()) + "; write "
                                + fitting));
    }

    private List<UnitTest.Run> runs(String name, Place place, Values test, Optional<Instant> now) {
        List<Values> written = test.objects("runs");
        if (test.keys().contains("runs") && test.keys().contains("given")) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    test.keyPlace("given"),
                    "a test has either 'given' or 'runs'; move these rows into the first of the runs");
        }
        if (test.keys().contains("runs") && written.isEmpty()) {
            diagnostics.add(ErrorCode.VALUE_INVALID, test.place("runs"), "'runs' is empty; write at least one run");
        }
        boolean single = written.isEmpty();
        Optional<UnitTest.Expected> end = expected(test, single ? UnitTest.Scope.THIS_RUN : UnitTest.Scope.ALL_RUNS);
        if (single) {
            written = List.of(test.only(List.of("given")));
        }
        List<UnitTest.Run> runs = new ArrayList<>();
        boolean expects = test.keys().contains("expect");
        for (Values run : written) {
            List<UnitTest.Expected> expected = new ArrayList<>();
            expected(run, UnitTest.Scope.THIS_RUN).ifPresent(expected::add);
            if (runs.size() == written.size() - 1) {
                end.ifPresent(expected::add);
            }
            expects |= run.keys().contains("expect");
            runs.add(new UnitTest.Run(given(run), now(run).or(() -> now), expected));
        }
        if (!expects) {
            diagnostics.add(
                    ErrorCode.KEY_MISSING,
                    place,
                    "the test '" + name + "' expects nothing; write the rows under expect");
        }
        return runs;
    }

    private List<UnitTest.Given> given(Values run) {
        List<UnitTest.Given> given = new ArrayList<>();
        run.find("given", Values.class).ifPresent(tables -> tables.keys().stream()
                .filter(table -> Names.TABLE.complaint(table).isEmpty())
                .forEach(table -> given(tables, table).ifPresent(given::add)));
        return given;
    }

    private Optional<UnitTest.Given> given(Values tables, String table) {
        Optional<Values> more = tables.value(table, Values.class);
        UnitTest.Change change = more.flatMap(each -> each.find("change", String.class))
                .map(word -> UnitTest.Change.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(UnitTest.Change.ADD);
        Optional<UnitTest.Rows> sql = more.flatMap(
                each -> each.find("sql", String.class).map(query -> new UnitTest.Rows.Sql(query, each.place("sql"))));
        Optional<UnitTest.Rows> rows = sql.or(() -> more.isPresent()
                ? rows(more.get()).map(UnitTest.Rows.class::cast)
                : Optional.of(written(tables, table)));
        return rows.map(found -> new UnitTest.Given(TableName.parse(table), tables.keyPlace(table), change, found));
    }

    private Optional<UnitTest.Rows.Written> rows(Values owner) {
        if (owner.keys().contains("rows")) {
            return Optional.of(written(owner, "rows"));
        }
        return owner.find("file", String.class)
                .flatMap(name -> fixtures.rows(name, owner.place("file")))
                .map(rows -> new UnitTest.Rows.Written(rows, owner.place("file")));
    }

    /** A list of rows that stands behind a key. */
    private static UnitTest.Rows.Written written(Values owner, String key) {
        List<UnitTest.Row> rows = new ArrayList<>();
        List<Place> places = owner.elementPlaces(key);
        List<Object> elements = owner.elements(key);
        for (int i = 0; i < elements.size(); i++) {
            // A row that could not be read is missing here, and the places no longer match; that is told already.
            Place place = places.size() == elements.size() ? places.get(i) : owner.place(key);
            if (elements.get(i) instanceof Values row) {
                rows.add(row(row, place));
            }
        }
        return new UnitTest.Rows.Written(rows, owner.place(key));
    }

    private static UnitTest.Row row(Values row, Place place) {
        List<Cell.Fields.Field> cells = new ArrayList<>();
        row.keys().forEach(column -> row.find(column, Cell.class)
                .ifPresent(cell -> cells.add(new Cell.Fields.Field(column, row.keyPlace(column), cell))));
        return new UnitTest.Row(cells, place);
    }

    private Optional<UnitTest.Expected> expected(Values owner, UnitTest.Scope scope) {
        if (!owner.keys().contains("expect")) {
            return Optional.empty();
        }
        Place place = owner.keyPlace("expect");
        Optional<Values> more = owner.value("expect", Values.class);
        if (more.isEmpty()) {
            return Optional.of(new UnitTest.Expected(
                    place,
                    scope,
                    Optional.of(written(owner, "expect")),
                    Map.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty()));
        }
        Values state = more.get();
        if (state.keys().contains("rows") && state.keys().contains("file")) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    state.keyPlace("file"),
                    "a test result takes its rows from 'rows' or from 'file'; remove one");
        }
        if (state.keys().isEmpty()) {
            diagnostics.add(ErrorCode.KEY_MISSING, place, "'expect' is empty; write the rows, or [] for none");
        }
        return Optional.of(new UnitTest.Expected(
                place,
                scope,
                rows(state),
                named(state, "columns").orElse(Map.of()),
                quarantine(state),
                named(state, "failed_checks"),
                drops(state)));
    }

    private static Optional<Map<String, Place>> named(Values owner, String key) {
        if (!owner.keys().contains(key)) {
            return Optional.empty();
        }
        Map<String, Place> names = new LinkedHashMap<>();
        List<String> texts = owner.texts(key);
        List<Place> places = owner.elementPlaces(key);
        for (int i = 0; i < texts.size(); i++) {
            names.put(texts.get(i), places.size() == texts.size() ? places.get(i) : owner.place(key));
        }
        return Optional.of(names);
    }

    private static List<UnitTest.QuarantinedRow> quarantine(Values state) {
        return state.objects("quarantine").stream()
                .map(each -> new UnitTest.QuarantinedRow(
                        each.find("reason", String.class).orElse(""),
                        each.find("row", Values.class).map(row -> row(row, each.place("row"))),
                        each.place()))
                .toList();
    }

    private static Optional<Map<String, Long>> drops(Values state) {
        return state.find("drops", Values.class).map(written -> {
            Map<String, Long> drops = new LinkedHashMap<>();
            written.keys()
                    .forEach(reason -> written.find(reason, Long.class).ifPresent(count -> drops.put(reason, count)));
            return drops;
        });
    }
}
