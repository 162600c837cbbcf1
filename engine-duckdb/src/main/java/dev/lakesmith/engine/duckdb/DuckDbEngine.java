package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.connector.RecordFiles;
import dev.lakesmith.core.contract.Export.Compression;
import dev.lakesmith.core.engine.BuildOutcome;
import dev.lakesmith.core.engine.BuildRequest;
import dev.lakesmith.core.engine.CheckFinding;
import dev.lakesmith.core.engine.CheckRequest;
import dev.lakesmith.core.engine.Engine;
import dev.lakesmith.core.engine.LoadOutcome;
import dev.lakesmith.core.engine.LoadRequest;
import dev.lakesmith.core.engine.PlainFile;
import dev.lakesmith.core.engine.QueryExplanation;
import dev.lakesmith.core.engine.QueryResult;
import dev.lakesmith.core.engine.ReplayOutcome;
import dev.lakesmith.core.engine.ReplayRequest;
import dev.lakesmith.core.engine.ResultFormat;
import dev.lakesmith.core.engine.StoredFailures;
import dev.lakesmith.core.engine.TraceRequest;
import dev.lakesmith.core.engine.TraceRow;
import dev.lakesmith.core.project.Parameter;
import dev.lakesmith.core.project.Seed;
import dev.lakesmith.formats.Format;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.ScanFile;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.WrittenFiles;
import dev.lakesmith.lake.storage.Outbox;
import dev.lakesmith.sql.FixedTime;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.sql.ParseOption;
import dev.lakesmith.sql.Query;
import dev.lakesmith.sql.ScanConditions;
import dev.lakesmith.sql.SqlAnalyzer;
import dev.lakesmith.sql.TableReference;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/** The engine that runs inside this process. DuckDB starts with the first call that needs it. */
public final class DuckDbEngine implements Engine {

    private static final String ROWS = "_ls_rows";

    private final DuckDbSettings settings;
    private final Lake lake;
    private final SqlAnalyzer sql;
    private final Optional<FixedTime> time;
    private final ScanConditions scans;
    private final @Nullable DuckDbEngine original;
    private @Nullable Instance instance;

    private DuckDbEngine(
            DuckDbSettings settings,
            Lake lake,
            SqlAnalyzer sql,
            Optional<FixedTime> time,
            ScanConditions scans,
            @Nullable DuckDbEngine original) {
        this.settings = settings;
        this.lake = lake;
        this.sql = sql;
        this.time = time;
        this.scans = scans;
        this.original = original;
    }

    /**
     * An engine for one lake.
     *
     * @param lake stays the caller's to close, as does {@code sql}
     */
    public static DuckDbEngine of(DuckDbSettings settings, Lake lake, SqlAnalyzer sql) {
        return new DuckDbEngine(settings, lake, sql, Optional.empty(), ScanConditions.open(), null);
    }

    @Override
    public Engine at(Instant moment) {
        return new DuckDbEngine(settings, lake, sql, Optional.of(new FixedTime(moment)), scans, this);
    }

    private synchronized Instance instance() {
        if (original != null) {
            return original.instance();
        }
        if (instance == null) {
            instance = Instance.open(settings, lake.storage());
        }
        return instance;
    }

    private Session session(LakeView view) {
        return session(instance(), view);
    }

    private Session session(Instance from, LakeView view) {
        Session session = from.session(view);
        time.ifPresent(session::hold);
        return session;
    }

    private Collection<TableName> tablesOf(String text) {
        synchronized (sql) {
            return sql.parse(text, ParseOption.ALLOW_THIS).tables().stream()
                    .map(TableReference::name)
                    .toList();
        }
    }

    @Override
    public RecordFiles recordFiles(Path folder) {
        return new RecordCopy(instance(), folder);
    }

    @Override
    public LoadOutcome load(LoadRequest request, Branch branch, Progress progress) {
        try (Session session = session(branch.view())) {
            return new BronzeLoad(
                            session, request.withFiles(copies(request, session)), branch, progress, this::canonicalType)
                    .run();
        }
    }

    private static List<LandedFile> copies(LoadRequest request, Session session) {
        return request.stream().format() instanceof Format.ParquetInPlace
                ? session.copies(request.files(), file -> RegisteredVersion.of(file, request.loadedAt()))
                : session.copies(request.files());
    }

