package dev.lakesmith.lake.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder that one process uses as long as it lives. The lock beside it goes when the process does, which tells other
 * processes that they may remove the folder; numbers of processes would not, for every container has its own.
 */
final class ProcessFolder implements AutoCloseable {

    private static final String LOCK = ".lock";

    /** Locks of this process, which would be lost if it opened one once more. */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path parent;
    private final Path path;
    private @Nullable FileChannel lock;

    ProcessFolder(Path parent) {
        this.parent = parent;
        this.path = parent.resolve(UUID.randomUUID().toString());
    }

    /** The folder, existing and locked. */
    synchronized Path path() {
        if (lock == null) {
            try {
                Files.createDirectories(parent);
                removeAbandoned();
                OURS.add(lockOf(path));
                FileChannel channel = open(path);
                channel.lock();
                lock = channel;
                Files.createDirectories(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return path;
    }

    private static Path lockOf(Path folder) {
        return folder.resolveSibling(folder.getFileName() + LOCK);
    }

    private static FileChannel open(Path folder) throws IOException {
        return FileChannel.open(lockOf(folder), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** A lock is there before its folder, and goes after it. */
    private void removeAbandoned() throws IOException {
        List<Path> locks;
        try (Stream<Path> found = Files.list(parent)) {
            locks = found.filter(file -> file.getFileName().toString().endsWith(LOCK))
                    .filter(file -> !OURS.contains(file))
                    .toList();
        }
        for (Path file : locks) {
            String name = file.getFileName().toString();
            Path folder = parent.resolve(name.substring(0, name.length() - LOCK.length()));
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                    FileLock held = channel.tryLock()) {
                if (held != null) {
                    remove(folder);
                    Files.deleteIfExists(file);
                }
            } catch (NoSuchFileException e) {
                // Just removed by another process.
            }
        }
    }

    /** Removes a folder with all that is in it; what is gone already is no matter. */
    static void remove(Path folder) {
        if (!folder.isAbsolute()) {
            throw new IllegalArgumentException("a folder to remove must be absolute: " + folder);
        }
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        if (lock != null) {
            try {
                remove(path);
                Files.deleteIfExists(lockOf(path));
                lock.close();
                lock = null;
                OURS.remove(lockOf(path));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
