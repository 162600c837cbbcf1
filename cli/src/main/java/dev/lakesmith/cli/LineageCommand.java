package dev.lakesmith.cli;

import dev.lakesmith.core.plan.Analysis;
import dev.lakesmith.core.plan.AnalyzedModel;
import dev.lakesmith.core.project.Parameter;
import dev.lakesmith.core.run.Workspace;
import dev.lakesmith.sql.ColumnLineage;
import dev.lakesmith.sql.ColumnOrigin;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Tells where tables and columns come from. */
@Command(
        name = "lineage",
        description = "Tell where tables and columns come from.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lakesmith lineage                         which table reads which",
            "  lakesmith lineage gold.sales              each column's origins",
            "  lakesmith lineage gold.sales.revenue      one column, down to its sources",
            "  lakesmith lineage --json                  every edge between columns, one a line"
        })
final class LineageCommand implements Runnable {

    private static final List<Column> EDGES = List.of(
            new Column("table", "VARCHAR"),
            new Column("column", "VARCHAR"),
            new Column("from_table", "VARCHAR"),
            new Column("from_column", "VARCHAR"));

    @ParentCommand
    private @Nullable RootCommand root;

    @Parameters(index = "0", arity = "0..1", paramLabel = "TABLE[.COLUMN]", description = "Where to look.")
    private @Nullable String place;

    @Override
    public void run() {
        RootCommand parent = Objects.requireNonNull(root);
        try (OpenProject open = OpenProject.forReading(parent, Map.of())) {
            Analysis analysis = open.analysis(parent);
            Lineages lineages = new Lineages(analysis, open.workspace(), open.broken());
            if (place == null) {
                everything(parent, analysis, lineages);
                return;
            }
            String[] parts = place.split("\\.", 3);
            TableName table = TableName.parse(parts.length < 2 ? place : parts[0] + "." + parts[1]);
            AnalyzedModel model = analysis.model(table).orElseThrow(() -> unknown(table, open, analysis));
            List<ColumnLineage> columns = lineages.of(model);
            if (parts.length == 3) {
                column(parent, lineages, table, parts[2]);
            } else {
                Printing.print(parent, edges(table, columns));
            }
        }
    }

    private static LakesmithException unknown(TableName table, OpenProject open, Analysis analysis) {
        if (open.broken().contains(table) || analysis.mistaken().contains(table)) {
            return new LakesmithException(
                    ErrorCode.PROJECT_INVALID, "the file that makes " + table + " has mistakes, see 'lakesmith check'");
        }
        List<String> names = analysis.models().stream()
                .map(model -> model.model().name().toString())
                .toList();
        return new LakesmithException(
                ErrorCode.TABLE_UNKNOWN,
                "no model makes " + table + Nearest.hint(table.toString(), names) + "; models are " + names);
    }

    private static void everything(RootCommand parent, Analysis analysis, Lineages lineages) {
        if (parent.options().json()) {
            JsonPrinter printer = new JsonPrinter(parent.console().out());
            analysis.models().stream()
                    .filter(lineages::isKnown)
                    .forEach(model -> printer.print(edges(model.model().name(), lineages.of(model))));
            return;
        }
        List<List<String>> rows = analysis.models().stream()
                .map(model -> List.of(
                        model.model().name().toString(),
                        model.inputs().stream().map(TableName::toString).collect(Collectors.joining(", "))))
                .toList();
        new TableRenderer(parent.console())
                .print(Rows.of(List.of(new Column("table", "VARCHAR"), new Column("reads", "VARCHAR")), rows));
    }

    private static Rows edges(TableName table, List<ColumnLineage> columns) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (ColumnLineage column : columns) {
            if (column.origins().isEmpty()) {
                rows.add(edge(table, column.column(), null, null));
            }
            for (ColumnOrigin origin : column.origins()) {
                rows.add(edge(table, column.column(), origin.table().toString(), origin.column()));
            }
        }
        return Rows.of(EDGES, rows);
    }

    private static List<@Nullable Object> edge(
            TableName table, String column, @Nullable String fromTable, @Nullable String fromColumn) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(table.toString());
        row.add(column);
        row.add(fromTable);
        row.add(fromColumn);
        return row;
    }

    private static void column(RootCommand parent, Lineages lineages, TableName table, String column) {
        Map<String, List<ColumnOrigin>> edges = new LinkedHashMap<>();
        lineages.collect(table, column, edges);
        if (parent.options().json()) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            edges.forEach((from, origins) -> origins.forEach(origin -> rows.add(edge(
                    TableName.parse(from.substring(0, from.lastIndexOf('.'))),
                    from.substring(from.lastIndexOf('.') + 1),
                    origin.table().toString(),
                    origin.column()))));
            new JsonPrinter(parent.console().out()).print(Rows.of(EDGES, rows));
            return;
        }
        tree(parent, table + "." + column, edges, "", "");
    }

    private static void tree(
            RootCommand parent, String name, Map<String, List<ColumnOrigin>> edges, String lead, String indent) {
        parent.console().out().println(lead + name);
        List<ColumnOrigin> origins = edges.getOrDefault(name, List.of());
        for (int i = 0; i < origins.size(); i++) {
            boolean last = i == origins.size() - 1;
            ColumnOrigin origin = origins.get(i);
            tree(
                    parent,
                    origin.table() + "." + origin.column(),
                    edges,
                    indent + (last ? "└─ " : "├─ "),
                    indent + (last ? "   " : "│  "));
        }
    }

    /** Lineage of models, asked of the analyser once each. */
    private static final class Lineages {

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
}
