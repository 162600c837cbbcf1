package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.connectors.files.FilesConnector;
import dev.lakesmith.connectors.http.HttpConnector;
import dev.lakesmith.connectors.jdbc.JdbcConnector;
import dev.lakesmith.connectors.singer.SingerConnector;
import dev.lakesmith.core.connector.Connector;
import dev.lakesmith.core.connector.Excerpt;
import dev.lakesmith.core.connector.Span;
import dev.lakesmith.core.crawl.Crawl;
import dev.lakesmith.core.crawl.Crawler;
import dev.lakesmith.core.engine.Quarantined;
import dev.lakesmith.core.engine.QueryResult;
import dev.lakesmith.core.engine.ResultFormat;
import dev.lakesmith.core.engine.TraceRow;
import dev.lakesmith.core.history.RunRecord;
import dev.lakesmith.core.history.SqliteHistory;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.plan.Analysis;
import dev.lakesmith.core.project.Project;
import dev.lakesmith.core.project.ProjectLoader;
import dev.lakesmith.core.project.ProjectRequest;
import dev.lakesmith.core.project.UnitTestFiles;
import dev.lakesmith.core.relationalize.Relationalizer;
import dev.lakesmith.core.run.ExtractOptions;
import dev.lakesmith.core.run.ExtractPlanning;
import dev.lakesmith.core.run.Planning;
import dev.lakesmith.core.run.Replay;
import dev.lakesmith.core.run.ReplayReport;
import dev.lakesmith.core.run.RunListener;
import dev.lakesmith.core.run.RunOptions;
import dev.lakesmith.core.run.RunReport;
import dev.lakesmith.core.run.Runner;
import dev.lakesmith.core.run.StepReport;
import dev.lakesmith.core.run.Trace;
import dev.lakesmith.core.run.Workspace;
import dev.lakesmith.core.test.TestPreparation;
import dev.lakesmith.core.test.TestReport;
import dev.lakesmith.core.test.UnitTests;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.lake.LakeProperties;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.RowChange;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.storage.Locations;
import dev.lakesmith.lake.storage.WorkFolder;
import dev.lakesmith.sql.SqlAnalyzer;
import dev.lakesmith.vocabulary.Diagnostic;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A project whose runs go through this engine, from files to tables. Each run opens it anew, as a command does. */
final class Workbench {

    private static final List<Connector> CONNECTORS =
            List.of(new FilesConnector(), new JdbcConnector(), new HttpConnector(), new SingerConnector());
    /** Shared, since it parses only here: opening one takes longer than most queries. */
    private static final SqlAnalyzer PARSER = SqlAnalyzer.open();

    private final Path folder;
    private Clock clock = Clock.systemUTC();

    private Workbench(Path folder) {
        this.folder = folder;
    }

    /** The smallest sound project in a folder. */
    static Workbench in(Path folder) {
        return new Workbench(folder)
                .file(
                        "lakesmith.yml",
                        "name: test\ntargets:\n  dev: { warehouse: ./lake, threads: 2, memory: 512MB }\n");
    }

    /** Makes it this time from now on. */
    Workbench time(String instant) {
        clock = Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
        return this;
    }

