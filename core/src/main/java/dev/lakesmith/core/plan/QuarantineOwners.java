package dev.lakesmith.core.plan;

import dev.lakesmith.core.engine.Quarantined;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.Project;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.TableName;
import java.util.HashMap;
import java.util.Map;

/** Whose rows a quarantine table holds: what reads it comes after the step that fills it. */
final class QuarantineOwners {

    private QuarantineOwners() {}

    /** The project's tables by their quarantine tables. */
    static Map<TableName, TableName> in(Project project) {
        Map<TableName, TableName> owners = new HashMap<>();
        project.sources().stream()
                .flatMap(source -> source.streams().stream())
                .map(Stream::bronze)
                .forEach(table -> owners.put(Quarantined.tableFor(table), table));
        project.models().stream().map(Model::name).forEach(table -> owners.put(Quarantined.tableFor(table), table));
        return owners;
    }
}
