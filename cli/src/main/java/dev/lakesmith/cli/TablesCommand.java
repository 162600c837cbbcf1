package dev.lakesmith.cli;

import dev.lakesmith.core.contract.Budget;
import dev.lakesmith.core.contract.Maintenance;
import dev.lakesmith.core.plan.Leftovers;
import dev.lakesmith.core.upkeep.TableState;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists the lake's tables. */
@Command(
        name = "tables",
        description = "List the lake's tables and views, and tell those that no file of the project declares.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lakesmith tables                every published table",
            "  lakesmith tables --budgets      what upkeep looks at, and what is allowed",
            "  lakesmith tables --json         one object for each, sizes in bytes"
        })
final class TablesCommand implements Runnable {

    @ParentCommand
    private @Nullable RootCommand root;

    @Option(names = "--budgets", description = "Show each table's upkeep: what it has, of what it may have.")
    private boolean budgets;

    @Override
    public void run() {
        RootCommand parent = Objects.requireNonNull(root);
        try (OpenProject open = OpenProject.forReading(parent, Map.of())) {
            LakeView view = open.workspace().lake().published();
            Maintenance maintenance = open.workspace().project().maintenance();
            if (budgets) {
                printBudgets(parent, view, maintenance);
                return;
            }
            print(parent, view, maintenance, declared(open, view));
            if (!parent.options().json() && !open.partly()) {
                Console console = parent.console();
                Leftovers.told(view, open.workspace().project()).ifPresent(note -> console.err()
                        .println(console.palette().dim("note: " + note)));
            }
        }
    }

    private static void printBudgets(RootCommand parent, LakeView view, Maintenance maintenance) {
        boolean json = parent.options().json();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (TableName name : view.names()) {
            view.table(name)
                    .map(table -> TableState.of(table, maintenance.of(name)))
                    .ifPresent(state -> rows.add(row(name, state, json)));
        }
        String type = json ? "STRUCT" : "VARCHAR";
        Rows shown = Rows.of(
                List.of(
                        new Column("table", "VARCHAR"),
                        new Column("small_files", type),
                        new Column("delete_files", type),
                        new Column("snapshots", type),
                        new Column("metadata", type)),
                rows);
        Printing.print(parent, shown);
        if (!json) {
            parent.console()
                    .out()
                    .println(parent.console().palette().dim("'lakesmith maintain' brings tables within their budgets"));
        }
    }

    private static List<@Nullable Object> row(TableName name, TableState state, boolean json) {
        Budget budget = state.budget();
        return List.of(
                name.toString(),
                cell(state.smallFiles(), budget.smallFiles(), json, Long::toString),
                cell(state.deleteFiles(), budget.deleteFiles(), json, Long::toString),
                cell(state.snapshots(), budget.snapshots(), json, Long::toString),
                cell(state.metadataBytes(), budget.metadataBytes(), json, Quantities::bytes));
    }

    private static Object cell(long used, long allowed, boolean json, LongFunction<String> shown) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("used", used);
        object.put("allowed", allowed);
        return json ? object : shown.apply(used) + " of " + shown.apply(allowed);
    }

    /** Whether files of the project make each table; nothing while files with mistakes may make any. */
    private static Map<TableName, Boolean> declared(OpenProject open, LakeView view) {
        if (open.partly()) {
            return Map.of();
        }
        Set<TableName> declared = Leftovers.declared(open.workspace().project());
        return view.names().stream().collect(Collectors.toMap(name -> name, declared::contains));
    }

    /** @param declared whether the project makes a table; what it leaves out is not known */
    static void print(RootCommand parent, LakeView view, Maintenance maintenance, Map<TableName, Boolean> declared) {
        boolean json = parent.options().json();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (TableName name : view.names()) {
            Optional<LakeTable> table = view.table(name);
            List<@Nullable Object> row = new ArrayList<>();
            row.add(name.toString());
            row.add(table.isPresent() ? "table" : "view");
            row.add(table.map(LakeTable::rows).orElse(null));
            row.add(
                    json
                            ? table.map(LakeTable::bytes).orElse(null)
                            : table.map(found -> Quantities.bytes(found.bytes()))
                                    .orElse(null));
            row.add(table.map(LakeTable::fileCount).orElse(null));
            row.add(table.map(found -> found.snapshots().size()).orElse(null));
            row.add(table.flatMap(LakeTable::changedAt)
                    .map(json ? Instant::toString : Quantities::moment)
                    .orElse(null));
            List<String> over = table.map(found ->
                            TableState.quickly(found, maintenance.of(name)).over())
                    .orElse(List.of());
            row.add(json ? over : String.join("; ", over));
            Boolean known = declared.get(name);
            row.add(json ? known : Boolean.FALSE.equals(known) ? "not declared" : "");
            rows.add(row);
        }
        if (rows.isEmpty() && !json) {
            parent.console().out().println("the lake is empty; 'lakesmith run' fills it");
            return;
        }
        List<Column> columns = List.of(
                new Column("table", "VARCHAR"),
                new Column("kind", "VARCHAR"),
                new Column("rows", "BIGINT"),
                new Column(json ? "bytes" : "size", json ? "BIGINT" : "VARCHAR"),
                new Column("files", "BIGINT"),
                new Column("snapshots", "BIGINT"),
                new Column(json ? "changed_at" : "changed (UTC)", "VARCHAR"),
                new Column("over_budget", json ? "VARCHAR[]" : "VARCHAR"),
                new Column("declared", json ? "BOOLEAN" : "VARCHAR"));
        List<Integer> shown = IntStream.range(0, columns.size())
                .filter(i -> i < columns.size() - 2 || rows.stream().anyMatch(row -> !"".equals(row.get(i))))
                .boxed()
                .toList();
        Printing.print(
                parent,
                Rows.of(
                        shown.stream().map(columns::get).toList(),
                        rows.stream()
                                .map(row -> shown.stream().map(row::get).toList())
                                .toList()));
    }
}
