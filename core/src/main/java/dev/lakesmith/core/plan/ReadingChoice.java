package dev.lakesmith.core.plan;

import dev.lakesmith.core.engine.BuildRequest.Reading;
import dev.lakesmith.core.project.Deletes;
import dev.lakesmith.core.project.Materialization;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.role.Role;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.StoredView;
import dev.lakesmith.lake.TableChanges;
import dev.lakesmith.sql.Shape;
import dev.lakesmith.sql.SqlAnalyzer;
import dev.lakesmith.sql.TableReference;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How much of its inputs a model must read. Reading less than everything is chosen only where it gives what reading
 * everything would give.
 *
 * @param reading what is read
 * @param why for people
 */
public record ReadingChoice(Reading reading, String why) {

    /** Above this share of changed rows, looking for what they touch costs more than making all anew. */
    private static final double MOST = 0.5;

    /** Before an input's name. */
    static final String ONLY_NEW = "only new rows of ";

    /** Below this number of rows neither costs anything. */
    private static final long FEW_ROWS = 100_000;

    /** What a choice looks at. */
    private record Situation(
            AnalyzedModel analyzed,
            List<Column> columns,
            LakeTable table,
            LakeView view,
            SqlAnalyzer sql,
            Map<String, String> parameterTypes) {

        Model model() {
            return analyzed.model();
        }
    }

    /**
     * Chooses for a model.
     *
     * @param analyzed the model
     * @param columns what its table will have
     * @param start whether the table may be continued at all
     * @param view the state of inputs and table
     * @param sql knows the inputs' columns
     * @param parameterTypes by parameter name, a SQL type
     */
    public static ReadingChoice of(
            AnalyzedModel analyzed,
            List<Column> columns,
            Step.Build.Start start,
            LakeView view,
            SqlAnalyzer sql,
            Map<String, String> parameterTypes) {
        Model model = analyzed.model();
        if (model.versioning().isPresent()) {
            return versions(analyzed, columns, start, view);
        }
        if (model.materialization() == Materialization.TABLE || start == Step.Build.Start.ANEW) {
            return new ReadingChoice(new Reading.Rebuild(), "made anew from all rows");
        }
        LakeTable table = view.table(model.name()).orElse(null);
        if (table == null || table.snapshotId().isEmpty()) {
            return new ReadingChoice(new Reading.Rebuild(), "first build, from all rows");
        }
        if (!table.columns().equals(columns)) {
            return new ReadingChoice(new Reading.Rebuild(), "its columns changed, made anew from all rows");
        }
        Situation now = new Situation(analyzed, columns, table, view, sql, parameterTypes);
        if (model.columns().stream().anyMatch(column -> column.missing().needsAllRows())) {
            return everything(now, "missing values come from other rows");
        }
        return start == Step.Build.Start.REPLAY ? everything(now, "quarantined rows get another try") : continued(now);
    }

    /** For a table of versions: rows that were consumed once need not be seen again, unless keys may be gone. */
    private static ReadingChoice versions(
            AnalyzedModel analyzed, List<Column> columns, Step.Build.Start start, LakeView view) {
        Model model = analyzed.model();
        LakeTable table =
                view.table(model.name()).filter(KeptHistory::hasVersions).orElse(null);
        if (table == null) {
            return new ReadingChoice(new Reading.Rebuild(), "first build, from all rows");
        }
        boolean keeps = KeptHistory.of(analyzed, table);
        if (start == Step.Build.Start.ANEW || !KeptHistory.sameColumns(table.columns(), columns)) {
            if (!keeps) {
                return new ReadingChoice(new Reading.Rebuild(), "made anew from all rows");
            }
            KeptHistory.mustFit(model, table, columns);
            return new ReadingChoice(
                    new Reading.Everything(), "all rows are read, and the versions that are there are kept");
        }
        if (start == Step.Build.Start.REPLAY) {
            return new ReadingChoice(new Reading.Everything(), "all rows are read: quarantined rows get another try");
        }
        if (model.looksForGoneKeys()) {
            return new ReadingChoice(new Reading.Everything(), "all rows are read, to see which keys are gone");
        }
        Optional<Reading.Changes> changes = onlyNew(analyzed, table, view);
        if (changes.isPresent()) {
            return new ReadingChoice(changes.get(), ONLY_NEW + changes.get().input());
        }
        return keeps
                ? new ReadingChoice(new Reading.Everything(), "all rows are read and held against the versions there")
                : new ReadingChoice(new Reading.Rebuild(), "made anew from all rows: its input did more than grow");
    }

    private static Optional<Reading.Changes> onlyNew(AnalyzedModel analyzed, LakeTable table, LakeView view) {
        Model model = analyzed.model();
        boolean alone = model.changesOf().size() == 1 || analyzed.query().shape() instanceof Shape.Simple;
        boolean fromOthers =
                model.columns().stream().anyMatch(column -> column.missing().needsAllRows());
        if (!alone || fromOthers) {
            return Optional.empty();
        }
        TableName input = model.changesOf().isEmpty()
                ? analyzed.query().tables().get(0).name()
                : model.changesOf().get(0);
        String known = Inputs.read(table).getOrDefault(input.toString(), "");
        return view.table(input)
                .filter(found -> known.matches("\\d+"))
                .flatMap(found -> found.changesSince(Long.parseLong(known)))
                .filter(TableChanges::onlyGrew)
                .map(found -> new Reading.Changes(input, Long.parseLong(known)));
    }

