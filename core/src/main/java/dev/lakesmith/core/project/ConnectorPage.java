package dev.lakesmith.core.project;

/**
 * What a connector's page says beside its keys.
 *
 * @param example the whole file of a source, as it would be copied
 * @param about Markdown behind the example; links start from {@code docs/reference/connectors}; may be empty
 */
public record ConnectorPage(String example, String about) {

    /** Nothing to say. */
    public static final ConnectorPage NONE = new ConnectorPage("", "");
}
