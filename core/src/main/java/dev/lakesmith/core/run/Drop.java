package dev.lakesmith.core.run;

import dev.lakesmith.core.connector.Landing;
import dev.lakesmith.core.engine.Identities;
import dev.lakesmith.core.engine.Quarantined;
import dev.lakesmith.core.export.Exports;
import dev.lakesmith.core.history.RunRecord;
import dev.lakesmith.core.history.RunRecord.StepRecord;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.plan.Leftovers;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.UnknownTable;
import dev.lakesmith.lake.storage.Traffic;
import dev.lakesmith.sql.TableReference;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.KeptBeside;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes tables out of the lake that no file of the project declares. What leaves is looked at first and dropped as it was
 * looked at. Files stay until upkeep finds that nothing needs them.
 */
public final class Drop {

    private static final String ASKED_FOR = "asked for";

    private final Workspace workspace;
    private final LakeView view;
    private final Map<TableName, Departure> leaving = new LinkedHashMap<>();

    /** What becomes of landed data. */
    public enum Landed {
        KEPT,
        /** The ledger of landing goes with its bronze table, and upkeep removes the copies. */
        DROPPED
    }

    private Drop(Workspace workspace) {
        this.workspace = workspace;
        this.view = workspace.lake().published();
    }

    /**
     * Looks at what would leave.
     *
     * @throws LakesmithException TABLE_UNKNOWN; TABLE_NEEDED when the project declares one of the tables, or when a model
     *     or a view that stays reads one
     */
    public static Drop of(Workspace workspace, Collection<TableName> tables, Landed landed) {
        Drop drop = new Drop(workspace);
        Set<TableName> declared = Leftovers.declared(workspace.project());
        for (TableName table : tables) {
            drop.requireUndeclared(table, declared);
            if (table.schema().equals(Landing.SCHEMA) && landed == Landed.KEPT) {
                throw new LakesmithException(
                        ErrorCode.TABLE_NEEDED,
                        table + " tells which files of the source were landed, and with it the landed copies go, which"
                                + " may be the only ones: say --with-landed if they may");
            }
            drop.add(table, ASKED_FOR);
        }
        tables.forEach(table -> drop.addCompanions(table, declared, landed));
        drop.requireUnread();
        return drop;
    }

    /** What leaves: first what was asked for, then what goes with it. */
    public List<Departure> leaving() {
        return List.copyOf(leaving.values());
    }

    /** The landing ledgers that stay although their bronze tables leave. */
    public List<TableName> landingKept() {
        return leaving.keySet().stream()
                .filter(table -> table.schema().equals("bronze"))
                .map(Drop::landingOf)
                .filter(landing -> view.names().contains(landing) && !leaving.containsKey(landing))
                .toList();
    }

    /**
     * Drops them in one transaction of the catalog, ends their exports, and tells the history.
     *
     * @return the id in the history
     * @throws LakesmithException LAKE_CONFLICT when one of them was changed since; then all are as they were
     */
    public String run() {
        Instant now = workspace.clock().instant();
        String runId = Runner.runId(now);
        workspace.lake().drop(leaving.keySet(), view, now);
        Exports exports = new Exports(workspace.lake());
        leaving.keySet().forEach(table -> exports.end(table, now));
        workspace
                .history()
                .record(new RunRecord(
                        runId,
                        workspace.project().target().name(),
                        RunRecord.Status.SUCCEEDED,
                        now,
                        Duration.between(now, workspace.clock().instant()),
                        leaving.values().stream().map(Drop::entry).toList(),
                        Optional.empty(),
                        Traffic.Total.NONE));
        return runId;
    }

    private static StepRecord entry(Departure departure) {
        return new StepRecord(
                departure.table().toString(),
                "drop",
                departure.because(),
                "SUCCEEDED",
                Duration.ZERO,
                0,
                LedgerText.json(Ledger.EMPTY),
                List.of(),
                Optional.empty());
    }

