package dev.lakesmith.cli;

import dev.lakesmith.core.plan.Analysis;
import dev.lakesmith.core.plan.AnalyzedModel;
import dev.lakesmith.sql.ColumnLineage;
import dev.lakesmith.sql.ColumnOrigin;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
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
            "  lakesmith lineage --json                  every edge between columns, one a line",
            "  lakesmith lineage --sensitive             columns with e-mail addresses, card numbers, …"
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

    @Option(
            names = "--sensitive",
            description = "List the columns that are declared sensitive, and those that are made of them.")
    private boolean sensitive;

    @Override
    public void run() {
        RootCommand parent = Objects.requireNonNull(root);
        if (sensitive && place != null) {
            throw new LakesmithException(
                    ErrorCode.USAGE, "--sensitive lists the columns of all tables; leave out " + place);
        }
        try (OpenProject open = OpenProject.forReading(parent, Map.of())) {
            Analysis analysis = open.analysis(parent);
            Lineages lineages = new Lineages(analysis, open.workspace(), open.broken());
            if (sensitive) {
                new SensitiveColumns(analysis, lineages).print(parent);
                return;
            }
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
}
