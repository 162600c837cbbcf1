package dev.lakesmith.cli;

import dev.lakesmith.core.engine.Quarantined;
import dev.lakesmith.core.engine.QueryResult;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.run.Queries;
import dev.lakesmith.core.run.Workspace;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.KeptBeside;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.TableName;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows the records that could not be kept, and why. */
@Command(
        name = "quarantine",
        description = "Show the records that could not be kept, and why.",
        subcommands = ReplayCommand.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  lakesmith quarantine                       how many, how old, whose and why",
            "  lakesmith quarantine bronze.crm_contacts   each record, its text, file and line",
            "  lakesmith quarantine --json                every record of every table",
            "  lakesmith quarantine replay TABLE          let them try the present definition"
        })
final class QuarantineCommand implements Runnable {

    private static final List<Column> RECORD = List.of(
            new Column("table", "VARCHAR"),
            new Column("reason", "VARCHAR"),
            new Column("raw", "VARCHAR"),
            new Column("file", "VARCHAR"),
            new Column("line", "BIGINT"));

    @ParentCommand
    private @Nullable RootCommand root;

    @Parameters(index = "0", arity = "0..1", paramLabel = "TABLE", description = "The table they were kept out of.")
    private @Nullable String table;

    @Option(
            names = "--branch",
            paramLabel = "NAME",
            description = "Show what a failed step would have sent there; its message names the branch.")
    private @Nullable String branch;

    RootCommand root() {
        return Objects.requireNonNull(root);
    }

    @Override
    public void run() {
        RootCommand parent = Objects.requireNonNull(root);
        try (OpenProject open = OpenProject.forReading(parent, Map.of())) {
            Workspace workspace = open.workspace();
            LakeView view = Queries.view(workspace, Optional.ofNullable(branch));
            SortedMap<TableName, TableName> quarantines = quarantines(workspace, view);
            if (table == null && !parent.options().json()) {
                summary(parent, workspace, view, quarantines);
                return;
            }
            records(parent, workspace, view, chosen(quarantines, view));
        }
    }

    /** Each project table with its quarantine table, where there is one; a quarantine whose table is gone stands for itself. */
    private static SortedMap<TableName, TableName> quarantines(Workspace workspace, LakeView view) {
        SortedMap<TableName, TableName> found = new TreeMap<>();
        List<TableName> tables = new ArrayList<>();
        workspace.project().sources().forEach(source -> source.streams()
                .forEach(stream -> tables.add(stream.bronze())));
        workspace.project().models().forEach(model -> tables.add(model.name()));
        for (TableName name : tables) {
            TableName quarantine = Quarantined.tableFor(name);
            if (view.table(quarantine).isPresent()) {
                found.put(name, quarantine);
            }
        }
        view.names().stream()
                .filter(KeptBeside.QUARANTINE::holds)
                .filter(name -> !found.containsValue(name))
                .forEach(name -> found.put(name, name));
        return found;
    }

    private Map<TableName, TableName> chosen(SortedMap<TableName, TableName> quarantines, LakeView view) {
        if (table == null) {
            return quarantines;
        }
        TableName name = TableName.parse(table);
        TableName quarantine = quarantines.get(name);
        if (quarantine != null) {
            return Map.of(name, quarantine);
        }
        if (view.table(Quarantined.tableFor(name)).isPresent()) {
            return Map.of(name, Quarantined.tableFor(name));
        }
        if (view.names().contains(name)) {
            return Map.of();
        }
        throw new LakesmithException(
                ErrorCode.TABLE_UNKNOWN,
                "there is no table " + name + " in the lake"
                        + Nearest.hint(
                                name.toString(),
                                view.names().stream().map(TableName::toString).toList()));
    }

    private static void summary(
            RootCommand parent, Workspace workspace, LakeView view, Map<TableName, TableName> quarantines) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        quarantines.forEach((name, quarantine) -> {
            String sql = "SELECT reason, count(*), min(quarantined_at), max(quarantined_at) FROM (SELECT"
                    + " regexp_replace(reason, '''[^'']*''', '…', 'g') AS reason, quarantined_at"
                    + " FROM " + Identifiers.quote(quarantine) + ") GROUP BY reason ORDER BY 2 DESC, 1";
            try (QueryResult result = workspace.engine().query(sql, List.of(), view)) {
                Optional<List<@Nullable Object>> row = result.next();
                while (row.isPresent()) {
                    List<@Nullable Object> shown = new ArrayList<>();
                    shown.add(name.toString());
                    shown.addAll(row.get().subList(0, 2));
                    shown.add(age(row.get().get(2), workspace));
                    shown.add(age(row.get().get(3), workspace));
                    shown.add(owner(workspace, name));
                    rows.add(shown);
                    row = result.next();
                }
            }
        });
        if (rows.isEmpty()) {
            parent.console().out().println("nothing is in quarantine");
            return;
        }
        new TableRenderer(parent.console())
                .print(Rows.of(
                        List.of(
                                new Column("table", "VARCHAR"),
                                new Column("reason", "VARCHAR"),
                                new Column("records", "BIGINT"),
                                new Column("oldest", "VARCHAR"),
                                new Column("newest", "VARCHAR"),
                                new Column("owner", "VARCHAR")),
                        rows));
    }

    private static String age(@Nullable Object at, Workspace workspace) {
        return at instanceof OffsetDateTime time
                ? Quantities.age(
                        Duration.between(time.toInstant(), workspace.clock().instant()))
                : "";
    }

    private static String owner(Workspace workspace, TableName table) {
        return Stream.concat(
                        workspace.project().sources().stream().flatMap(source -> source.streams().stream()
                                .filter(stream -> stream.bronze().equals(table))
                                .map(dev.lakesmith.core.project.Stream::owner)),
                        workspace.project().models().stream()
                                .filter(model -> model.name().equals(table))
                                .map(Model::owner))
                .findFirst()
                .orElse("");
    }

    private static void records(
            RootCommand parent, Workspace workspace, LakeView view, Map<TableName, TableName> quarantines) {
        long count = 0;
        for (Map.Entry<TableName, TableName> entry : quarantines.entrySet()) {
            String sql = "SELECT " + Identifiers.literal(entry.getKey().toString())
                    + ", reason, raw, file, line FROM " + Identifiers.quote(entry.getValue())
                    + " ORDER BY file, line, raw";
            try (QueryResult result = workspace.engine().query(sql, List.of(), view)) {
                count += Printing.print(parent, new Rows(RECORD, result::next));
            }
        }
        if (count == 0 && !parent.options().json()) {
            parent.console().out().println("nothing is in quarantine");
        }
    }
}
