package dev.lakesmith.lake.catalog;

import dev.lakesmith.lake.storage.Locations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * A table or view that was taken out of the catalog and whose files may still be there.
 *
 * @param pointer what was published last
 * @param at when it was taken out
 */
public record Dropped(Pointer pointer, Instant at) {

    /** Where its files are; told by the pointer alone, since the metadata file may be gone already. */
    public Path folder() {
        Path metadata = Locations.path(pointer.metadata());
        Path folder = metadata.getParent() == null ? null : metadata.getParent().getParent();
        return folder == null ? metadata : folder;
    }

    /** Whether any of its files is left. */
    public boolean hasFiles() {
        return Stream.of("data", "metadata").map(folder()::resolve).anyMatch(Dropped::hasFile);
    }

    private static boolean hasFile(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(Files::isRegularFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
