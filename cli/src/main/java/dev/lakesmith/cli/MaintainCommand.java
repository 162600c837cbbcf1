package dev.lakesmith.cli;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.export.ExportUpkeep;
import dev.lakesmith.core.export.ExportUpkeep.Cleared;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.run.Workspace;
import dev.lakesmith.core.upkeep.Tended;
import dev.lakesmith.core.upkeep.Upkeep;
import dev.lakesmith.core.upkeep.UpkeepReport;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.TableName;
import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Keeps tables cheap to read. */
@Command(
        name = "maintain",
        description = {
            "Write small files and files with deleted rows anew, forget old snapshots, and remove files that nothing"
                    + " needs, those of dropped tables and of replaced exports too. Runs do the first two by themselves."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lakesmith maintain                    every table of the lake",
            "  lakesmith maintain bronze.shop_orders one table"
        })
final class MaintainCommand implements Runnable {

    private static final List<Column> COLUMNS = List.of(
            new Column("table", "VARCHAR"),
            new Column("files_before", "BIGINT"),
            new Column("files_after", "BIGINT"),
            new Column("snapshots_forgotten", "BIGINT"),
            new Column("files_removed", "BIGINT"),
            new Column("bytes_removed", "BIGINT"));

    @ParentCommand
    private @Nullable RootCommand root;

    @Parameters(paramLabel = "TABLE", arity = "0..*", description = "Which tables. Default: all.")
    private List<String> tables = new ArrayList<>();

    @Override
    public void run() {
        RootCommand parent = Objects.requireNonNull(root);
        try (OpenProject open = OpenProject.forReading(parent, Map.of())) {
            SortedSet<TableName> known =
                    new TreeSet<>(open.workspace().lake().published().names());
            known.addAll(open.workspace().lake().dropped());
            Upkeep upkeep = new Upkeep(
                    open.workspace().lake(),
                    open.workspace().engine(),
                    Clock.systemUTC(),
                    open.workspace().project().maintenance());
            // Before files are removed, for a forgotten branch needs none.
            List<String> branches = tables.isEmpty() ? upkeep.forgetOldBranches() : List.of();
            UpkeepReport done = upkeep.all(chosen(known), Progress.UNSEEN);
            List<Cleared> exports = clearExports(open);
            print(parent, done.tended(), branches, exports);
            done.troubles().stream().reduce((first, next) -> first).ifPresent(first -> {
                throw new LakesmithException(
                        first.code(),
                        done.troubles().stream()
                                .map(LakesmithException::message)
                                .collect(Collectors.joining("\n")),
                        first);
            });
        }
    }

    /** Another project may share the lake, so only what this one takes back ends, and what has no table any more. */
    private List<Cleared> clearExports(OpenProject open) {
        Workspace workspace = open.workspace();
        SortedSet<TableName> published = workspace.lake().published().names();
        Set<TableName> takenBack = workspace.project().models().stream()
                .filter(model -> model.export().isEmpty())
                .map(Model::name)
                .collect(Collectors.toSet());
        return new ExportUpkeep(
                        workspace.lake(), Clock.systemUTC(), workspace.project().maintenance())
                .clear(
                        table -> takenBack.contains(table) || !published.contains(table),
                        table -> tables.isEmpty() || tables.contains(table.toString()));
    }

    private Collection<TableName> chosen(SortedSet<TableName> known) {
        if (tables.isEmpty()) {
            return known;
        }
        List<String> names = known.stream().map(TableName::toString).toList();
        tables.stream().filter(table -> !names.contains(table)).findFirst().ifPresent(unknown -> {
            throw new LakesmithException(
                    ErrorCode.TABLE_UNKNOWN, "the lake has no table '" + unknown + "'" + Nearest.hint(unknown, names));
        });
        return tables.stream().map(TableName::parse).toList();
    }

    private static void print(RootCommand parent, List<Tended> done, List<String> branches, List<Cleared> exports) {
        PrintStream out = parent.console().out();
        Rows rows = Rows.of(
                COLUMNS,
                done.stream()
                        .filter(each -> parent.options().json() || !each.told().equals("nothing to do"))
                        .map(each -> List.<@Nullable Object>of(
                                each.table().toString(),
                                each.filesBefore(),
                                each.filesAfter(),
                                each.snapshots(),
                                each.removedFiles(),
                                each.removedBytes()))
                        .toList());
        if (parent.options().json()) {
            new JsonPrinter(out).print(rows);
            return;
        }
        Printing.print(parent, rows);
        exports.forEach(each -> out.println(told(each)));
        branches.forEach(branch -> out.println("forgot branch " + branch + ", which nobody went on with"));
        out.println(parent.console().palette().dim(Quantities.count(done.size(), "table", "tables") + " looked at"));
    }

    private static String told(Cleared exports) {
        String removed = Quantities.count(exports.files(), "file", "files") + " (" + Quantities.bytes(exports.bytes())
                + ") of replaced exports of " + exports.table() + " removed";
        String ended = "ended the export of " + exports.table() + ", which nobody asks for";
        return exports.ended() ? exports.files() == 0 ? ended : ended + "; " + removed : removed;
    }
}
