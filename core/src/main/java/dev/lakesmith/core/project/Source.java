package dev.lakesmith.core.project;

import java.util.List;

/**
 * Where data comes from: one file of {@code sources/}.
 *
 * @param name the file's name without its ending
 * @param connector which connector reads it, such as {@code files}
 * @param options the connector's own keys
 * @param streams what is read
 * @param effort how hard it may be tried
 */
public record Source(String name, String connector, Values options, List<Stream> streams, Effort effort) {

    public Source {
        streams = List.copyOf(streams);
    }

    /** With the usual effort. */
    public Source(String name, String connector, Values options, List<Stream> streams) {
        this(name, connector, options, streams, Effort.USUAL);
    }
}