    private static ReadingChoice continued(Situation now) {
        Map<String, String> consumed = Inputs.read(now.table());
        List<TableName> drivers = drivers(now);
        Map<TableName, Long> since = new LinkedHashMap<>();
        Map<TableName, TableChanges> changes = new LinkedHashMap<>();
        for (TableName input : drivers) {
            Optional<LakeTable> table = now.view().table(input);
            String known = consumed.getOrDefault(input.toString(), "");
            OptionalLong current = table.map(LakeTable::rowsSince).orElse(OptionalLong.empty());
            if (current.isPresent() && known.equals(Long.toString(current.getAsLong()))) {
                continue;
            }
            if (table.isEmpty() || !known.matches("\\d+")) {
                return everything(now, "what changed in " + input + " cannot be computed");
            }
            Optional<TableChanges> found = table.get().changesSince(Long.parseLong(known));
            if (found.isEmpty()) {
                return everything(now, "the state of " + input + " that was read last is not kept any more");
            }
            since.put(input, Long.parseLong(known));
            changes.put(input, found.get());
        }
        return rowByRow(now, drivers, since, changes).orElseGet(() -> affected(now, since, changes));
    }

    private static List<TableName> drivers(Situation now) {
        if (!now.model().changesOf().isEmpty()) {
            return now.model().changesOf();
        }
        // What a part looks up beside the query does not drive the model.
        List<TableName> read = now.analyzed().query().tables().stream()
                .map(TableReference::name)
                .toList();
        return now.analyzed().inputs().stream()
                .filter(input ->
                        read.contains(input) || !now.analyzed().links().reads().contains(input))
                .toList();
    }

    /** Rows that came are enough when each gives its output rows by itself. */
    private static Optional<ReadingChoice> rowByRow(
            Situation now, List<TableName> drivers, Map<TableName, Long> since, Map<TableName, TableChanges> changes) {
        Model model = now.model();
        boolean alone = model.materialization() == Materialization.APPEND
                || (model.materialization() == Materialization.MERGE
                        && drivers.size() == 1
                        && addsOnly(now, drivers.get(0)));
        if (!alone || drivers.size() != 1 || !changes.values().stream().allMatch(TableChanges::onlyGrew)) {
            return Optional.empty();
        }
        TableName input = drivers.get(0);
        long from = since.containsKey(input)
                ? Optional.ofNullable(since.get(input)).orElseThrow()
                : now.view().table(input).orElseThrow().rowsSince().orElseThrow();
        return Optional.of(new ReadingChoice(new Reading.Changes(input, from), ONLY_NEW + input));
    }

    private static boolean addsOnly(Situation now, TableName driver) {
        Shape shape = now.analyzed().query().shape();
        boolean knowsBatches =
                shape instanceof Shape.Simple simple && simple.table().schema().equals("bronze");
        // Which of two rows was last nobody knows then, and a row that removed its key cannot be compared with any
        // more.
        if (now.model().deletes().when().isPresent() && now.model().latestBy().isEmpty() && !knowsBatches) {
            return false;
        }
        return shape instanceof Shape.Simple
                || (shape instanceof Shape.Joined joined && joined.additive().contains(driver));
    }

    private static ReadingChoice affected(
            Situation now, Map<TableName, Long> since, Map<TableName, TableChanges> changes) {
        Model model = now.model();
        if (model.materialization() == Materialization.APPEND) {
            return everything(now, "its input did more than grow");
        }
        if (model.role() instanceof Role.Dimension) {
            return everything(now, "a dimension never loses members");
        }
        if (model.deletes().missing() == Deletes.Missing.REMOVED) {
            return everything(now, "its input did more than grow");
        }
        for (Map.Entry<TableName, TableChanges> each : changes.entrySet()) {
            long rows = now.view().table(each.getKey()).map(LakeTable::rows).orElse(0L);
            if (each.getValue().rows() > Math.max(FEW_ROWS, rows * MOST)) {
                return everything(now, "most of " + each.getKey() + " changed");
            }
        }
        // A plan asks before its inputs have changed.
        Set<TableName> changed = since.isEmpty() ? Set.copyOf(drivers(now)) : since.keySet();
        String names = changed.stream().map(TableName::toString).sorted().collect(Collectors.joining(", "));
        declareInputs(now);
        AffectedKeys keys =
                AffectedKeys.of(model, now.analyzed().query(), now.columns(), changed, now.sql(), now.parameterTypes());
        if (keys.isEmpty()) {
            return everything(now, "which of its rows depend on " + names + " cannot be told from the query");
        }
        return new ReadingChoice(
                new Reading.Affected(keys.ofTable(), since, keys.ofInputs()),
                "only rows whose " + keys.names() + " changed in " + names);
    }

    /** What did not change was not bound, so its inputs may be unknown to the binder. */
    private static void declareInputs(Situation now) {
        for (TableName input : now.analyzed().inputs()) {
            now.view()
                    .view(input)
                    .map(StoredView::columns)
                    .or(() -> now.view().table(input).map(LakeTable::columns))
                    .ifPresent(columns -> now.sql().declare(input, columns));
        }
    }

    private static ReadingChoice everything(Situation now, String because) {
        return now.model().materialization() == Materialization.MERGE
                ? new ReadingChoice(new Reading.Everything(), "all rows are read and merged: " + because)
                : new ReadingChoice(new Reading.Rebuild(), "made anew from all rows: " + because);
    }
}
