package dev.lakesmith.core.engine;

import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.project.Stream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Quarantined records of a bronze table to be read once more.
 *
 * @param stream how its files are read now
 * @param where an SQL condition over the quarantine's columns, bound before; {@code true} for all
 * @param earlier whether the records must fit the table as it is, or one made anew
 * @param files every landed file of the stream
 * @param runId for the quarantine
 * @param loadedAt what {@code _loaded_at} says
 * @param workFolder an existing empty folder for intermediate files
 */
public record ReplayRequest(
        Stream stream,
        String where,
        LoadRequest.Earlier earlier,
        List<LandedFile> files,
        String runId,
        Instant loadedAt,
        Path workFolder) {

    public ReplayRequest {
        files = List.copyOf(files);
    }

    /** The same for other files. */
    public ReplayRequest withFiles(List<LandedFile> others) {
        return new ReplayRequest(stream, where, earlier, others, runId, loadedAt, workFolder);
    }
}
