package dev.lakesmith.core.plan;

import dev.lakesmith.core.connector.Landing;
import dev.lakesmith.core.contract.Check.Rule;
import dev.lakesmith.core.contract.ColumnContract;
import dev.lakesmith.core.contract.Severity;
import dev.lakesmith.core.engine.Identities;
import dev.lakesmith.core.engine.Quarantined;
import dev.lakesmith.core.project.HeaderPlaces;
import dev.lakesmith.core.project.LoadedProject.Completeness;
import dev.lakesmith.core.project.LoadedProject.Remains;
import dev.lakesmith.core.project.Materialization;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.Parameter;
import dev.lakesmith.core.project.Project;
import dev.lakesmith.core.role.Links;
import dev.lakesmith.core.role.Role;
import dev.lakesmith.lake.LakeProperties;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.StoredView;
import dev.lakesmith.sql.ParameterUse;
import dev.lakesmith.sql.Query;
import dev.lakesmith.sql.SqlAnalyzer;
import dev.lakesmith.sql.SqlException;
import dev.lakesmith.sql.TableReference;
import dev.lakesmith.sql.TimeAndChance;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.Diagnostic;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.Place;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Understands a project's SQL: what each model reads, what it gives, and every mistake in it. */
public final class Analyzer {

    /** Without a name that is near. */
    private static final Pattern NO_SUCH_COLUMN =
            Pattern.compile("(?s)column '[^']*' not found in [^;]*; there is: .*");

    private final Project project;
    private final SqlAnalyzer sql;
    private final Map<TableName, List<Column>> known;
    private final Map<String, String> parameterTypes;
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final Set<String> notes = new TreeSet<>();

    private final Set<TableName> declared = new HashSet<>();
    private final Set<TableName> settled = new HashSet<>();
    private final Set<TableName> broken = new HashSet<>();
    /** Tables that the next run makes anew with other columns than the lake has, and what reads them. */
    private final Set<TableName> redeclared = new HashSet<>();

    private final LakeView view;
    private final Depth depth;

    /** How much is bound. */
    public enum Depth {
        /** Every model. */
        EVERYTHING,
        /** Models whose table was made by this very definition from these very inputs are taken as they are. */
        CHANGES
    }

    private Analyzer(Project project, LakeView view, Depth depth, SqlAnalyzer sql, Map<TableName, List<Column>> known) {
        this.project = project;
        this.view = view;
        this.depth = depth;
        this.sql = sql;
        this.known = new HashMap<>(known);
        this.parameterTypes = project.parameters().stream().collect(Collectors.toMap(Parameter::name, Parameter::type));
        streams(project).forEach(this::redeclare);
    }

    /** The declared types hold from the next run on, whatever the lake has now. */
    private void redeclare(dev.lakesmith.core.project.Stream stream) {
        Optional<LakeTable> loaded = view.table(stream.bronze());
        boolean same = loaded.flatMap(table -> table.property(LakeProperties.FINGERPRINT))
                .equals(Optional.of(StreamFingerprint.of(stream)));
        if (loaded.isEmpty() || same) {
            return;
        }
        Map<String, String> declaredTypes = stream.columns().stream()
                .filter(column -> column.type().isPresent())
                .collect(Collectors.toMap(
                        column -> column.name().toLowerCase(Locale.ROOT),
                        column -> sql.canonicalType(column.type().get())));
        redeclared.add(stream.bronze());
        List<Column> there = loaded.get().columns();
        Stream<Column> kept = there.stream()
                .map(column -> new Column(
                        column.name(),
                        declaredTypes.getOrDefault(column.name().toLowerCase(Locale.ROOT), column.type())));
        Stream<Column> added = stream.columns().stream()
                .filter(column -> !column.otherTypes().isOpen())
                .map(ColumnContract::name)
                .filter(name -> there.stream().noneMatch(each -> each.name().equalsIgnoreCase(name)))
                .map(name -> new Column(name, declaredTypes.getOrDefault(name.toLowerCase(Locale.ROOT), "VARCHAR")));
        known.put(stream.bronze(), Stream.concat(kept, added).toList());
    }

    /**
     * Analyses a project.
     *
     * @param expected the columns that tables not loaded yet will have, as far as that is known
     */
    public static Analysis analyze(
            Project project, LakeView view, Depth depth, Map<TableName, List<Column>> expected, SqlAnalyzer sql) {
        return new Analyzer(project, view, depth, sql, known(project, view, expected)).analyze();
    }

