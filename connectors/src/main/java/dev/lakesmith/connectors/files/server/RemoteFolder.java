package dev.lakesmith.connectors.files.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A connection to a machine with folders. Used by one thread at a time. What is not there is a {@link
 * java.nio.file.NoSuchFileException}, what may not be read an {@link java.nio.file.AccessDeniedException}; after any
 * other {@link IOException} the connection may be broken.
 */
interface RemoteFolder extends AutoCloseable {

    /** What answered, for people. */
    String described();

    /** Where whoever logs in is put, from the root on. */
    String home() throws IOException;

    /** What is in a folder, links followed, without the folder itself and the one above. */
    List<Entry> list(String folder) throws IOException;

    /** What is at a path, links followed; empty: nothing. */
    Optional<Entry> look(String path) throws IOException;

    /** The folder's one true path: the same for all links to it. */
    String canonical(String folder) throws IOException;

    /**
     * Gives the bytes of a file from a position to its end.
     *
     * @param most gives up behind so many bytes, because a file may grow for ever
     * @return false: this server cannot begin in the middle, and nothing was read
     */
    boolean read(String path, long from, long most, Sink sink) throws IOException;

    /** Whether it is worth asking. */
    boolean isOpen();

    @Override
    void close();

    /** Takes bytes. */
    @FunctionalInterface
    interface Sink {
        void take(ByteBuffer bytes);
    }

    /** What there can be in a folder. */
    enum Kind {
        FILE,
        FOLDER,
        /** A socket, a link to nowhere. */
        OTHER
    }

    /**
     * A name in a folder.
     *
     * @param modifiedAt as the server says
     * @param grain how close together two changes can be without the time telling
     */
    record Entry(String name, Kind kind, long bytes, Optional<Instant> modifiedAt, Duration grain) {

        /** The same content, as far as the server tells. */
        boolean isAs(Entry other) {
            return kind == other.kind && bytes == other.bytes && modifiedAt.equals(other.modifiedAt);
        }
    }
}
