package dev.lakesmith.core.connector;

import dev.lakesmith.core.project.ConnectorSpec;
import dev.lakesmith.core.project.Source;
import java.nio.file.Path;
import java.time.Clock;

/** A kind of source, such as {@code files}. Used by several threads. */
public interface Connector {

    /** Its name and what the project's files may say about its sources. */
    ConnectorSpec spec();

    /**
     * Opens a source for reading.
     *
     * @param project the project's folder, which relative paths start from
     */
    SourceReader open(Source source, Path project, Clock clock);

    /**
     * Opens a source for looking around in it.
     *
     * @param project the project's folder, which relative paths start from
     */
    Explorer explore(Source source, Path project);
}
