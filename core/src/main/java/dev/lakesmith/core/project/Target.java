package dev.lakesmith.core.project;

/**
 * Where a project runs.
 *
 * @param name as written under {@code targets}
 * @param warehouse the location of the folder with the lake's tables
 * @param memoryBytes how much memory the engine may use
 * @param threads how many threads the engine may use
 */
public record Target(String name, String warehouse, long memoryBytes, int threads) {}
