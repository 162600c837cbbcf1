package dev.lakesmith.core.connector;

import dev.lakesmith.core.project.Stream;

/** An open source. Used by one thread at a time. Errors are {@code SOURCE_…}. */
public interface SourceReader extends AutoCloseable {

    /** What the source holds that landing does not. Writes nothing. */
    Pending pending(Stream stream, Landed landed);

    /**
     * Brings one batch of what is pending to landing. Files come byte for byte; one that turns out to be landed already
     * is left out, one that vanished or changed while it was copied is left out and told. When this returns, the files
     * are complete and synced to disk; nothing refers to them yet.
     */
    Extraction extract(Stream stream, Pending pending, Landed landed, Delivery delivery);

    @Override
    void close();
}
