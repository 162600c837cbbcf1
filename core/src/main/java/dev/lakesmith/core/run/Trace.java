package dev.lakesmith.core.run;

import dev.lakesmith.core.engine.TraceRequest;
import dev.lakesmith.core.engine.TraceRequest.TracedModel;
import dev.lakesmith.core.engine.TraceRequest.TracedStream;
import dev.lakesmith.core.engine.TraceRow;
import dev.lakesmith.core.plan.Analysis;
import dev.lakesmith.core.plan.AnalyzedModel;
import dev.lakesmith.core.project.Parameter;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.StoredView;
import dev.lakesmith.lake.storage.WorkFolder;
import dev.lakesmith.sql.ColumnLineage;
import dev.lakesmith.sql.SqlException;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.TableName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Walks from rows of a published table back to the bronze rows, files and lines that made them. */
public final class Trace {

    private final Workspace workspace;
    private final Analysis analysis;
    private final Set<TableName> broken;

    /**
     * Traces through what is sound of a project.
     *
     * @param analysis of the workspace's project; models with mistakes are not followed
     * @param broken tables of files that are left out of the workspace's project
     */
    public Trace(Workspace workspace, Analysis analysis, Set<TableName> broken) {
        this.workspace = workspace;
        this.analysis = analysis;
        this.broken = new HashSet<>(broken);
        this.broken.addAll(analysis.mistaken());
    }

    /**
     * Traces the rows of a table for which a condition is true.
     *
     * @param where an SQL condition over the table's columns; {@code true} for all
     * @param limit the most rows
     * @throws LakesmithException TABLE_UNKNOWN; SQL_BINDING and others for the condition
     */
    public List<TraceRow> rows(TableName table, String where, int limit) {
        LakeView view = workspace.lake().published();
        if (!view.names().contains(table)) {
            List<String> names = view.names().stream().map(TableName::toString).toList();
            throw new LakesmithException(
                    ErrorCode.TABLE_UNKNOWN,
                    "there is no table " + table + " in the lake" + Nearest.hint(table.toString(), names));
        }
        Map<TableName, TracedModel> models = new HashMap<>();
        for (AnalyzedModel analyzed : analysis.models()) {
            if (broken.contains(analyzed.model().name())) {
                continue;
            }
            models.put(analyzed.model().name(), new TracedModel(analyzed.model(), analyzed.query(), lineage(analyzed)));
        }
        Map<TableName, TracedStream> streams = new HashMap<>();
        for (Stream stream : streams()) {
            streams.put(
                    stream.bronze(),
                    new TracedStream(stream, new LandingLedger(workspace.engine()).filesAfter(stream, "", view)));
        }
        bind(where, table, view);
        try (WorkFolder work = WorkFolder.under(workspace.project().stateDirectory())) {
            return workspace
                    .engine()
                    .trace(
                            new TraceRequest(
                                    table,
                                    where,
                                    limit,
                                    models,
                                    broken,
                                    streams,
                                    workspace.project().parameters(),
                                    work.fresh("trace")),
                            view);
        }
    }

    private List<Stream> streams() {
        return workspace.project().sources().stream()
                .flatMap(source -> source.streams().stream())
                .toList();
    }

    /** Nothing for a query whose lineage cannot be told: the walk does not depend on it. */
    private List<ColumnLineage> lineage(AnalyzedModel model) {
        if (model.columns().isEmpty()) {
            return List.of();
        }
        try {
            return workspace.sql().lineage(model.query(), types());
        } catch (LakesmithException e) {
            if (e.code() != ErrorCode.INTERNAL_ERROR) {
                throw e;
            }
            return List.of();
        }
    }

    private Map<String, String> types() {
        return workspace.project().parameters().stream().collect(Collectors.toMap(Parameter::name, Parameter::type));
    }

    private void bind(String where, TableName table, LakeView view) {
        Condition.mustBeWritten(where);
        List<Column> columns = view.view(table)
                .map(StoredView::columns)
                .or(() -> view.table(table).map(LakeTable::columns))
                .orElse(List.of());
        synchronized (workspace.sql()) {
            try {
                workspace.sql().declare(table, columns);
                workspace
                        .sql()
                        .columns(workspace.sql().parse("SELECT * FROM " + table + " WHERE (" + where + "\n)"), types());
            } catch (SqlException e) {
                throw new LakesmithException(e.code(), "--where '" + where + "': " + e.message(), e);
            }
        }
    }
}