    private static Map<TableName, List<Column>> known(
            Project project, LakeView view, Map<TableName, List<Column>> expected) {
        Map<TableName, List<Column>> known = new HashMap<>(expected);
        for (dev.lakesmith.core.project.Stream stream : streams(project)) {
            view.table(stream.bronze()).map(LakeTable::columns).ifPresent(found -> known.put(stream.bronze(), found));
            known.put(stream.landing(), Landing.COLUMNS);
            known.put(Quarantined.tableFor(stream.bronze()), Quarantined.COLUMNS);
        }
        for (Model model : project.models()) {
            known.put(Quarantined.tableFor(model.name()), Quarantined.COLUMNS);
            if (model.role() instanceof Role.Conformed) {
                known.put(Identities.historyFor(model.name()), Identities.COLUMNS);
            }
        }
        return known;
    }

    /**
     * Finds the SQL mistakes in what is sound of a project whose files have mistakes. What depends on a file with
     * mistakes is left out.
     *
     * @param expected as for a sound project
     */
    public static Analysis analyze(
            Remains remains, LakeView view, Map<TableName, List<Column>> expected, SqlAnalyzer sql) {
        Analyzer analyzer =
                new Analyzer(remains.project(), view, Depth.EVERYTHING, sql, known(remains.project(), view, expected));
        analyzer.broken.addAll(remains.broken());
        remains.broken().forEach(table -> analyzer.broken.add(Quarantined.tableFor(table)));
        Analysis analysis = analyzer.analyze();
        return remains.complete() == Completeness.EVERY_TABLE_NAMED
                ? analysis
                : new Analysis(
                        analysis.project(),
                        analysis.models(),
                        analysis.diagnostics().stream()
                                .filter(each -> each.code() != ErrorCode.TABLE_UNKNOWN)
                                .toList(),
                        analysis.notes());
    }

    private static List<dev.lakesmith.core.project.Stream> streams(Project project) {
        return project.sources().stream()
                .flatMap(source -> source.streams().stream())
                .toList();
    }

    /** A model that parses. */
    private record Parsed(Model model, Query query, Links links, List<TableName> inputs) {}

    private Analysis analyze() {
        Set<TableName> tables = ProjectTables.of(project, known.keySet());
        tables.addAll(broken);
        sql.suggest(tables);
        Map<TableName, Query> queries = new LinkedHashMap<>();
        for (Model model : project.models()) {
            parse(model).ifPresent(query -> queries.put(model.name(), query));
        }
        Map<TableName, Links> links = new RoleLinks(project, queries, diagnostics::add).find();
        Map<TableName, Parsed> parsed = new LinkedHashMap<>();
        for (Model model : project.models()) {
            Query query = queries.get(model.name());
            if (query != null) {
                Links linked = links.getOrDefault(model.name(), Links.NONE);
                parsed.put(model.name(), new Parsed(model, query, linked, inputs(model, query, linked)));
            }
        }
        parsed.values().forEach(each -> unknownTables(each.model(), each.query(), tables));
        Map<TableName, List<TableName>> reads = new LinkedHashMap<>();
        Map<TableName, TableName> owners = QuarantineOwners.in(project);
        parsed.forEach((name, each) -> reads.put(
                name,
                Stream.concat(
                                each.inputs().stream(),
                                each.inputs().stream()
                                        .flatMap(input -> Optional.ofNullable(owners.get(input)).stream())
                                        .filter(owner -> !owner.equals(name)))
                        .toList()));
        List<AnalyzedModel> analyzed = Order.inputsFirst(reads, this::cycle).stream()
                .map(name -> Optional.ofNullable(parsed.get(name)).orElseThrow())
                .map(this::bind)
                .toList();
        analyzed.forEach(each -> WholeExtracts.mistake(project, each).ifPresent(diagnostics::add));
        analyzed.stream().filter(this::headerIsOpen).forEach(each -> each.columns()
                .ifPresent(columns -> checkHeader(each, columns, tables)));
        analyzed.stream()
                .filter(each -> !settled.contains(each.model().name()))
                .forEach(each -> diagnostics.addAll(
                        new VersioningChecks(each, () -> HeaderPlaces.of(project, each.model())).run()));
        diagnostics.sort(Comparator.comparing((Diagnostic each) -> each.place().file())
                .thenComparing(each -> each.place().line())
                .thenComparing(each -> each.place().column()));
        return new Analysis(project, analyzed, diagnostics, List.copyOf(notes));
    }

