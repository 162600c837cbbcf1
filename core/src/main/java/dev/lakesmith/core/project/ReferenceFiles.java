package dev.lakesmith.core.project;

import dev.lakesmith.functions.FunctionsPage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every generated file of {@code docs/reference} that the declarations of project files, functions and errors
 * make. */
public final class ReferenceFiles {

    private ReferenceFiles() {}

    /** The text of each file by its name, for a program with these connectors. */
    public static Map<String, String> render(List<ConnectorSpec> connectors) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("project.md", ReferencePage.render(connectors));
        connectors.forEach(
                connector -> files.put("connectors/" + connector.name() + ".md", ReferencePage.render(connector)));
        files.put("errors.md", ErrorCodesPage.render());
        files.put("functions.md", FunctionsPage.render());
        files.putAll(JsonSchemas.render(connectors));
        return files;
    }
}
