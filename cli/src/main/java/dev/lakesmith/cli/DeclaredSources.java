package dev.lakesmith.cli;

import dev.lakesmith.core.connector.Connector;
import dev.lakesmith.core.connector.Explorer;
import dev.lakesmith.core.project.Project;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Nearest;
import java.util.List;
import java.util.Map;

/** The sources that a project declares, without its lake. */
final class DeclaredSources {

    private final Project project;

    private DeclaredSources(Project project) {
        this.project = project;
    }

    static DeclaredSources of(RootCommand root) {
        Project project = OpenProject.load(root, Map.of()).orThrow();
        root.keepSecret(project.secrets());
        return new DeclaredSources(project);
    }

    List<Source> all() {
        return project.sources();
    }

    /** A source by its name. */
    Source named(String name) {
        return named(project, name);
    }

    /** A source of a project by its name. */
    static Source named(Project project, String name) {
        List<Source> all = project.sources();
        return all.stream()
                .filter(source -> source.name().equals(name))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> names = all.stream().map(Source::name).toList();
                    return new LakesmithException(
                            ErrorCode.USAGE,
                            "the project has no source '" + name + "'"
                                    + (names.isEmpty()
                                            ? "; it has none, and sources/NAME.yml makes one"
                                            : "; it has " + String.join(", ", names) + Nearest.hint(name, names)));
                });
    }

    /** Looks around in a source; the caller closes it. */
    Explorer explore(Source source) {
        Connector connector = OpenProject.connectors(project.target()).stream()
                .filter(each -> each.spec().name().equals(source.connector()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no connector " + source.connector()));
        return connector.explore(source, project.directory());
    }
}
