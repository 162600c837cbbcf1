package dev.lakesmith.lake.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.apache.iceberg.io.FileIO;

/** Files that stay where they are until this is closed. */
final class Lease implements AutoCloseable {

    private static final int LONGEST_NAME = 100;

    private final FileCache cache;
    private final Path links;

    Lease(FileCache cache, Path links) {
        this.cache = cache;
        this.links = links;
    }

    Path file(FileSize file, FileIO from) {
        try {
            Path link = links.resolve(CacheFolder.key(file.identity()) + "-" + ending(file.location()));
            return Files.exists(link) ? link : linked(file, link, from);
        } catch (IOException e) {
            throw cache.failed(file.location(), e);
        }
    }

    /** Programs look at the ends of names. */
    private static String ending(String location) {
        String name = Locations.name(location).replaceAll("[^A-Za-z0-9._=-]", "_");
        return name.substring(Math.max(0, name.length() - LONGEST_NAME));
    }

    /** Several at a time. */
    Map<FileSize, Path> files(List<FileSize> wanted, Function<String, FileIO> from) {
        Map<FileSize, CompletableFuture<Path>> coming = new HashMap<>();
        for (FileSize file : wanted) {
            coming.put(
                    file, CompletableFuture.supplyAsync(() -> file(file, from.apply(file.location())), cache.pool()));
        }
        Map<FileSize, Path> files = new HashMap<>();
        try {
            coming.forEach((file, path) -> files.put(file, path.join()));
        } catch (CompletionException e) {
            coming.values().forEach(path -> path.cancel(false));
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
        return files;
    }

    private Path linked(FileSize file, Path link, FileIO from) throws IOException {
        String identity = file.identity();
        Files.createDirectories(links);
        CacheFolder folder = cache.folder();
        while (true) {
            if (folder.link(identity, link)) {
                return link;
            }
            CompletableFuture<Void> mine = new CompletableFuture<>();
            CompletableFuture<Void> theirs = cache.fetching().putIfAbsent(identity, mine);
            if (theirs != null) {
                // Should that fail, this thread tries by itself and learns why.
                theirs.exceptionally(failure -> null).join();
                continue;
            }
            try {
                // Somebody may have ended in between.
                if (folder.link(identity, link)) {
                    return link;
                }
                CacheFolder.Fetched fetched = folder.fetch(file, from);
                Files.createLink(link, fetched.file());
                folder.keep(fetched, identity);
                return link;
            } finally {
                cache.fetching().remove(identity);
                mine.complete(null);
            }
        }
    }

    @Override
    public void close() {
        ProcessFolder.remove(links);
    }
}