    private void requireUndeclared(TableName table, Set<TableName> declared) {
        if (!view.names().contains(table)) {
            throw UnknownTable.in(view, table);
        }
        if (!declared.contains(table)) {
            return;
        }
        String place = file(table)
                .map(file ->
                        " is declared in " + file + ", and the next run would make it again: remove it there first")
                .orElse(" belongs to a table or a check that the project declares: remove that first");
        throw new LakesmithException(ErrorCode.TABLE_NEEDED, table + place + "; nothing was dropped");
    }

    private Optional<String> file(TableName table) {
        List<String> files = new ArrayList<>();
        workspace.project().models().stream()
                .filter(model -> model.name().equals(table))
                .forEach(model -> files.add(model.sqlStart().file()));
        workspace.project().seeds().stream()
                .filter(seed -> seed.name().equals(table))
                .forEach(seed -> files.add(seed.place().file()));
        workspace.project().sources().forEach(source -> source.streams().stream()
                .filter(stream ->
                        stream.bronze().equals(table) || stream.landing().equals(table))
                .forEach(stream -> files.add(stream.place().file())));
        return files.stream().findFirst();
    }

    private void addCompanions(TableName table, Set<TableName> declared, Landed landed) {
        List<TableName> companions =
                new ArrayList<>(List.of(Quarantined.tableFor(table), Identities.historyFor(table)));
        view.names().stream()
                .filter(name -> owner(name, declared).equals(Optional.of(table)))
                .forEach(companions::add);
        if (landed == Landed.DROPPED && table.schema().equals("bronze")) {
            companions.add(landingOf(table));
        }
        companions.stream()
                .filter(companion -> view.names().contains(companion) && !declared.contains(companion))
                .forEach(companion -> add(companion, "goes with " + table));
    }

    /** Whose failures a table keeps: names do not tell where a table's ends and its check's begins, so the longest. */
    private Optional<TableName> owner(TableName failures, Set<TableName> declared) {
        if (!KeptBeside.FAILURES.holds(failures)) {
            return Optional.empty();
        }
        List<TableName> tables = new ArrayList<>(view.names());
        tables.addAll(declared);
        return tables.stream()
                .filter(table -> failures.name().startsWith(table.schema() + "_" + table.name() + "__"))
                .max(Comparator.comparing(table -> table.toString().length()));
    }

    private static TableName landingOf(TableName bronze) {
        return new TableName(Landing.SCHEMA, bronze.name());
    }

    private void add(TableName table, String because) {
        Optional<LakeTable> found = view.table(table);
        leaving.putIfAbsent(
                table,
                new Departure(
                        table,
                        found.isPresent() ? "table" : "view",
                        found.map(LakeTable::rows).orElse(0L),
                        found.map(LakeTable::bytes).orElse(0L),
                        because,
                        found.stream()
                                .flatMap(each -> each.snapshots().stream())
                                .flatMap(snapshot -> snapshot.tags().stream())
                                .sorted()
                                .toList(),
                        workspace.lake().branchesWith(table)));
    }

    private void requireUnread() {
        for (Model model : workspace.project().models()) {
            requireUnread(model.sql(), model.name() + " (" + model.sqlStart().file() + ")", "change that model first");
        }
        for (TableName name : view.names()) {
            if (!leaving.containsKey(name)) {
                view.view(name)
                        .ifPresent(stored -> requireUnread(
                                stored.sql(), "the view " + name, "drop the view with it, or change it first"));
            }
        }
    }

    private void requireUnread(String sql, String reader, String advice) {
        List<TableReference> read;
        synchronized (workspace.sql()) {
            try {
                read = workspace.sql().parse(sql).tables();
            } catch (LakesmithException e) {
                throw new LakesmithException(
                        e.code(),
                        "nobody can tell whether " + reader + " reads what is to be dropped; mend it first: "
                                + e.message(),
                        e);
            }
        }
        read.stream()
                .map(TableReference::name)
                .filter(leaving::containsKey)
                .findFirst()
                .ifPresent(table -> {
                    throw new LakesmithException(
                            ErrorCode.TABLE_NEEDED,
                            reader + " reads " + table + ": " + advice + "; nothing was dropped");
                });
    }
}
