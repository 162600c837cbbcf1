package dev.lakesmith.core.project;

/**
 * What the project's files may say about a kind of source.
 *
 * @param name the word after {@code connector:} in a source's file
 * @param source the keys of a source beside the name of the connector and the mapping below which its parts are listed
 * @param stream the keys of a stream beside those that every connector has
 */
public record ConnectorSpec(String name, ObjectSpec source, ObjectSpec stream) {}
