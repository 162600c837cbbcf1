package dev.lakesmith.core.project;

import dev.lakesmith.lake.storage.CacheSettings;
import dev.lakesmith.lake.storage.Locations;
import dev.lakesmith.lake.storage.StorageOptions;
import java.nio.file.Path;

/**
 * Where a project runs.
 *
 * @param name as written under {@code targets}
 * @param warehouse the location of the folder with the lake's tables
 * @param storage how object storage is reached, if the warehouse is there
 * @param catalog what knows the lake's tables
 * @param cache of remote files
 * @param memoryBytes how much memory the engine may use
 * @param threads how many threads the engine may use
 */
public record Target(
        String name,
        String warehouse,
        StorageOptions storage,
        CatalogSettings catalog,
        CacheSettings cache,
        long memoryBytes,
        int threads) {

    /** The same, with another number of threads. */
    public Target withThreads(int other) {
        return new Target(name, warehouse, storage, catalog, cache, memoryBytes, other);
    }

    /** The same, with a lake of its own in a folder. */
    public Target in(Path folder) {
        return new Target(
                name, Locations.of(folder), storage, CatalogSettings.inside(folder), cache, memoryBytes, threads);
    }
}
