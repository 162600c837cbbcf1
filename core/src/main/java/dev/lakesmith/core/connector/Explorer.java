package dev.lakesmith.core.connector;

import dev.lakesmith.core.project.Stream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Looks around in a source without reading what is in it, and without changing it. Used by one thread at a time. Errors
 * are {@code SOURCE_…}.
 */
public interface Explorer extends AutoCloseable {

    /** Connects with the source's credentials, and says for people what answered. */
    String connect();

    /** Looks for what a declared stream reads, and says for people what was found. It is an error that nothing is. */
    String find(Stream stream);

    /**
     * What the source could give, in order of its names there.
     *
     * @param pattern only what matches, in the connector's own way; empty: all
     */
    List<Offer> offers(Optional<String> pattern);

    /**
     * The first records that a stream would read if nothing of it were landed; reads no more of the source than it must,
     * and keeps nothing. Empty: this connector cannot.
     *
     * @param most how many, at least one
     */
    default Optional<Sample> sample(Stream stream, int most) {
        return Optional.empty();
    }

    /**
     * Some of what a stream reads, from its beginning, as files of the stream's format. Empty: this connector cannot, and
     * {@link #sample} may.
     *
     * @param folder an existing empty folder for copies; the caller deletes it
     */
    default Optional<Excerpt> excerpt(Stream stream, Excerpt.Limits limits, Path folder) {
        return Optional.empty();
    }

    @Override
    void close();
}
