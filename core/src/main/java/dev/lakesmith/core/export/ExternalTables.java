package dev.lakesmith.core.export;

import dev.lakesmith.core.contract.ColumnContract;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.lake.DataType;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is exported, as other engines are told of it. */
public final class ExternalTables {

    private ExternalTables() {}

    /**
     * The exported table of a model.
     *
     * @throws LakesmithException USAGE when it is not exported yet, or has got other columns since
     */
    public static ExternalTable of(Model model, Lake lake) {
        Exports exports = new Exports(lake);
        ExportedVersion version = exports.current(model.name()).orElseThrow(() -> notYet(model, "is not exported yet"));
        LakeTable table = lake.published()
                .table(model.name())
                .filter(found -> version.state().contains(ExportState.columns(found)))
                .orElseThrow(() -> notYet(model, "has got other columns since it was exported"));
        Map<String, ColumnContract> declared = model.columns().stream()
                .collect(Collectors.toMap(
                        column -> column.name().toLowerCase(Locale.ROOT), Function.identity(), (one, other) -> one));
        return new ExternalTable(
                model.name(),
                model.description(),
                table.columns().stream().map(column -> column(column, declared)).toList(),
                exports.folder(model.name()),
                version.folder(),
                version.rows());
    }

    private static ExternalTable.Column column(Column column, Map<String, ColumnContract> declared) {
        ColumnContract contract = declared.get(column.name().toLowerCase(Locale.ROOT));
        return new ExternalTable.Column(
                column.name(), DataType.of(column).plain(), contract == null ? "" : contract.description());
    }

    private static LakesmithException notYet(Model model, String what) {
        return new LakesmithException(
                ErrorCode.USAGE,
                model.name() + " " + what + "; run the project, or 'lakesmith export " + model.name() + "'");
    }
}
