package dev.lakesmith.core.plan;

import dev.lakesmith.core.project.HeaderPlaces;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.Project;
import dev.lakesmith.core.role.Links;
import dev.lakesmith.core.role.Role;
import dev.lakesmith.sql.Query;
import dev.lakesmith.vocabulary.Diagnostic;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds which models belong together in star schemas. */
final class RoleLinks {

    private final Project project;
    private final Map<TableName, Query> queries;
    private final Consumer<Diagnostic> told;
    private final Map<TableName, Role.Dimension> dimensions = new LinkedHashMap<>();

    /**
     * @param queries of the models that parse
     * @param told gets references to what is no dimension
     */
    RoleLinks(Project project, Map<TableName, Query> queries, Consumer<Diagnostic> told) {
        this.project = project;
        this.queries = queries;
        this.told = told;
        for (Model model : project.models()) {
            if (model.role() instanceof Role.Dimension dimension) {
                dimensions.put(model.name(), dimension);
            }
        }
    }

    /** The links of every model that has any. */
    Map<TableName, Links> find() {
        Map<TableName, Links> links = new LinkedHashMap<>();
        Map<TableName, List<Links.Mention>> mentions = new LinkedHashMap<>();
        for (Model model : project.models()) {
            if (model.role() instanceof Role.Fact fact) {
                links.put(model.name(), new Links(lookups(model, fact, mentions), List.of()));
            }
        }
        mentions.forEach((dimension, found) -> links.put(dimension, new Links(List.of(), found)));
        return links;
    }

    private List<Links.Lookup> lookups(Model model, Role.Fact fact, Map<TableName, List<Links.Mention>> mentions) {
        List<Links.Lookup> lookups = new ArrayList<>();
        for (Role.Reference reference : fact.dimensions()) {
            Role.Dimension dimension = dimensions.get(reference.of());
            if (dimension == null) {
                told.accept(new Diagnostic(
                        ErrorCode.VALUE_INVALID,
                        HeaderPlaces.of(project, model).path("fact", "dimensions", reference.column(), "of"),
                        reference.of() + " is no dimension; give its model the header key 'dimension'"
                                + Nearest.hint(
                                        reference.of().toString(),
                                        dimensions.keySet().stream()
                                                .map(TableName::toString)
                                                .toList())));
                continue;
            }
            boolean infers = reference.missing() == Role.Missing.INFER;
            Optional<Query> versions = infers && dimension.versions().isPresent()
                    ? Optional.ofNullable(queries.get(reference.of()))
                    : Optional.empty();
            lookups.add(new Links.Lookup(reference, dimension, versions));
            if (infers) {
                mentions.computeIfAbsent(reference.of(), key -> new ArrayList<>())
                        .add(new Links.Mention(model.name(), reference));
            }
        }
        return lookups;
    }
}
