package dev.lakesmith.lake.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * The files of a lake, on the local disk or elsewhere. Programs that know the local disk alone read remote files as
 * {@link LocalCopies} and write them through an {@link Outbox}. Thread-safe.
 */
public final class Storage implements AutoCloseable {

    private final RoutedFileIo io;
    private final FileCache cache;
    /** Files know themselves by one path, and the lake may be opened through a link to it. */
    private final Map<Path, Path> realFolders = new ConcurrentHashMap<>();

    private Storage(RemoteFiles remote, FileCache cache) {
        this.io = new RoutedFileIo(remote, cache);
        this.cache = cache;
    }

    /** The local disk alone. */
    public static Storage local() {
        return new Storage(RemoteFiles.NONE, FileCache.none());
    }

    /**
     * The local disk and remote files.
     *
     * @param cache for copies of remote files
     */
    public static Storage of(RemoteFiles remote, CacheSettings cache) {
        return new Storage(remote, FileCache.of(cache));
    }

    /** Iceberg's access to all of them. Remote files of tables, which never change, are read through the cache. */
    public FileIO io() {
        return io;
    }

    /** What went to remote storage and came from there since this was made. */
    public Traffic.Total traffic() {
        return io.traffic().total();
    }

    /** Access to the place of a location, without the cache. */
    public FileIO direct(String location) {
        return io.direct(location);
    }

    /** Remote files as files of the local disk, until that is closed. */
    public LocalCopies copies() {
        return new LocalCopies(cache, io);
    }

    /** A way into a folder, which need not exist. */
    public Outbox outbox(String folder) {
        return Locations.isRemote(folder) ? Outbox.remote(folder, io.direct(folder), cache) : Outbox.local(folder);
    }

    /** The folders of the local disk in which all is read or written that belongs to a lake. */
    public List<Path> folders(String warehouse) {
        return Locations.isRemote(warehouse) ? List.of(cache.inUse()) : List.of(Locations.path(warehouse));
    }

    /** A text that is equal for two locations of one file. */
    public String canonical(String location) {
        if (Locations.isRemote(location)) {
            return location;
        }
        Path file = Locations.path(location);
        Path folder = file.getParent();
        return folder == null
                ? Locations.of(file)
                : Locations.of(realFolder(folder).resolve(file.getFileName()));
    }

    /** What the locations of {@link #files} begin with, before a slash. */
    public String canonicalFolder(String folder) {
        return Locations.isRemote(folder) ? folder : Locations.of(realFolder(Locations.path(folder)));
    }

    private Path realFolder(Path folder) {
        return realFolders.computeIfAbsent(folder, path -> {
            try {
                return path.toRealPath();
            } catch (NoSuchFileException e) {
                return path;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** All files below a folder; none when it is not there. */
    public List<StoredFile> files(String folder) {
        if (Locations.isRemote(folder)) {
            return beginningWith(folder + "/");
        }
        List<StoredFile> files = new ArrayList<>();
        Path path = Locations.path(folder);
        if (!Files.isDirectory(path)) {
            return files;
        }
        try (Stream<Path> found = Files.walk(path.toRealPath())) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                local(file).ifPresent(files::add);
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<StoredFile> beginningWith(String prefix) {
        List<StoredFile> files = new ArrayList<>();
        ((SupportsPrefixOperations) io.direct(prefix))
                .listPrefix(prefix)
                .forEach(file -> files.add(
                        new StoredFile(file.location(), file.size(), Instant.ofEpochMilli(file.createdAtMillis()))));
        return files;
    }

    private static Optional<StoredFile> local(Path file) throws IOException {
        try {
            return Optional.of(new StoredFile(
                    Locations.of(file),
                    Files.size(file),
                    Files.getLastModifiedTime(file).toInstant()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** A file as it is now; empty when it is not there. */
    public Optional<StoredFile> file(String location) {
        if (Locations.isRemote(location)) {
            // Asking for one object would not tell when it was written.
            return beginningWith(location).stream()
                    .filter(file -> file.location().equals(location))
                    .findFirst();
        }
        try {
            return local(Locations.path(location));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a file; whether it was there, as far as the storage tells. */
    public boolean delete(String location) {
        try {
            if (Locations.isRemote(location)) {
                io.direct(location).deleteFile(location);
                return true;
            }
            return Files.deleteIfExists(Locations.path(location));
        } catch (NotFoundException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The content of a small file that may change; empty when it is not there. */
    public Optional<byte[]> read(String location) {
        InputFile file = io.direct(location).newInputFile(location);
        if (!file.exists()) {
            return Optional.empty();
        }
        try (InputStream in = file.newStream()) {
            return Optional.of(in.readAllBytes());
        } catch (NotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces a small file, or makes it, at once: whoever opens it gets the old content or the new one. */
    public void replace(String location, byte[] content) {
        try {
            if (Locations.isRemote(location)) {
                // An object of one request is there as a whole or not at all.
                try (OutputStream out =
                        io.direct(location).newOutputFile(location).createOrOverwrite()) {
                    out.write(content);
                }
                return;
            }
            Path file = Locations.path(location);
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path coming = file.resolveSibling("." + file.getFileName() + "-" + UUID.randomUUID());
            Files.write(coming, content);
            Files.move(coming, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes a symbolic link mean a folder beside it, at once. Nothing happens where the storage has no links.
     *
     * @param link the location of the link
     * @param folder the name of the folder
     */
    public void link(String link, String folder) {
        if (Locations.isRemote(link)) {
            return;
        }
        Path path = Locations.path(link);
        Path coming = path.resolveSibling("." + path.getFileName() + "-" + UUID.randomUUID());
        try {
            Files.createSymbolicLink(coming, Path.of(folder));
            Files.move(coming, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (UnsupportedOperationException | FileSystemException e) {
            deleteQuietly(coming);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // A link without meaning harms nobody.
        }
    }

    /** Removes a folder that has nothing in it any more; where there are no folders there is nothing to do. */
    public void removeIfEmpty(String folder) {
        if (!Locations.isRemote(folder)) {
            try {
                Files.deleteIfExists(Locations.path(folder));
            } catch (DirectoryNotEmptyException e) {
                // Something in it is needed.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        io.close();
        cache.close();
    }
}