    /** Whether a header may have mistakes: its model is not settled, or its checks read what is not what it was. */
    private boolean headerIsOpen(AnalyzedModel analyzed) {
        return !settled.contains(analyzed.model().name())
                || (!redeclared.isEmpty()
                        && CheckInputs.tables(analyzed.model(), sql).stream().anyMatch(redeclared::contains));
    }

    private Optional<Query> parse(Model model) {
        try {
            return Optional.of(sql.parse(model.sql()));
        } catch (SqlException e) {
            diagnostics.add(new Diagnostic(e.code(), place(model, e.offset()), e.message()));
            return Optional.empty();
        }
    }

    private void unknownTables(Model model, Query query, Set<TableName> tables) {
        for (TableReference reference : query.tables()) {
            if (!tables.contains(reference.name())) {
                List<String> names = tables.stream().map(TableName::toString).toList();
                diagnostics.add(new Diagnostic(
                        ErrorCode.TABLE_UNKNOWN,
                        place(model, reference.offset()),
                        "nothing in the project makes " + reference.name()
                                + Nearest.hint(reference.name().toString(), names)));
            }
        }
    }

    private void cycle(List<TableName> cycle) {
        Model first = project.models().stream()
                .filter(model -> model.name().equals(cycle.get(0)))
                .findFirst()
                .orElseThrow();
        String path = cycle.stream().map(TableName::toString).collect(Collectors.joining(" → "));
        diagnostics.add(new Diagnostic(
                ErrorCode.CYCLE,
                first.sqlStart(),
                "models read each other in a circle: " + path + " → " + cycle.get(0)
                        + "; let one of them read something else" + inferring(cycle)));
    }

    /** A dimension reads facts nobody wrote into its query: that must be said. */
    private String inferring(List<TableName> cycle) {
        return project.models().stream()
                .filter(model -> cycle.contains(model.name()))
                .filter(model -> model.role() instanceof Role.Fact fact
                        && fact.dimensions().stream()
                                .anyMatch(reference ->
                                        reference.missing() == Role.Missing.INFER && cycle.contains(reference.of())))
                .findFirst()
                .map(fact -> ". A dimension is made after " + fact.name() + ", to add the members that it names: let "
                        + fact.name() + " read what the dimension is made from, or write 'missing: unknown' in its"
                        + " reference")
                .orElse("");
    }

    private AnalyzedModel bind(Parsed parsed) {
        Model model = parsed.model();
        Query query = parsed.query();
        List<TableName> inputs = parsed.inputs();
        for (ParameterUse use : query.parameters()) {
            parameter(model, use);
        }
        String fingerprint =
                RoleFingerprint.added(Definition.fingerprint(model, query, project, sql), model.role(), parsed.links());
        boolean sameInputs = inputs.stream().noneMatch(redeclared::contains);
        if (!sameInputs) {
            redeclared.add(model.name());
        }
        Optional<List<Column>> columns = sameInputs ? settledColumns(model, inputs, fingerprint) : Optional.empty();
        if (columns.isPresent()) {
            settled.add(model.name());
            known.put(model.name(), columns.get());
            return new AnalyzedModel(model, query, inputs, parsed.links(), columns, fingerprint);
        }
        tellOfTime(model, query);
        List<TableName> bound =
                query.tables().stream().map(TableReference::name).toList();
        List<TableName> unknown =
                bound.stream().filter(input -> !known.containsKey(input)).toList();
        if (unknown.isEmpty()) {
            bound.forEach(this::declare);
            columns = columns(model, query);
        } else {
            unknown.stream()
                    .filter(input -> input.schema().equals("bronze") && !broken.contains(input))
                    .forEach(input -> notes.add(input + " is not loaded yet; the columns that models take from it are"
                            + " checked when it is"));
        }
        columns.ifPresent(found -> known.put(model.name(), found));
        Optional<List<Column>> published = view.table(model.name())
                .map(LakeTable::columns)
                .or(() -> view.view(model.name()).map(StoredView::columns));
        if (!columns.equals(published)) {
            redeclared.add(model.name());
        }
        return new AnalyzedModel(model, query, inputs, parsed.links(), columns, fingerprint);
    }

