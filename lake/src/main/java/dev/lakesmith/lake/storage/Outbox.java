package dev.lakesmith.lake.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/**
 * A folder of the local disk whose files go to a folder of the storage; the same folder where that is local. Files get
 * names that nothing there has. Used by one thread.
 */
public final class Outbox implements AutoCloseable {

    private final Path folder;
    private final String target;
    private final @Nullable Remote remote;

    /** What a way to another place needs. */
    private record Remote(FileCache cache, Uploads uploads) {}

    private Outbox(Path folder, String target) {
        this.folder = folder;
        this.target = target;
        this.remote = null;
    }

    private Outbox(Path folder, String target, FileIO io, FileCache cache) {
        this.folder = folder;
        this.target = target;
        this.remote =
                new Remote(cache, new Uploads(folder, io, cache.pool(), file -> locationOf(folder, target, file)));
    }

    static Outbox local(String target) {
        try {
            return new Outbox(Files.createDirectories(Locations.path(target)), target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Outbox remote(String target, FileIO io, FileCache cache) {
        return new Outbox(cache.outgoing(), target, io, cache);
    }

    private static String locationOf(Path folder, String target, Path file) {
        return target + "/" + folder.relativize(file).toString().replace('\\', '/');
    }

    /** Where to write files; existing. */
    public Path folder() {
        return folder;
    }

    /** The location of the folder that the files go to. */
    public String target() {
        return target;
    }

    /** Where a file of the folder is, or will be once it is delivered. */
    public String location(Path file) {
        return remote == null ? Locations.of(file) : locationOf(folder, target, file);
    }

    /** Puts a file that never changes into the folder under a new name: without copying it, where that can be. */
    public Path add(Path file, String name) {
        Path added = folder.resolve(name);
        try {
            try {
                Files.createLink(added, file);
            } catch (UnsupportedOperationException | FileSystemException e) {
                Files.copy(file, added);
            }
            return added;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Brings files of the folder to their locations; they are the cache's from then on. */
    public void deliver(List<Path> files) {
        if (remote == null) {
            return;
        }
        try {
            remote.uploads().finish(files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.forEach(file -> remote.cache().adopt(file, location(file)));
    }

    /** Removes what was not delivered, unless the folder is the storage's own. */
    @Override
    public void close() {
        if (remote != null) {
            remote.uploads().close();
            try {
                WorkFolder.remove(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
