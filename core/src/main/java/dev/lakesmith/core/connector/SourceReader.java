package dev.lakesmith.core.connector;

import dev.lakesmith.core.project.Stream;
import java.nio.file.Path;
import java.util.List;

/** An open source. Used by one thread at a time. Errors are {@code SOURCE_…}. */
public interface SourceReader extends AutoCloseable {

    /**
     * What the source holds that landing does not. Writes nothing.
     *
     * @param landed every file of this stream that the ledger names
     */
    Pending pending(Stream stream, List<LandedFile> landed);

    /**
     * Copies one batch of pending files to landing, byte for byte. A file that turns out to be landed already, byte
     * for byte, is left out; one that vanished or changed while it was copied is left out and told through {@code
     * progress}. When this returns, the copies are complete and synced to disk; nothing refers to them yet.
     *
     * @param folder an existing, empty folder for this batch
     * @param landed as for {@link #pending}
     */
    Extraction extract(
            Stream stream, Pending pending, List<LandedFile> landed, Path folder, String batchId, Progress progress);

    @Override
    void close();
}
