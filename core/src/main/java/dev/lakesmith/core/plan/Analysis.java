package dev.lakesmith.core.plan;

import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.Project;
import dev.lakesmith.vocabulary.Diagnostic;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A project with its SQL understood.
 *
 * @param project the project
 * @param models every model that parses, inputs before those that read them
 * @param diagnostics mistakes in SQL and in what headers say of it, in order of place
 * @param notes what could not be checked yet, and why, and what is right but may surprise
 */
public record Analysis(Project project, List<AnalyzedModel> models, List<Diagnostic> diagnostics, List<String> notes) {

    public Analysis {
        models = List.copyOf(models);
        diagnostics = List.copyOf(diagnostics);
        notes = List.copyOf(notes);
    }

    /** The mistakes in the file of a model. */
    public List<Diagnostic> mistakesIn(Model model) {
        return diagnostics.stream()
                .filter(each -> each.place().file().equals(model.sqlStart().file()))
                .toList();
    }

    /** The models of the project in which there is a mistake; those that do not parse are among them. */
    public Set<TableName> mistaken() {
        return project.models().stream()
                .filter(model -> !mistakesIn(model).isEmpty())
                .map(Model::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The model that makes a table. */
    public Optional<AnalyzedModel> model(TableName name) {
        return models.stream()
                .filter(model -> model.model().name().equals(name))
                .findFirst();
    }
}
