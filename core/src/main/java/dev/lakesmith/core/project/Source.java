package dev.lakesmith.core.project;

import java.util.List;

/**
 * Where data comes from: one file of {@code sources/}.
 *
 * @param name the file's name without its ending
 * @param connector which connector reads it, such as {@code files}
 * @param options the connector's own keys
 * @param streams what is read
 */
public record Source(String name, String connector, Values options, List<Stream> streams) {

    public Source {
        streams = List.copyOf(streams);
    }
}
