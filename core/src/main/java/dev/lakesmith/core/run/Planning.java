package dev.lakesmith.core.run;

import dev.lakesmith.core.connector.Pending;
import dev.lakesmith.core.connector.SourceReader;
import dev.lakesmith.core.export.Exports;
import dev.lakesmith.core.plan.Analysis;
import dev.lakesmith.core.plan.Analyzer;
import dev.lakesmith.core.plan.Plan;
import dev.lakesmith.core.plan.PlanRequest;
import dev.lakesmith.core.plan.Planner;
import dev.lakesmith.core.plan.Selection;
import dev.lakesmith.core.plan.StreamFingerprint;
import dev.lakesmith.core.project.LoadedProject.Remains;
import dev.lakesmith.core.project.Parameter;
import dev.lakesmith.core.project.Project;
import dev.lakesmith.core.project.Seed;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.Diagnostic;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Gathers what planning needs — the lake's state, the sources' new files — and plans. Writes nothing. */
public final class Planning {

    private static final String MEMORY = "analyses";

    private final Workspace workspace;
    private final AnalysisFile memory;

    public Planning(Workspace workspace) {
        this.workspace = workspace;
        this.memory = AnalysisFile.at(workspace.project().stateDirectory().resolve(MEMORY));
    }

    /** Whether planning a project will find answers of an earlier command; they may be about something else. */
    public static boolean remembers(Path project) {
        return Files.exists(Project.stateDirectory(project).resolve(MEMORY));
    }

    /** The project's SQL, understood as far as the lake's tables are known. */
    public Analysis analyze() {
        return analyze(workspace.lake().published(), Analyzer.Depth.EVERYTHING);
    }

    /**
     * The SQL of those files that have no mistakes.
     *
     * @param remains of the workspace's project
     */
    public Analysis analyze(Remains remains) {
        LakeView view = workspace.lake().published();
        Map<TableName, List<Column>> expected = expected(remains.project());
        return remembering(() -> Analyzer.analyze(remains, view, expected, workspace.sql()));
    }

    private Analysis analyze(LakeView view, Analyzer.Depth depth) {
        Project project = workspace.project();
        Map<TableName, List<Column>> expected = expected(project);
        return remembering(() -> Analyzer.analyze(project, view, depth, expected, workspace.sql()));
    }

    private Map<TableName, List<Column>> expected(Project project) {
        Map<TableName, List<Column>> expected = new HashMap<>();
        for (Seed seed : project.seeds()) {
            expected.put(seed.name(), workspace.engine().seedColumns(seed));
        }
        return expected;
    }

    /**
     * What does not change from command to command is looked up, not asked DuckDB again; by the steps of a run as well,
     * which bind once more what planning has bound.
     */
    private <T> T remembering(Supplier<T> work) {
        synchronized (workspace.sql()) {
            workspace.sql().use(memory);
            try {
                return work.get();
            } finally {
                memory.save();
            }
        }
    }

    /**
     * The plan against what is published.
     *
     * @throws LakesmithException PROJECT_INVALID when the SQL has mistakes, PARAMETER_INVALID when a value is missing
     */
    public Plan plan(RunOptions options) {
        return plan(options, workspace.lake().published());
    }

    Plan plan(RunOptions options, LakeView view) {
        Analysis analysis = analyze(view, Analyzer.Depth.CHANGES);
        requireSound(analysis);
        Selection selection = Selection.of(options.selectors(), analysis);
        requireValues(analysis, selection);
        Map<TableName, Pending> pending = new HashMap<>();
        Map<TableName, String> landed = new HashMap<>();
        RememberedLedger ledger = new RememberedLedger(new LandingLedger(workspace.engine()), memory);
        for (Source source : workspace.project().sources()) {
            List<Stream> wanted = source.streams().stream()
                    .filter(stream -> selection.includes(stream.bronze()))
                    .toList();
            if (wanted.isEmpty()) {
                continue;
            }
            try (SourceReader reader = open(source)) {
                for (Stream stream : wanted) {
                    LandingLedger.lastBatch(stream, view).ifPresent(batch -> landed.put(stream.landing(), batch));
                    pending.put(stream.landing(), reader.pending(stream, ledger.landed(stream, view)));
                }
            }
        }
        Map<TableName, String> seeds = workspace.project().seeds().stream()
                .filter(seed -> selection.includes(seed.name()))
                .collect(Collectors.toMap(Seed::name, Planning::fingerprint));
        PlanRequest request = new PlanRequest(
                analysis, view, pending, landed, seeds, exported(selection), selection, options.refresh());
        return remembering(() -> Planner.plan(request, workspace.sql()));
    }

    private Map<TableName, String> exported(Selection selection) {
        Exports exports = new Exports(workspace.lake());
        Map<TableName, String> exported = new HashMap<>();
        workspace.project().models().stream()
                .filter(model -> model.export().isPresent() && selection.includes(model.name()))
                .forEach(model -> exports.current(model.name())
                        .ifPresent(version -> exported.put(model.name(), version.state())));
        return exported;
    }

    /**
     * Asks now, while everything is warm, what the next command will ask of the engine: the SQL as of what is published,
     * and the landed files. Sources are not asked.
     */
    void lookAhead() {
        LakeView view = workspace.lake().published();
        analyze(view, Analyzer.Depth.CHANGES);
        RememberedLedger ledger = new RememberedLedger(new LandingLedger(workspace.engine()), memory);
        for (Source source : workspace.project().sources()) {
            source.streams().forEach(stream -> ledger.lookAhead(stream, view));
        }
        memory.save();
    }

    private SourceReader open(Source source) {
        return workspace
                .connector(source.connector())
                .open(source, workspace.project().directory(), workspace.clock());
    }

    private static String fingerprint(Seed seed) {
        try {
            return StreamFingerprint.sha256(Files.readString(seed.file(), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.SOURCE_UNREADABLE, "the seed " + seed.file() + " cannot be read: " + e.getMessage(), e);
        }
    }

    static void requireSound(Analysis analysis) {
        if (!analysis.diagnostics().isEmpty()) {
            throw new LakesmithException(
                    ErrorCode.PROJECT_INVALID,
                    analysis.diagnostics().stream().map(Diagnostic::toString).collect(Collectors.joining("\n")));
        }
    }

    private static void requireValues(Analysis analysis, Selection selection) {
        for (Parameter parameter : analysis.project().parameters()) {
            Optional<TableName> user = parameter.value().isPresent()
                    ? Optional.empty()
                    : analysis.models().stream()
                            .filter(model -> selection.includes(model.model().name()))
                            .filter(model -> model.query().parameters().stream()
                                    .anyMatch(use -> use.name().equals(parameter.name())))
                            .map(model -> model.model().name())
                            .findFirst();
            user.ifPresent(table -> {
                throw new LakesmithException(
                        ErrorCode.PARAMETER_INVALID,
                        table + " needs a value of $" + parameter.name() + " (" + parameter.type() + "); give --var "
                                + parameter.name() + "=… or a default in lakesmith.yml");
            });
        }
    }
}
