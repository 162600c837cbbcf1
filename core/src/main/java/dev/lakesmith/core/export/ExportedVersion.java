package dev.lakesmith.core.export;

import dev.lakesmith.core.engine.PlainFile;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What of a table is exported now; the content of {@code current.json}.
 *
 * @param state of the table and of how it is exported, see {@link ExportState}; empty: nothing is exported any more
 * @param folder the name of the folder with the files
 * @param snapshot Iceberg's id of the snapshot whose rows these are; 0: the table was never written
 * @param exportedAt when
 * @param files with their locations
 * @param replaced the folders of earlier versions, and when each was current last
 */
public record ExportedVersion(
        String state,
        String folder,
        long snapshot,
        Instant exportedAt,
        List<PlainFile> files,
        Map<String, Instant> replaced) {

    public ExportedVersion {
        files = List.copyOf(files);
        replaced = Collections.unmodifiableMap(new TreeMap<>(replaced));
    }

    /** Whether there is something to read. */
    public boolean isPresent() {
        return !state.isEmpty();
    }

    public long rows() {
        return files.stream().mapToLong(PlainFile::rows).sum();
    }

    public long bytes() {
        return files.stream().mapToLong(PlainFile::bytes).sum();
    }
}
