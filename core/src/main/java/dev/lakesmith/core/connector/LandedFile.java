package dev.lakesmith.core.connector;

import java.time.Instant;
import java.util.Optional;

/**
 * A file in landing: one row of {@code landing.<source>_<stream>}.
 *
 * @param batchId the extraction it came with; batches sort by time
 * @param path the source's name for it
 * @param landedPath where its bytes are, an absolute path or a remote location: a copy, or the source's own file when
 *     landing refers to it
 * @param bytes its size
 * @param etag a checksum of its bytes, behind the checksum's name
 * @param modifiedAt when the source last changed it
 * @param version 1 for the first content seen at this path
 * @param landedAt when it was copied
 */
public record LandedFile(
        String batchId,
        String path,
        String landedPath,
        long bytes,
        String etag,
        Instant modifiedAt,
        int version,
        Instant landedAt) {

    /** What the {@code etag} of a file begins with that landing notes and does not copy. */
    public static final String NOTED = "noted-";

    /** What the {@code etag} of an object begins with that landing refers to; behind it stands the storage's own. */
    public static final String OBJECT = NOTED + "object:";

    /** The version of an object that landing refers to, as its storage names it; empty for other files. */
    public Optional<String> objectEtag() {
        return etag.startsWith(OBJECT) ? Optional.of(etag.substring(OBJECT.length())) : Optional.empty();
    }

    /** The same file at another place. */
    public LandedFile landedAt(String place) {
        return new LandedFile(batchId, path, place, bytes, etag, modifiedAt, version, landedAt);
    }

    /** Whether its bytes are where the source has them, and may be others by now. */
    public boolean isNoted() {
        return etag.startsWith(NOTED);
    }

    /** The {@code etag} of a file that a table reads in place, and that is there no more. */
    public static final String GONE = "gone";

    /** Whether the source has removed it. */
    public boolean isGone() {
        return etag.equals(GONE);
    }
}
