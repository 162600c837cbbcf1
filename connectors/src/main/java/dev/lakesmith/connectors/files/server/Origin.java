package dev.lakesmith.connectors.files.server;

import dev.lakesmith.connectors.files.copy.CheckedFile;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Pending.SourceFile;
import dev.lakesmith.core.project.Stream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/** Another machine that files come from. Used by one thread at a time. Errors are {@code SOURCE_…}. */
public interface Origin extends AutoCloseable {

    /** Connects, and says for people what answered. */
    String connect();

    /**
     * The files that a stream names, by the path shown.
     *
     * @param landed the newest version of each path that is in landing
     * @param bookmark what the last extraction remembered
     */
    List<Listed> list(Stream stream, Map<String, LandedFile> landed, Optional<String> bookmark);

    /** As {@link #list}, but gives the files one by one. */
    default void each(Stream stream, Map<String, LandedFile> landed, Optional<String> bookmark, Consumer<Listed> to) {
        list(stream, landed, bookmark).forEach(to);
    }

    /** Whether it says of every file which content it has, so that landing can refer to it. */
    default boolean tellsVersions() {
        return false;
    }

    /** Whether the last listing showed a file of that path if it was there. */
    default boolean listed(String shown) {
        return false;
    }

    /** Makes a stream the one that {@link #listed} and {@link #look} are about, as if all of it had been listed. */
    default void concern(Stream stream) {
        throw new UnsupportedOperationException();
    }

    /**
     * A file as it is now, by the path shown; empty when it is not there. Safe for several threads.
     *
     * @param landed the newest version of each path that is in landing
     */
    default Optional<Listed> look(String shown, Map<String, LandedFile> landed) {
        throw new UnsupportedOperationException();
    }

    /** Whether the last listing is worth remembering by {@link #bookmark}. */
    default boolean hasListedAll() {
        return false;
    }

    /** What people should know of the last listing. */
    default List<String> remarks() {
        return List.of();
    }

    /** How many copies may be made at a time, by a thread each. */
    default int atOnce() {
        return 1;
    }

    /**
     * Copies a file whole; empty when it vanished or does not hold still, which is told.
     *
     * @param copy empty
     * @param warn is told why there is none
     */
    Optional<Fetched> copy(SourceFile file, CheckedFile copy, Consumer<String> warn);

    /**
     * What the next extraction must know beside the files.
     *
     * @param before what the last one remembered
     */
    Optional<String> bookmark(Optional<String> before);

    /**
     * Files that a stream could read, by their path seen from the source's folder, with their sizes.
     *
     * @param pattern a folder or a glob; empty: everything
     * @param most no more than so many
     */
    SortedMap<String, Long> offered(Optional<String> pattern, int most);

    /** The path seen from the source's folder, of a path shown. */
    String relative(String shown);

    @Override
    void close();

    /**
     * A file as it is listed.
     *
     * @param shown with the server's name, without credentials
     * @param location where to read it
     * @param bytes as the server says; 0 when it does not
     * @param modifiedAt as the server says
     * @param unchanged whether landing surely holds it as it is
     * @param etag what object storage calls its content
     */
    record Listed(
            String shown,
            String location,
            long bytes,
            Optional<Instant> modifiedAt,
            boolean unchanged,
            Optional<String> etag) {

        /** Of a server that tells size and time alone. */
        public Listed(String shown, String location, long bytes, Optional<Instant> modifiedAt, boolean unchanged) {
            this(shown, location, bytes, modifiedAt, unchanged, Optional.empty());
        }
    }

    /**
     * What a copy is of.
     *
     * @param modifiedAt as the server says, when it was whole
     */
    record Fetched(Optional<Instant> modifiedAt) {}

    /** Whether size and time tell that a file is as it was landed. */
    static boolean looksUnchanged(LandedFile before, long bytes, Optional<Instant> modifiedAt, Duration grain) {
        return before.bytes() == bytes
                && modifiedAt.isPresent()
                && micros(before.modifiedAt()) == micros(modifiedAt.get())
                && Duration.between(modifiedAt.get(), before.landedAt()).compareTo(grain) > 0;
    }

    /** The ledger keeps microseconds. */
    static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }
}