    /** Writes a file in UTF-8, replacing what was there. */
    Workbench file(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a file, replacing what was there. */
    Workbench file(String name, byte[] bytes) {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the source {@code in}; each stream is a line such as {@code x: { path: drop/*.csv, format: csv }}. */
    Workbench streams(String... streams) {
        return file("sources/in.yml", "connector: files\nstreams:\n  " + String.join("\n  ", streams) + "\n");
    }

    /** Writes a model with its header, which is YAML. */
    Workbench model(String table, String header, String query) {
        return file("models/" + table.replace('.', '/') + ".sql", "/* lakesmith\n" + header + "\n*/\n" + query + "\n");
    }

    /** Replays the quarantine of a table; {@code where} may be empty. */
    ReplayReport replay(String table, String where, Replay.Mode mode) {
        return open(workspace -> new Replay(workspace, RunListener.SILENT)
                .run(TableName.parse(table), Optional.of(where).filter(text -> !text.isEmpty()), mode));
    }

    /** Writes the models that take a table apart into the project; the key is looked for when none is given. */
    Relationalizer.Result relationalize(String table, String... key) {
        return relationalize(new Relationalizer.Request(
                TableName.parse(table), "silver", Optional.empty(), List.of(key), Optional.empty()));
    }

    /** As {@link #relationalize(String, String...)}, with a name for the record's model. */
    Relationalizer.Result relationalizeAs(String name, String table) {
        return relationalize(new Relationalizer.Request(
                TableName.parse(table), "silver", Optional.of(name), List.of(), Optional.empty()));
    }

    /** As {@link #relationalize(String, String...)}, with all that can be asked for. */
    Relationalizer.Result relationalize(Relationalizer.Request request) {
        Relationalizer.Result result = open(workspace -> new Relationalizer(workspace).models(request));
        result.models()
                .forEach(model -> file(
                        "models/" + model.name().schema() + "/" + model.name().name() + ".sql", model.text()));
        return result;
    }

    /** Traces rows of a table. */
    List<TraceRow> trace(String table, String where, int limit) {
        return open(workspace -> new Trace(workspace, new Planning(workspace).analyze(), Set.of())
                .rows(TableName.parse(table), where, limit));
    }

    /** Puts records into a table's quarantine; each is reason, raw, file, line and batch, separated by bars. */
    void quarantine(String table, String... records) {
        try (Lake lake = lake();
                DuckDbEngine engine =
                        DuckDbEngine.of(new DuckDbSettings(512L << 20, 2, folder.resolve("spill")), lake, PARSER)) {
            Branch branch = lake.branch("test");
            TableName quarantine = Quarantined.tableFor(TableName.parse(table));
            TableDraft draft = branch.draft(quarantine, Quarantined.COLUMNS);
            List<List<?>> rows = new ArrayList<>();
            for (String record : records) {
                List<Object> row = new ArrayList<>(List.of(record.split("\\|", -1)));
                row.addAll(List.of("test", "2026-01-01T00:00:00Z"));
                rows.add(row);
            }
            draft.apply(new RowChange.Append(engine.write(draft, rows))).stage();
            branch.audited(quarantine);
            branch.publish();
        }
    }

    /** Crawls sources, all of each, and takes what is proposed into the project. */
    Crawl.Result crawl(Crawl.Wanted... sources) {
        return crawl(Crawl.Parquet.COPIED, sources);
    }

    /** As {@link #crawl(Crawl.Wanted...)}, saying what becomes of Parquet files. */
    Crawl.Result crawl(Crawl.Parquet parquet, Crawl.Wanted... sources) {
        ProjectRequest request = request();
        Project project = ProjectLoader.load(request).orThrow();
        Crawl crawl = new Crawl(
                List.of(sources),
                new Excerpt.Limits(5, 5_000_000, 1000),
                0.98,
                Crawl.Models.PROPOSED,
                parquet,
                List.of());
        Crawl.Result result;
        try (WorkFolder work = WorkFolder.under(project.stateDirectory());
                Lake published = lake();
                Lake scratch = Lake.at(work.path().resolve("lake"));
                SqlAnalyzer sql = SqlAnalyzer.open();
                SqliteHistory history = SqliteHistory.at(work.path().resolve("history.db"));
                DuckDbEngine engine =
                        DuckDbEngine.of(new DuckDbSettings(512L << 20, 2, folder.resolve("spill")), scratch, sql)) {
            Workspace workspace = new Workspace(project, scratch, engine, sql, CONNECTORS, history, clock);
            result = new Crawler(workspace, work, request, published.published(), Crawl.Watcher.SILENT).run(crawl);
        }
        result.files().forEach(file -> file(file.path(), file.after()));
        return result;
    }

    /** The text of a file of the project. */
    String text(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the project, which must go well. */
    RunReport run() {
        RunReport report = attempt();
        assertThat(errors(report)).isEmpty();
        return report;
    }

    /** Runs the project, however it goes. */
    RunReport attempt() {
        return attempt(RunOptions.all());
    }

    /** Runs the project with options, however it goes. */
    RunReport attempt(RunOptions options) {
        return open(workspace -> new Runner(workspace, RunListener.SILENT).run(options));
    }

    /** Extracts a span, of all streams unless some are selected; an end may be empty, and without any it is no span. */
    RunReport extract(String from, String to, String... selectors) {
        return open(workspace -> new Runner(workspace, RunListener.SILENT)
                .extract(new ExtractOptions(List.of(selectors), span(from, to))));
    }

    /** What an extraction would ask for, with three records of each stream. */
    List<ExtractPlanning.Shown> previews(String from, String to) {
        return open(
                workspace -> new ExtractPlanning(workspace).preview(new ExtractOptions(List.of(), span(from, to)), 3));
    }

    private static Optional<Span> span(String from, String to) {
        return from.isEmpty() && to.isEmpty()
                ? Optional.empty()
                : Optional.of(new Span(
                        Optional.of(from).filter(text -> !text.isEmpty()),
                        Optional.of(to).filter(text -> !text.isEmpty())));
    }

    /** Where the last extraction of a stream ended. */
    String bookmark(String landing) {
        return table(landing).property(LakeProperties.BOOKMARK).orElseThrow();
    }

    /** What a run would do, each step as {@code kind table: reason}. */
    List<String> planned() {
        return open(workspace -> new Planning(workspace)
                .plan(RunOptions.all()).steps().stream()
                        .map(step -> step.kind() + " " + step.table() + ": " + step.reason())
                        .toList());
    }

    /** The runs that the project's history has, the latest first. */
    List<RunRecord> history() {
        return open(workspace -> workspace.history().latest(100));
    }

    /** Why steps and the publication failed. */
    static List<String> errors(RunReport report) {
        List<String> errors = new ArrayList<>();
        report.steps().forEach(step -> step.error().ifPresent(e -> errors.add(step.table() + ": " + e.getMessage())));
        report.error().ifPresent(e -> errors.add(e.getMessage()));
        return errors;
    }

    /** What came of a table in a run. */
    static StepReport step(RunReport report, String table) {
        return report.steps().stream()
                .filter(step -> step.table().toString().equals(table))
                .reduce((first, last) -> last)
                .orElseThrow(() -> new AssertionError("no step of " + table + " in " + report.steps()));
    }

    /** Where the records that came ended. */
    static Ledger ledger(RunReport report, String table) {
        return step(report, table).ledger().withRemoved(0);
    }

    /** How many rows went without a successor. */
    static long removed(RunReport report, String table) {
        return step(report, table).ledger().removed();
    }

    /** Runs the project's unit tests, which must have no mistakes. */
    List<TestReport> unitTests() {
        return open(workspace -> {
            TestPreparation prepared = prepared(workspace);
            assertThat(prepared.diagnostics()).isEmpty();
            List<TestReport> reports = new ArrayList<>();
            new UnitTests(workspace).run(prepared.tests(), reports::add);
            return reports;
        });
    }

    /** The mistakes of the project's unit tests. */
    List<String> testMistakes() {
        return open(workspace -> {
            List<Diagnostic> mistakes = new ArrayList<>(
                    UnitTestFiles.load(workspace.project(), Map.of()).diagnostics());
            mistakes.addAll(prepared(workspace).diagnostics());
            return mistakes.stream().map(Diagnostic::toString).toList();
        });
    }

    private static TestPreparation prepared(Workspace workspace) {
        Analysis analysis = new Planning(workspace).analyze();
        assertThat(analysis.diagnostics()).isEmpty();
        return TestPreparation.of(
                UnitTestFiles.load(workspace.project(), Map.of()).tests(), analysis, workspace);
    }

    /** Each row as text, its values joined by {@code |}. */
    List<String> rows(String sql) {
        try (Lake lake = lake();
                DuckDbEngine engine =
                        DuckDbEngine.of(new DuckDbSettings(512L << 20, 2, folder.resolve("spill")), lake, PARSER);
                QueryResult result = engine.query(sql, List.of(), lake.published())) {
            List<String> rows = new ArrayList<>();
            for (Optional<List<@Nullable Object>> row = result.next(); row.isPresent(); row = result.next()) {
                rows.add(row.get().stream().map(String::valueOf).collect(Collectors.joining("|")));
            }
            return rows;
        }
    }

    /** Writes a query's rows to a file; tells how many. */
    long export(String sql, ResultFormat format, Path file) {
        try (Lake lake = lake();
                DuckDbEngine engine =
                        DuckDbEngine.of(new DuckDbSettings(512L << 20, 2, folder.resolve("spill")), lake, PARSER)) {
            return engine.export(sql, List.of(), lake.published(), format, file);
        }
    }

    /** Works on the lake without running the project. */
    <T> T onLake(BiFunction<Lake, DuckDbEngine, T> use) {
        try (Lake lake = lake();
                DuckDbEngine engine =
                        DuckDbEngine.of(new DuckDbSettings(512L << 20, 2, folder.resolve("spill")), lake, PARSER)) {
            return use.apply(lake, engine);
        }
    }

    private Lake lake() {
        return Lake.at(folder.resolve("lake"));
    }

    /** The columns of a table with their types, each as {@code name TYPE}. */
    List<String> columns(String table) {
        return table(table).columns().stream()
                .map(column -> column.name() + " " + column.type())
                .toList();
    }

    /** Whether the published lake has a table or view. */
    boolean has(String table) {
        try (Lake lake = lake()) {
            return lake.published().names().contains(TableName.parse(table));
        }
    }

    LakeTable table(String name) {
        try (Lake lake = lake()) {
            return lake.published().table(TableName.parse(name)).orElseThrow();
        }
    }

    private ProjectRequest request() {
        return new ProjectRequest(
                folder,
                Optional.empty(),
                Map.of(),
                Map.of(),
                CONNECTORS.stream().map(Connector::spec).toList());
    }

    private <T> T open(Function<Workspace, T> use) {
        Project project = ProjectLoader.load(request()).orThrow();
        Path state = project.stateDirectory();
        try (Lake lake = Lake.at(Locations.path(project.target().warehouse()));
                SqlAnalyzer sql = SqlAnalyzer.open();
                SqliteHistory history = SqliteHistory.at(state.resolve("history.db"));
                DuckDbEngine engine = DuckDbEngine.of(
                        new DuckDbSettings(
                                project.target().memoryBytes(),
                                project.target().threads(),
                                state.resolve("spill"),
                                project.keys()),
                        lake,
                        sql)) {
            sql.allowSecrets(project.keys().names());
            return use.apply(new Workspace(project, lake, engine, sql, CONNECTORS, history, clock));
        }
    }
}