    @Override
    public ReplayOutcome replay(ReplayRequest request, Branch branch, Progress progress) {
        try (Session session = session(branch.view())) {
            return new BronzeReplay(session, request, branch, progress, this::canonicalType).run();
        }
    }

    @Override
    public List<TraceRow> trace(TraceRequest request, LakeView view) {
        try (Session session = session(view)) {
            return new RowTrace(session, request, view, this::tablesOf).run();
        }
    }

    private String canonicalType(String type) {
        synchronized (sql) {
            return sql.canonicalType(type);
        }
    }

    @Override
    public BuildOutcome build(BuildRequest request, Branch branch, Progress progress) {
        LakeView view = branch.view();
        try (Session session = session(view)) {
            Pruning pruning = pruning(session, request.query(), request.parameters(), view)
                    .ofAllColumns();
            return new ModelBuild(session, request, branch, view, this::tablesOf, pruning, progress).run();
        } catch (LakesmithException e) {
            throw ModelFailure.of(request.model(), e);
        }
    }

    @Override
    public List<CheckFinding> check(CheckRequest request, LakeView view) {
        if (request.checks().isEmpty()) {
            return List.of();
        }
        try (Session session = session(view)) {
            return CheckSession.in(session, request, this::parsed, this::tablesOf)
                    .findings();
        }
    }

    @Override
    public StoredFailures failures(CheckRequest request, StoredFailures.Stamp stamp, LakeView view, Branch into) {
        try (Session session = session(view)) {
            return CheckSession.in(session, request, this::parsed, this::tablesOf)
                    .failures(stamp, into);
        }
    }

    private Query parsed(String text) {
        synchronized (sql) {
            return sql.parse(text, ParseOption.ALLOW_THIS);
        }
    }

    @Override
    public List<Column> seedColumns(Seed seed) {
        return SeedRead.columns(seed);
    }

    @Override
    public WrittenFiles plant(Seed seed, TableDraft draft, Path workFolder) {
        try (Session session = session(EmptyLake.VIEW)) {
            return SeedRead.write(session, seed, draft, workFolder);
        }
    }

    @Override
    public WrittenFiles rewrite(LakeTable table, List<ScanFile> files, TableDraft draft, Progress progress) {
        try (Session session = session(EmptyLake.VIEW)) {
            return ParquetCopy.write(
                    session, draft, TableScan.of(session, table, files).sql(), progress);
        }
    }

    @Override
    public WrittenFiles write(TableDraft draft, List<? extends List<? extends @Nullable Object>> rows) {
        try (Session session = session(EmptyLake.VIEW)) {
            String columns = draft.columns().stream()
                    .map(column -> Identifiers.quote(column.name()) + " VARCHAR")
                    .collect(Collectors.joining(", "));
            session.execute("CREATE TABLE " + ROWS + " (" + columns + ")");
            try (DuckDBAppender appender = session.connection().createAppender("main", ROWS)) {
                for (List<? extends @Nullable Object> row : rows) {
                    appender.beginRow();
                    for (Object value : row) {
                        if (value == null) {
                            appender.appendNull();
                        } else {
                            appender.append(value.toString());
                        }
                    }
                    appender.endRow();
                }
            } catch (SQLException e) {
                throw new LakesmithException(
                        ErrorCode.INTERNAL_ERROR,
                        "rows of " + draft.name() + " cannot be written: " + e.getMessage(),
                        e);
            }
            return ParquetCopy.write(session, draft, "SELECT * FROM " + ROWS, Silent.PROGRESS);
        }
    }

    @Override
    public WrittenFiles write(TableDraft draft, Query query, LakeView view) {
        try (Session session = session(view)) {
            session.define(query.tables().stream().map(TableReference::name).toList(), this::tablesOf);
            return ParquetCopy.write(session, draft, Rendered.sql(query), Silent.PROGRESS);
        }
    }

