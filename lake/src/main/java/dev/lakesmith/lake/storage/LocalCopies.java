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
        return files(all, (lease, remote) -> Map.of());
    }

    /** As {@link #files(Collection)}, for Parquet files of which only some bytes are read; large ones have holes then. */
    public List<Path> files(Collection<FileSize> all, NeededParts needed) {
        return files(all, (lease, remote) -> new Parts(cache, lease, io::direct).fetch(remote, needed));
    }

    private interface InParts {
        Map<FileSize, Path> fetch(Lease lease, List<FileSize> files);
    }

    private List<Path> files(Collection<FileSize> all, InParts inParts) {
        List<FileSize> remote = all.stream()
                .filter(file -> Locations.isRemote(file.location()))
                .distinct()
                .toList();
        Map<FileSize, Path> fetched = new HashMap<>();
        if (!remote.isEmpty()) {
            if (lease == null) {
                lease = cache.lease();
            }
            fetched.putAll(inParts.fetch(lease, remote));
            List<FileSize> whole =
                    remote.stream().filter(file -> !fetched.containsKey(file)).toList();
            List<Path> wholes = lease.files(whole, io::direct);
            for (int i = 0; i < wholes.size(); i++) {
                fetched.put(whole.get(i), wholes.get(i));
            }
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
