package dev.lakesmith.cli;

import dev.lakesmith.core.plan.Leftovers;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Lists the lake's tables. */
@Command(
        name = "tables",
        description = "List the lake's tables and views.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lakesmith tables                every published table",
            "  lakesmith tables --json         one object for each, sizes in bytes"
        })
final class TablesCommand implements Runnable {

    @ParentCommand
    private @Nullable RootCommand root;

    @Override
    public void run() {
        RootCommand parent = Objects.requireNonNull(root);
        try (OpenProject open = OpenProject.forReading(parent, Map.of())) {
            LakeView view = open.workspace().lake().published();
            print(parent, view);
            if (!parent.options().json() && !open.partly()) {
                Console console = parent.console();
                Leftovers.told(view, open.workspace().project()).ifPresent(note -> console.err()
                        .println(console.palette().dim("note: " + note)));
            }
        }
    }

    static void print(RootCommand parent, LakeView view) {
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
            row.add(table.flatMap(LakeTable::changedAt).map(Instant::toString).orElse(null));
            rows.add(row);
        }
        if (rows.isEmpty() && !json) {
            parent.console().out().println("the lake is empty; 'lakesmith run' fills it");
            return;
        }
        Rows shown = Rows.of(
                List.of(
                        new Column("table", "VARCHAR"),
                        new Column("kind", "VARCHAR"),
                        new Column("rows", "BIGINT"),
                        new Column(json ? "bytes" : "size", json ? "BIGINT" : "VARCHAR"),
                        new Column("files", "BIGINT"),
                        new Column("snapshots", "BIGINT"),
                        new Column("changed_at", "VARCHAR")),
                rows);
        Printing.print(parent, shown);
    }
}