    /** No mistake, for many want just that; but nobody should be surprised. */
    private void tellOfTime(Model model, Query query) {
        SortedSet<String> words = TimeAndChance.in(query);
        if (!words.isEmpty() && model.materialization() != Materialization.VIEW) {
            notes.add(model.name() + " uses " + String.join(", ", words)
                    + ": its rows keep the answer of the run that computed them, and no run computes them again because"
                    + " time has passed; a view or a parameter such as $day may be what you want");
        }
    }

    private Optional<List<Column>> settledColumns(Model model, List<TableName> inputs, String fingerprint) {
        if (depth == Depth.EVERYTHING) {
            return Optional.empty();
        }
        return view.table(model.name())
                .filter(table -> table.property(LakeProperties.FINGERPRINT).equals(Optional.of(fingerprint)))
                .filter(table ->
                        table.property(LakeProperties.CHECKS).orElse("").equals(CheckInputs.fingerprint(model)))
                .filter(table -> Inputs.read(table).equals(Inputs.of(inputs, view, sql)))
                .filter(LakeTable::hasOwnColumns)
                .map(LakeTable::columns);
    }

    /** Makes a table known to the binder, when something is bound that reads it. */
    private void declare(TableName table) {
        List<Column> columns = known.get(table);
        if (columns != null && declared.add(table)) {
            sql.declare(table, columns);
        }
    }

    /** What the query and its part read, and the tables that decide which of its rows are quarantined. */
    private static List<TableName> inputs(Model model, Query query, Links links) {
        Stream<TableName> read = query.tables().stream().map(TableReference::name);
        Stream<TableName> held = model.checks().stream()
                .filter(check -> check.severity() == Severity.QUARANTINE)
                .flatMap(check -> check.rule() instanceof Rule.Relationships relation
                        ? Stream.of(relation.to()).filter(to -> !to.equals(model.name()))
                        : Stream.empty());
        return Stream.concat(Stream.concat(read, held), links.reads().stream())
                .distinct()
                .toList();
    }

    /** Only when every model is bound: a header may name tables that come later. */
    private void checkHeader(AnalyzedModel analyzed, List<Column> columns, Set<TableName> tables) {
        diagnostics.addAll(HeaderReview.of(
                project,
                analyzed,
                columns,
                new HeaderChecks.Surroundings(tables, known, this::declare, sql, parameterTypes)));
    }

    private void parameter(Model model, ParameterUse use) {
        Optional<Parameter> declared = project.parameters().stream()
                .filter(each -> each.name().equals(use.name()))
                .findFirst();
        if (model.materialization() == Materialization.VIEW) {
            diagnostics.add(new Diagnostic(
                    ErrorCode.PARAMETER_INVALID,
                    place(model, use.offset()),
                    "a view cannot use the parameter $" + use.name()
                            + ": whoever reads the view gives no value; make it" + " a table"));
        } else if (declared.isEmpty()) {
            diagnostics.add(new Diagnostic(
                    ErrorCode.PARAMETER_INVALID,
                    place(model, use.offset()),
                    "$" + use.name() + " is not declared under 'parameters' in lakesmith.yml"
                            + Nearest.hint(use.name(), parameterTypes.keySet())));
        }
    }

    private Optional<List<Column>> columns(Model model, Query query) {
        try {
            return Optional.of(TableColumns.of(model, query, sql, parameterTypes));
        } catch (SqlException e) {
            Place place = place(model, e.offset());
            boolean told = diagnostics.stream()
                    .anyMatch(each -> each.code() == ErrorCode.PARAMETER_INVALID
                            && each.code() == e.code()
                            && each.place().equals(place));
            if (!told) {
                diagnostics.add(new Diagnostic(e.code(), place, e.message() + notLoaded(query, e)));
            }
        } catch (LakesmithException e) {
            diagnostics.add(new Diagnostic(e.code(), model.sqlStart(), e.message()));
        }
        return Optional.empty();
    }

    /** A file that nobody has loaded may have the column; then its declaration lets the model be bound. */
    private String notLoaded(Query query, SqlException e) {
        if (!NO_SUCH_COLUMN.matcher(e.message()).matches()) {
            return "";
        }
        return streams(project).stream()
                .filter(stream ->
                        query.tables().stream().anyMatch(table -> table.name().equals(stream.bronze())))
                .findFirst()
                .map(stream -> ". If files of " + stream.bronze() + " that are not loaded yet have it, declare it under"
                        + " 'columns' of the stream at " + stream.place())
                .orElse("");
    }

    private static Place place(Model model, int offset) {
        return SqlPlaces.at(model, offset);
    }
}
