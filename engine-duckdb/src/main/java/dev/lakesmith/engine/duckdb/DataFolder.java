package dev.lakesmith.engine.duckdb;

import dev.lakesmith.lake.WrittenFiles;
import dev.lakesmith.lake.storage.Locations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Removes files that this program wrote and that nothing refers to. */
final class DataFolder {

    private DataFolder() {}

    static void discard(WrittenFiles files) {
        files.files().forEach(file -> remove(Locations.path(file.location())));
    }

    static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
