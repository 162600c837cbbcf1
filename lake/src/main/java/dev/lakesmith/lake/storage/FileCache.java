package dev.lakesmith.lake.storage;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Copies of immutable remote files on the local disk, for all processes that name the same folder. A reader holds a hard
 * link of each file it reads in a folder of its own, so that removing the least recently used ones disturbs nobody.
 * Thread-safe.
 */
final class FileCache implements AutoCloseable {

    private static final int AT_ONCE = 8;

    private final @Nullable CacheFolder folder;
    private final Map<String, CompletableFuture<Void>> fetching = new ConcurrentHashMap<>();
    private final AtomicLong leases = new AtomicLong();
    private final long wholeUpTo;
    private @Nullable ExecutorService pool;

    private FileCache(@Nullable CacheFolder folder, long wholeUpTo) {
        this.folder = folder;
        this.wholeUpTo = wholeUpTo;
    }

    /** For lakes whose files are all local. */
    static FileCache none() {
        return new FileCache(null, 0);
    }

    static FileCache of(CacheSettings settings) {
        return new FileCache(new CacheFolder(settings.folder(), settings.bytes()), settings.wholeUpTo());
    }

    /** The size in bytes up to which a file is always fetched as a whole. */
    long wholeUpTo() {
        return wholeUpTo;
    }

    CacheFolder folder() {
        if (folder == null) {
            throw new IllegalStateException("no remote files, no cache");
        }
        return folder;
    }

    /** The folder in which this process finds what it has leased. */
    Path inUse() {
        return folder().inUse();
    }

    Lease lease() {
        return new Lease(this, folder().inUse().resolve(Long.toString(leases.incrementAndGet())));
    }

    /** Takes a file over that was just written to a location. */
    void adopt(Path file, String location) {
        try {
            folder().adopt(file, location);
        } catch (IOException e) {
            throw failed(location, e);
        }
    }

    /** A new folder for files that are to be written to a storage. */
    Path outgoing() {
        try {
            return Files.createTempDirectory(folder().inUse(), "outgoing-");
        } catch (IOException e) {
            throw failed("an outgoing file", e);
        }
    }

    /** What is being fetched now, by location. */
    Map<String, CompletableFuture<Void>> fetching() {
        return fetching;
    }

    /** Does several things at a time; what fails first ends them all. */
    <T> List<T> atOnce(List<Supplier<T>> work) {
        List<CompletableFuture<T>> going = work.stream()
                .map(each -> CompletableFuture.supplyAsync(each, pool()))
                .toList();
        try {
            return going.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            going.forEach(each -> each.cancel(false));
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }

    /** Makes room on a full disk. */
    void prepareFor(long bytes) {
        try {
            folder().prepareFor(bytes);
        } catch (IOException e) {
            throw failed("another file", e);
        }
    }

    /** Removes what was read longest ago, should the folder be too large now. */
    void makeRoom(long added) {
        try {
            folder().makeRoom(added);
        } catch (IOException e) {
            throw failed("another file", e);
        }
    }

    ExecutorService pool() {
        synchronized (this) {
            if (pool == null) {
                pool = Executors.newFixedThreadPool(AT_ONCE, task -> {
                    Thread thread = new Thread(task, "storage");
                    thread.setDaemon(true);
                    return thread;
                });
            }
            return pool;
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (pool != null) {
                pool.shutdownNow();
                pool = null;
            }
        }
        if (folder != null) {
            folder.close();
        }
    }

    LakesmithException failed(String location, IOException e) {
        return new LakesmithException(
                ErrorCode.LAKE_UNREADABLE,
                "no copy of " + location + " can be kept under " + folder().path() + ": " + e.getMessage()
                        + "; check rights and free space there, or name another folder with 'cache' in the target",
                e);
    }
}
