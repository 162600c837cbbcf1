package dev.lakesmith.core.project;

import java.nio.file.Path;

/**
 * Where a project runs.
 *
 * @param name as written under {@code targets}
 * @param warehouse the folder of the lake, absolute
 * @param memoryBytes how much memory the engine may use
 * @param threads how many threads the engine may use
 */
public record Target(String name, Path warehouse, long memoryBytes, int threads) {}
