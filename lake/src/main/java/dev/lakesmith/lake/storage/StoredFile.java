package dev.lakesmith.lake.storage;

import java.time.Instant;

/**
 * A file of a storage.
 *
 * @param bytes its size
 * @param writtenAt when it was written last
 */
public record StoredFile(String location, long bytes, Instant writtenAt) {}
