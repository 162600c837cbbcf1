package dev.lakesmith.cli;

import dev.lakesmith.cloud.CloudFiles;
import dev.lakesmith.connectors.files.FilesConnector;
import dev.lakesmith.connectors.http.HttpConnector;
import dev.lakesmith.connectors.jdbc.JdbcConnector;
import dev.lakesmith.connectors.singer.SingerConnector;
import dev.lakesmith.core.connector.Connector;
import dev.lakesmith.core.connector.ObjectStores;
import dev.lakesmith.core.history.SqliteHistory;
import dev.lakesmith.core.plan.Analysis;
import dev.lakesmith.core.project.ConnectorSpec;
import dev.lakesmith.core.project.LoadedProject;
import dev.lakesmith.core.project.LoadedProject.Remains;
import dev.lakesmith.core.project.Project;
import dev.lakesmith.core.project.ProjectLoader;
import dev.lakesmith.core.project.ProjectRequest;
import dev.lakesmith.core.project.Target;
import dev.lakesmith.core.run.Planning;
import dev.lakesmith.core.run.Workspace;
import dev.lakesmith.engine.duckdb.DuckDbEngine;
import dev.lakesmith.engine.duckdb.DuckDbSettings;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.sql.SqlAnalyzer;
import dev.lakesmith.vocabulary.TableName;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A project with its lake, engine, SQL and history: the one place that wires them. */
final class OpenProject implements AutoCloseable {

    /** Every connector there is, without what they read object storage with. */
    private static final List<Connector> CONNECTORS = connectors(ObjectStores.NONE);

    private final Workspace workspace;
    private Optional<Remains> remains = Optional.empty();

    private OpenProject(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Reads a project's files. */
    static LoadedProject load(RootCommand root, Map<String, String> variables) {
        return ProjectLoader.load(request(root, variables));
    }

    /** What a project's files are read with. */
    static ProjectRequest request(RootCommand root, Map<String, String> variables) {
        return new ProjectRequest(
                root.options().project(), root.options().target(), variables, root.environment(), specs());
    }

    /** What the project's files may say about sources. */
    static List<ConnectorSpec> specs() {
        return CONNECTORS.stream().map(Connector::spec).toList();
    }

    /** Every connector there is, for a target. */
    static List<Connector> connectors(Target target) {
        return connectors(new SourceStores(target));
    }

    private static List<Connector> connectors(ObjectStores stores) {
        return List.of(new FilesConnector(stores), new JdbcConnector(), new HttpConnector(), new SingerConnector());
    }

    /** Opens the project that the command line names. */
    static OpenProject of(RootCommand root) {
        return of(root, Map.of(), OptionalInt.empty());
    }

    /**
     * Opens the project that the command line names.
     *
     * @param variables what {@code --var} gave
     * @param threads instead of the target's
     */
    static OpenProject of(RootCommand root, Map<String, String> variables, OptionalInt threads) {
        return open(root, () -> withThreads(load(root, variables).orThrow(), threads));
    }

    private static OpenProject open(RootCommand root, Supplier<Project> files) {
        SqlAnalyzer sql = SqlAnalyzer.open();
        // Starting DuckDB takes as long as reading the files; both at once halve the wait. When what it would be asked
        // is remembered, it need not start at all. A failure shows again, and is told, when that is used first.
        boolean remembered = Planning.remembers(root.options().project());
        var unused = CompletableFuture.runAsync(remembered ? Lake::warmUp : sql::warmUp);
        Project project = files.get();
        root.keepSecret(project.secrets());
        return open(project, sql);
    }

    /**
     * Opens a project for looking at its lake: mistakes in its files are no hindrance as long as lakesmith.yml has none.
     *
     * @param variables what {@code --var} gave
     */
    static OpenProject forReading(RootCommand root, Map<String, String> variables) {
        AtomicReference<Optional<Remains>> remains = new AtomicReference<>(Optional.empty());
        OpenProject open = open(root, () -> {
            LoadedProject loaded = load(root, variables);
            remains.set(loaded.remains());
            return readable(root, loaded);
        });
        open.remains = Objects.requireNonNull(remains.get());
        return open;
    }

    private static Project readable(RootCommand root, LoadedProject loaded) {
        if (loaded.remains().isEmpty()) {
            return loaded.orThrow();
        }
        Console console = root.console();
        console.err()
                .println(console.palette().yellow("warning: ") + "the project has "
                        + Quantities.count(loaded.diagnostics().size(), "mistake", "mistakes")
                        + ", see 'lakesmith check'; reading what the lake holds");
        return loaded.remains().get().project();
    }

    /** Opens a project that was read. */
    static OpenProject open(Project project) {
        return open(project, SqlAnalyzer.open());
    }

    private static OpenProject open(Project project, SqlAnalyzer sql) {
        sql.allowSecrets(project.keys().names());
        Target target = project.target();
        Lake lake = lake(project);
        Path spill = project.stateDirectory()
                .resolve("work")
                .resolve(ProcessHandle.current().pid() + "-spill");
        DuckDbEngine engine = DuckDbEngine.of(
                new DuckDbSettings(target.memoryBytes(), target.threads(), spill, project.keys()), lake, sql);
        return new OpenProject(new Workspace(
                project,
                lake,
                engine,
                sql,
                connectors(target),
                SqliteHistory.at(project.stateDirectory().resolve("history.db")),
                Clock.systemUTC()));
    }

    /** The lake that a project's target names. */
    static Lake lake(Project project) {
        Target target = project.target();
        Storage storage = Storage.of(CloudFiles.with(target.storage()), target.cache());
        return Lake.of(target.warehouse(), Catalogs.of(target, storage), storage);
    }

    private static Project withThreads(Project project, OptionalInt threads) {
        if (threads.isEmpty()) {
            return project;
        }
        Target target = project.target();
        return project.withTarget(target.withThreads(threads.getAsInt()));
    }

    /** Whether files with mistakes were left out. */
    boolean partly() {
        return remains.isPresent();
    }

    /** The tables that files with mistakes make. */
    Set<TableName> broken() {
        return remains.map(Remains::broken).orElse(Set.of());
    }

    /** The SQL of the sound files; mistakes in it are told in a warning, for only what they spoil cannot be answered. */
    Analysis analysis(RootCommand root) {
        Planning planning = new Planning(workspace);
        Analysis analysis = remains.map(planning::analyze).orElseGet(planning::analyze);
        if (!analysis.diagnostics().isEmpty()) {
            Console console = root.console();
            console.err()
                    .println(console.palette().yellow("warning: ") + "there are mistakes in the SQL of "
                            + analysis.mistaken().stream()
                                    .map(TableName::toString)
                                    .collect(Collectors.joining(", "))
                            + ", see 'lakesmith check'; these are left out");
        }
        return analysis;
    }

    Workspace workspace() {
        return workspace;
    }

    @Override
    public void close() {
        workspace.engine().close();
        workspace.sql().close();
        workspace.history().close();
        workspace.lake().close();
    }
}
