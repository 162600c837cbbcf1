package dev.lakesmith.core.plan;

import dev.lakesmith.core.engine.BuildRequest.Reading;
import dev.lakesmith.core.project.Materialization;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.sql.Shape;
import dev.lakesmith.sql.TableReference;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much of its inputs a model must read. Reading only new rows is chosen only where it gives what reading
 * everything would give.
 *
 * @param reading what is read
 * @param why for people
 */
public record ReadingChoice(Reading reading, String why) {

    /**
     * Chooses for a model.
     *
     * @param analyzed the model
     * @param columns what its table will have
     * @param start whether the table may be continued at all
     * @param view the state of inputs and table
     */
    public static ReadingChoice of(
            AnalyzedModel analyzed, List<Column> columns, Step.Build.Start start, LakeView view) {
        Model model = analyzed.model();
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
        if (model.columns().stream().anyMatch(column -> column.missing().needsAllRows())) {
            return new ReadingChoice(
                    new Reading.Everything(), "all rows are read and merged, since missing values come from other rows");
        }
        Optional<Reading> changes = driving(analyzed).flatMap(input -> changesOf(input, Inputs.read(table), view));
        if (changes.isPresent()) {
            Reading.Changes found = (Reading.Changes) changes.get();
            return new ReadingChoice(found, "only new rows of " + found.input());
        }
        return model.materialization() == Materialization.MERGE
                ? new ReadingChoice(new Reading.Everything(), "all rows are read and merged")
                : new ReadingChoice(new Reading.Rebuild(), "its input did more than grow, made anew from all rows");
    }

    /** The input whose additions alone decide what is new. */
    private static Optional<TableName> driving(AnalyzedModel analyzed) {
        Model model = analyzed.model();
        if (model.changesOf().isPresent()) {
            return model.changesOf();
        }
        boolean rowByRow = model.materialization() == Materialization.APPEND
                || analyzed.query().shape() instanceof Shape.Simple;
        List<TableReference> read = analyzed.query().tables();
        return rowByRow && read.size() == 1 ? Optional.of(read.get(0).name()) : Optional.empty();
    }

    private static Optional<Reading> changesOf(TableName input, Map<String, String> consumed, LakeView view) {
        String snapshot = consumed.get(input.toString());
        if (snapshot == null || !snapshot.matches("\\d+")) {
            return Optional.empty();
        }
        long since = Long.parseLong(snapshot);
        return view.table(input)
                .flatMap(table -> table.filesAppendedSince(since))
                .map(files -> new Reading.Changes(input, since));
    }
}
