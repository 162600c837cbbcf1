package dev.lakesmith.lake.storage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files for a program that reads only the local disk: those that are there as they are, remote ones as copies that stay
 * until this is closed. Used by one thread at a time.
 */
public final class LocalCopies implements AutoCloseable {

    private final FileCache cache;
    private final RoutedFileIo io;
    private final Map<Path, String> locations = new HashMap<>();
    private @Nullable Lease lease;

    LocalCopies(FileCache cache, RoutedFileIo io) {
        this.cache = cache;
        this.io = io;
    }

    /** A file to read. */
    public Path of(String location) {
        return all(List.of(location)).get(0);
    }

    /** Files to read, in the same order; several remote ones are fetched at a time. */
    public List<Path> all(List<String> locations) {
        return files(locations.stream().map(FileSize::unknown).toList());
    }

    /** As {@link #all}, of files that more is known of. */
    public List<Path> files(Collection<FileSize> all) {
        List<FileSize> remote = all.stream()
                .filter(file -> Locations.isRemote(file.location()))
                .distinct()
                .toList();
        Map<FileSize, Path> fetched = new HashMap<>();
        if (!remote.isEmpty()) {
            if (lease == null) {
                lease = cache.lease();
            }
            fetched.putAll(lease.files(remote, io::direct));
            fetched.forEach((file, path) -> locations.put(path, file.location()));
        }
        List<Path> paths = new ArrayList<>();
        all.forEach(file -> {
            Path path = fetched.get(file);
            paths.add(path == null ? Locations.path(file.location()) : path);
        });
        return paths;
    }

    /** Where the file is that this path is, or is a copy of. */
    public String location(Path path) {
        String location = locations.get(path);
        return location == null ? Locations.of(path) : location;
    }

    @Override
    public void close() {
        if (lease != null) {
            lease.close();
            lease = null;
        }
    }
}
