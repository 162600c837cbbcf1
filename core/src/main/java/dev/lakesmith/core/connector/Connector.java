package dev.lakesmith.core.connector;

import dev.lakesmith.core.project.ObjectSpec;
import dev.lakesmith.core.project.Source;
import java.nio.file.Path;
import java.time.Clock;

/** A kind of source, such as {@code files}. Implementations hold no state. */
public interface Connector {

    /** The word after {@code connector:} in a source's file. */
    String name();

    /** The keys of a source beside {@code connector} and {@code streams}. */
    ObjectSpec sourceSpec();

    /** The keys of a stream beside {@code format}, {@code columns} and {@code on_new_columns}. */
    ObjectSpec streamSpec();

    /**
     * Opens a source for reading.
     *
     * @param project the project's folder, which relative paths start from
     */
    SourceReader open(Source source, Path project, Clock clock);
}
