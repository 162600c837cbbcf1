package dev.lakesmith.core.project;

import java.nio.file.Path;

/**
 * Where copies of remote files are kept.
 *
 * @param folder on the local disk, absolute
 * @param bytes how large it may become
 */
public record CacheSettings(Path folder, long bytes) {}
