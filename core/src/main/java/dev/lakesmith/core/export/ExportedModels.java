package dev.lakesmith.core.export;

import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.Project;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.TableName;
import java.util.Collection;
import java.util.List;

/** The models of a project that say {@code export}. */
public final class ExportedModels {

    private ExportedModels() {}

    /**
     * Some of them.
     *
     * @param tables their names; empty: all of them
     * @throws LakesmithException USAGE when one is not exported, TABLE_UNKNOWN when no model makes it
     */
    public static List<Model> of(Project project, Collection<TableName> tables) {
        List<Model> exported = project.models().stream()
                .filter(model -> model.export().isPresent())
                .toList();
        List<TableName> names = exported.stream().map(Model::name).toList();
        tables.stream().filter(table -> !names.contains(table)).findFirst().ifPresent(table -> {
            throw notExported(table, project);
        });
        return exported.stream()
                .filter(model -> tables.isEmpty() || tables.contains(model.name()))
                .toList();
    }

    private static LakesmithException notExported(TableName table, Project project) {
        List<String> models =
                project.models().stream().map(model -> model.name().toString()).toList();
        return models.contains(table.toString())
                ? new LakesmithException(
                        ErrorCode.USAGE,
                        table
                                + " is not exported; write export: parquet into the header of its model, or keep one result"
                                + " with 'lakesmith query … --format parquet --output rows.parquet'")
                : new LakesmithException(
                        ErrorCode.TABLE_UNKNOWN,
                        "no model makes the table '" + table + "'" + Nearest.hint(table.toString(), models)
                                + "; only tables of models are exported");
    }
}
