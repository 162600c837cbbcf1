package dev.lakesmith.engine.duckdb;

import dev.lakesmith.functions.FunctionKeys;
import java.nio.file.Path;

/**
 * What the engine may use.
 *
 * @param memoryBytes the memory limit of all steps together; the process needs about 170 MB more
 * @param threads the threads of all steps together
 * @param spillFolder where intermediate results go that do not fit in memory
 * @param keys what functions may use
 */
public record DuckDbSettings(long memoryBytes, int threads, Path spillFolder, FunctionKeys keys) {

    /** Without keys. */
    public DuckDbSettings(long memoryBytes, int threads, Path spillFolder) {
        this(memoryBytes, threads, spillFolder, FunctionKeys.NONE);
    }
}
