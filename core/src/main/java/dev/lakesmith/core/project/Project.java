package dev.lakesmith.core.project;

import dev.lakesmith.core.contract.Maintenance;
import dev.lakesmith.functions.FunctionKeys;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A project whose files were read and found sound by themselves. SQL is checked afterwards, see {@code plan}.
 *
 * @param name as written in {@code lakesmith.yml}
 * @param directory the folder of {@code lakesmith.yml}, absolute
 * @param target the chosen target
 * @param sources in order of name
 * @param models in order of name
 * @param seeds in order of name
 * @param parameters in order of declaration, with the values given
 * @param maintenance how its tables are kept cheap to read
 * @param secrets what must never be shown
 * @param keys what functions in SQL may name
 */
public record Project(
        String name,
        Path directory,
        Target target,
        List<Source> sources,
        List<Model> models,
        List<Seed> seeds,
        List<Parameter> parameters,
        Maintenance maintenance,
        Secrets secrets,
        FunctionKeys keys) {

    public Project {
        sources = List.copyOf(sources);
        models = List.copyOf(models);
        seeds = List.copyOf(seeds);
        parameters = List.copyOf(parameters);
    }

    /** The same project with other values of its parameters. */
    public Project withParameters(List<Parameter> values) {
        return new Project(name, directory, target, sources, models, seeds, values, maintenance, secrets, keys);
    }

    /** The same project run elsewhere. */
    public Project withTarget(Target other) {
        return new Project(name, directory, other, sources, models, seeds, parameters, maintenance, secrets, keys);
    }

    /** The folder of local state: history, work files. */
    public Path stateDirectory() {
        return stateDirectory(directory);
    }

    /** The same of a project that is not read yet. */
    public static Path stateDirectory(Path project) {
        return project.resolve(".lakesmith");
    }

    /** The SQL type of each parameter, by its name. */
    public Map<String, String> parameterTypes() {
        return parameters.stream().collect(Collectors.toMap(Parameter::name, Parameter::type));
    }
}
