package dev.lakesmith.core.project;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is needed to load a project.
 *
 * @param directory the folder that holds {@code lakesmith.yml}
 * @param target the target asked for; empty: the first one
 * @param variables what {@code --var} gave, by parameter name
 * @param environment what {@code ${env:…}} sees
 * @param connectors every connector there is
 * @param proposed texts of files of {@code sources} and {@code models} by their path in the project: taken instead of
 *     what the folder holds there, or beside it
 */
public record ProjectRequest(
        Path directory,
        Optional<String> target,
        Map<String, String> variables,
        Map<String, String> environment,
        List<ConnectorSpec> connectors,
        Map<String, String> proposed) {

    /** The folder as it is. */
    public ProjectRequest(
            Path directory,
            Optional<String> target,
            Map<String, String> variables,
            Map<String, String> environment,
            List<ConnectorSpec> connectors) {
        this(directory, target, variables, environment, connectors, Map.of());
    }

    public ProjectRequest {
        directory = directory.toAbsolutePath().normalize();
        variables = new LinkedHashMap<>(variables);
        environment = Map.copyOf(environment);
        connectors = List.copyOf(connectors);
        proposed = Map.copyOf(proposed);
    }

    /** The same project with files that are not written yet. */
    public ProjectRequest with(Map<String, String> files) {
        return new ProjectRequest(directory, target, variables, environment, connectors, files);
    }
}
