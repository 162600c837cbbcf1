package dev.lakesmith.core.connector;

import java.time.Instant;

/**
 * A file in landing: one row of {@code landing.<source>_<stream>}.
 *
 * @param batchId the extraction it came with; batches sort by time
 * @param path the source's name for it
 * @param landedPath where its bytes are, absolute
 * @param bytes its size
 * @param etag {@code sha256:<hex>} of its bytes
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
        Instant landedAt) {}