    @Override
    public QueryResult rows(TableName table, LakeView view) {
        Session session = session(view);
        try {
            session.define(List.of(table), this::tablesOf);
            return new JdbcResult(session, "SELECT * FROM " + Identifiers.quote(table), List.of(session));
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    @Override
    public QueryResult query(String text, List<Parameter> parameters, LakeView view) {
        Query query = parsed(text);
        Instance sandbox = Instance.sandbox(settings, lake, registered(query, view));
        try {
            Session session = session(sandbox, view);
            return new JdbcResult(session, prepared(session, query, parameters, view), List.of(session, sandbox));
        } catch (RuntimeException e) {
            sandbox.close();
            throw e;
        }
    }

    @Override
    public long export(String text, List<Parameter> parameters, LakeView view, ResultFormat format, Path file) {
        Query query = parsed(text);
        List<Path> files = new ArrayList<>(registered(query, view));
        files.add(file.toAbsolutePath());
        try (Instance sandbox = Instance.sandbox(settings, lake, files);
                Session session = session(sandbox, view)) {
            String options =
                    switch (format) {
                        case CSV -> "FORMAT csv, HEADER true";
                        case JSON -> "FORMAT json";
                        case PARQUET -> "FORMAT parquet, COMPRESSION zstd";
                    };
            // A temporary file beside the named one is a file the sandbox may not write.
            return session.copied("COPY (" + prepared(session, query, parameters, view) + ") TO "
                    + Identifiers.literal(file.toAbsolutePath().toString()) + " (" + options + ", USE_TMP_FILE false)");
        }
    }

    @Override
    public List<PlainFile> writePlain(LakeTable table, Compression compression, Outbox out, Progress progress) {
        if (PlainFiles.areOwn(table, compression)) {
            return PlainFiles.take(table, lake.storage(), out);
        }
        try (Session session = session(EmptyLake.VIEW)) {
            return PlainFiles.write(session, table, compression, out, progress);
        }
    }

    private List<Path> registered(Query query, LakeView view) {
        return RegisteredPaths.of(
                query.tables().stream().map(TableReference::name).toList(), view, this::tablesOf);
    }

    /** Which files a query needs; the clock stands still where that depends on the time. */
    private Pruning pruning(Session session, Query query, List<Parameter> parameters, LakeView view) {
        ReadInputs inputs =
                ReadInputs.of(query.tables().stream().map(TableReference::name).toList(), view, this::tablesOf);
        Pruning pruning = Pruning.of(scans, query, parameters, inputs, time);
        if (time.isEmpty()) {
            pruning.time().ifPresent(session::hold);
        }
        return pruning;
    }

    private ReadInputs inputs(Query query, LakeView view) {
        return ReadInputs.of(query.tables().stream().map(TableReference::name).toList(), view, this::tablesOf);
    }

    @Override
    public QueryExplanation explain(String text, List<Parameter> parameters, LakeView view) {
        Query query = parsed(text);
        ReadInputs inputs = inputs(query, view);
        try (Instance sandbox = Instance.sandbox(settings, lake, registered(query, view));
                Session session = session(sandbox, view)) {
            Pruning pruning = pruning(session, query, parameters, view);
            List<QueryExplanation.Reading> readings = inputs.tables().entrySet().stream()
                    .map(table -> pruning.reading(table.getKey(), table.getValue()))
                    .toList();
            boolean isLocal = inputs.tables().values().stream().noneMatch(LakeTable::mayBeRemote);
            return new QueryExplanation(
                    readings,
                    isLocal
                            ? session.query("EXPLAIN " + prepared(session, query, parameters, pruning), rows -> {
                                rows.next();
                                return rows.getString("explain_value");
                            })
                            : "");
        }
    }

    /** Names the tables, binds the parameters and gives the text to run. */
    private String prepared(Session session, Query query, List<Parameter> parameters, LakeView view) {
        return prepared(session, query, parameters, pruning(session, query, parameters, view));
    }

    private String prepared(Session session, Query query, List<Parameter> parameters, Pruning pruning) {
        session.define(query.tables().stream().map(TableReference::name).toList(), this::tablesOf, pruning);
        session.bind(parameters);
        return Rendered.sql(query);
    }

    @Override
    public synchronized void close() {
        Optional.ofNullable(instance).ifPresent(Instance::close);
        instance = null;
        if (original == null) {
            scans.close();
        }
    }
}
