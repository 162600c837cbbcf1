package dev.lakesmith.cli;

import dev.lakesmith.core.plan.Analysis;
import dev.lakesmith.core.plan.AnalyzedModel;
import dev.lakesmith.core.project.Parameter;
import dev.lakesmith.core.run.Workspace;
import dev.lakesmith.sql.ColumnLineage;
import dev.lakesmith.sql.ColumnOrigin;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Lineage of models, asked of the analyser once each. */
final class Lineages {

    private final Analysis analysis;
    private final Workspace workspace;
    private final Set<TableName> broken;
    private final Map<TableName, List<ColumnLineage>> known = new LinkedHashMap<>();

    Lineages(Analysis analysis, Workspace workspace, Set<TableName> broken) {
        this.analysis = analysis;
        this.workspace = workspace;
        this.broken = new HashSet<>(broken);
        this.broken.addAll(analysis.mistaken());
    }

    /** False for what reads a table whose file has mistakes. */
    boolean isKnown(AnalyzedModel model) {
        return model.columns().isPresent() || reading(model).isEmpty();
    }

    /** A table with mistakes that a model is made of: its own, or one below. */
    private Optional<TableName> reading(AnalyzedModel model) {
        Set<TableName> below = new LinkedHashSet<>();
        Deque<TableName> waiting = new ArrayDeque<>(List.of(model.model().name()));
        while (!waiting.isEmpty()) {
            TableName table = waiting.poll();
            if (below.add(table)) {
                analysis.model(table).ifPresent(each -> waiting.addAll(each.inputs()));
            }
        }
        return below.stream().filter(broken::contains).findFirst();
    }

    List<ColumnLineage> of(AnalyzedModel model) {
        Optional<TableName> mistaken = model.columns().isPresent() ? Optional.empty() : reading(model);
        if (mistaken.isPresent()) {
            throw new LakesmithException(
                    ErrorCode.PROJECT_INVALID,
                    model.model().name() + " cannot be followed: the file that makes " + mistaken.get()
                            + " has mistakes, see 'lakesmith check'");
        }
        if (model.columns().isEmpty()) {
            throw new LakesmithException(
                    ErrorCode.TABLE_UNKNOWN,
                    model.model().name() + " reads tables that are not loaded yet, so its columns are not known;"
                            + " run the project first");
        }
        return known.computeIfAbsent(model.model().name(), name -> workspace
                .sql()
                .lineage(
                        model.query(),
                        workspace.project().parameters().stream()
                                .collect(Collectors.toMap(Parameter::name, Parameter::type))));
    }

    void collect(TableName table, String column, Map<String, List<ColumnOrigin>> edges) {
        Optional<AnalyzedModel> model = analysis.model(table);
        if (model.isEmpty() || edges.containsKey(table + "." + column) || !isKnown(model.get())) {
            return;
        }
        List<ColumnLineage> columns = of(model.get());
        ColumnLineage found = columns.stream()
                .filter(each -> each.column().equalsIgnoreCase(column))
                .findFirst()
                .orElseThrow(() -> new LakesmithException(
                        ErrorCode.SQL_BINDING,
                        table + " has no column '" + column + "'"
                                + Nearest.hint(
                                        column,
                                        columns.stream()
                                                .map(ColumnLineage::column)
                                                .toList())));
        edges.put(table + "." + column, found.origins());
        found.origins().forEach(origin -> collect(origin.table(), origin.column(), edges));
    }
}
