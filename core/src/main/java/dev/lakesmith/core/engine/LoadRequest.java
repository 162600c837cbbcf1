package dev.lakesmith.core.engine;

import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.project.Stream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Landed files to be added to bronze.
 *
 * @param stream where they come from and how they are read
 * @param files in the order they were landed
 * @param earlier what becomes of the rows that are there
 * @param runId for the quarantine
 * @param loadedAt what {@code _loaded_at} says
 * @param workFolder an existing empty folder for intermediate files
 */
public record LoadRequest(
        Stream stream, List<LandedFile> files, Earlier earlier, String runId, Instant loadedAt, Path workFolder) {

    /** Whether rows that bronze has already stay. */
    public enum Earlier {
        KEPT,
        /** The table is made anew from these files alone. */
        REPLACED
    }

    public LoadRequest {
        files = List.copyOf(files);
    }

    /** The same for other files. */
    public LoadRequest withFiles(List<LandedFile> others) {
        return new LoadRequest(stream, others, earlier, runId, loadedAt, workFolder);
    }
}
