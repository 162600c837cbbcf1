package dev.lakesmith.core.plan;

import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.Project;
import dev.lakesmith.core.project.Seed;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.TableName;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** What the project makes. */
final class ProjectTables {

    private ProjectTables() {}

    /** @param others what is there besides */
    static Set<TableName> of(Project project, Collection<TableName> others) {
        Set<TableName> tables = new HashSet<>(others);
        project.models().stream().map(Model::name).forEach(tables::add);
        project.sources().stream()
                .flatMap(source -> source.streams().stream())
                .map(Stream::bronze)
                .forEach(tables::add);
        project.seeds().stream().map(Seed::name).forEach(tables::add);
        return tables;
    }
}
