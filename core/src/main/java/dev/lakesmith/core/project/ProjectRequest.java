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
 */
public record ProjectRequest(
        Path directory,
        Optional<String> target,
        Map<String, String> variables,
        Map<String, String> environment,
        List<ConnectorSpec> connectors) {

    public ProjectRequest {
        directory = directory.toAbsolutePath().normalize();
        variables = new LinkedHashMap<>(variables);
        environment = Map.copyOf(environment);
        connectors = List.copyOf(connectors);
    }
}
