package dev.lakesmith.lake.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
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
            Path link = link(file);
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

    /** Several at a time, in the same order. */
    List<Path> files(List<FileSize> wanted, Function<String, FileIO> from) {
        return cache.atOnce(wanted.stream()
                .<Supplier<Path>>map(file -> () -> file(file, from.apply(file.location())))
                .toList());
    }

    /** Whether the whole file is there; it is leased then. */
    boolean isWhole(FileSize file) {
        try {
            Files.createDirectories(links);
            return cache.folder().link(file.identity(), link(file));
        } catch (IOException e) {
            throw cache.failed(file.location(), e);
        }
    }

    /** A copy with what has come of the file. */
    PartialCopy part(FileSize file) {
        try {
            Files.createDirectories(links);
            return cache.folder()
                    .parts()
                    .link(file, links.resolve("part-" + link(file).getFileName()), cache.inUse());
        } catch (IOException e) {
            throw cache.failed(file.location(), e);
        }
    }

    private Path link(FileSize file) {
        return links.resolve(CacheFolder.key(file.identity()) + "-" + ending(file.location()));
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
        try {
            WorkFolder.remove(links);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
