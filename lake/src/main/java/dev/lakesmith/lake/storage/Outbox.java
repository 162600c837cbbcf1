package dev.lakesmith.lake.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/**
 * A folder of the local disk whose files go to a folder of the storage; the same folder where that is local. Files get
 * names that nothing there has. Used by one thread.
 */
public final class Outbox implements AutoCloseable {

    private final Path folder;
    private final String target;
    private final @Nullable FileIO remote;
    private final @Nullable FileCache cache;

    private Outbox(Path folder, String target, @Nullable FileIO remote, @Nullable FileCache cache) {
        this.folder = folder;
        this.target = target;
        this.remote = remote;
        this.cache = cache;
    }

    static Outbox local(String target) {
        Path folder = Locations.path(target);
        try {
            return new Outbox(Files.createDirectories(folder), target, null, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Outbox remote(String target, FileIO io, FileCache cache) {
        return new Outbox(cache.outgoing(), target, io, cache);
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
        return remote == null
                ? Locations.of(file)
                : target + "/" + folder.relativize(file).toString().replace('\\', '/');
    }

    /** Brings files of the folder to their locations; they are the cache's from then on. */
    public void deliver(List<Path> files) {
        if (remote == null || cache == null) {
            return;
        }
        FileIO to = remote;
        FileCache keeper = cache;
        List<CompletableFuture<Void>> going = new ArrayList<>();
        for (Path file : files) {
            going.add(CompletableFuture.runAsync(
                    () -> {
                        String location = location(file);
                        upload(file, location, to);
                        keeper.adopt(file, location);
                    },
                    keeper.pool()));
        }
        try {
            going.forEach(CompletableFuture::join);
        } catch (CompletionException e) {
            going.forEach(each -> each.cancel(false));
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }

    private static void upload(Path file, String location, FileIO to) {
        try (OutputStream out = to.newOutputFile(location).createOrOverwrite()) {
            Files.copy(file, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes what was not delivered, unless the folder is the storage's own. */
    @Override
    public void close() {
        if (remote != null) {
            ProcessFolder.remove(folder);
        }
    }
}
