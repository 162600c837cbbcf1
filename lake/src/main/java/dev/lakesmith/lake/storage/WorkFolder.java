package dev.lakesmith.lake.storage;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder for the intermediate files of a process. A lock in it, which the system takes away from a process that dies, tells
 * folders in use from those left behind; numbers of processes do not, for they come again, and every container has its
 * own.
 */
public final class WorkFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkFolder.class);
    private static final String LOCK = ".lock";

    /** Where the engine puts what does not fit in memory, behind the number of its process. */
    private static final Pattern SPILL = Pattern.compile("(\\d{1,18})-spill");

    /** Folders of this process, whose locks would be lost if it looked at them once more. */
    private static final Set<Path> OURS = new HashSet<>();

    private final Path parent;
    private final Path folder;
    private final FileChannel lock;

    private WorkFolder(Path parent, Path folder, FileChannel lock) {
        this.parent = parent;
        this.folder = folder;
        this.lock = lock;
    }

    /** Makes a folder of its own under another one's {@code work}, and removes those of dead processes. */
    public static WorkFolder under(Path directory) {
        Path parent = directory.toAbsolutePath().resolve("work");
        try {
            Files.createDirectories(parent);
            return alone(parent, () -> {
                removeAbandoned(parent);
                Path folder = Files.createTempDirectory(parent, "");
                FileChannel lock = opened(folder.resolve(LOCK));
                lock.lock();
                OURS.add(folder);
                return new WorkFolder(parent, folder, lock);
            });
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.LAKE_UNREADABLE,
                    "cannot make a work folder under " + parent + ": " + e.getMessage()
                            + "; check that it may be written and the disk is not full",
                    e);
        }
    }

    /** Something to do among work folders. */
    private interface Change<T> {
        T make() throws IOException;
    }

    /** While no other process makes or removes work folders, nor another thread of this one. */
    @SuppressWarnings("try") // the gate works by being locked
    private static <T> T alone(Path parent, Change<T> change) throws IOException {
        synchronized (OURS) {
            try (FileChannel gate = opened(parent.resolveSibling("work.lock"));
                    FileLock held = gate.lock()) {
                return change.make();
            }
        }
    }

    private static FileChannel opened(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static void removeAbandoned(Path parent) throws IOException {
        try (Stream<Path> folders = Files.list(parent)) {
            for (Path each : folders.filter(Files::isDirectory).toList()) {
                Matcher spill = SPILL.matcher(each.getFileName().toString());
                boolean abandoned = spill.matches()
                        ? ProcessHandle.of(Long.parseLong(spill.group(1))).isEmpty()
                        : !OURS.contains(each) && isFree(each);
                if (abandoned) {
                    remove(each);
                }
            }
        }
    }

    private static boolean isFree(Path folder) throws IOException {
        try (FileChannel lock = opened(folder.resolve(LOCK));
                FileLock held = lock.tryLock()) {
            return held != null;
        }
    }

    public Path path() {
        return folder;
    }

    /** A new, empty folder inside. */
    public Path fresh(String name) {
        try {
            return Files.createTempDirectory(folder, name.replaceAll("[^A-Za-z0-9_.-]", "_") + "-");
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.LAKE_UNREADABLE, "cannot write under " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * Removes a folder with all that is in it; what is gone already is no matter.
     *
     * @param folder absolute, for a relative one may be the folder in which the program was started
     */
    public static void remove(Path folder) throws IOException {
        if (!folder.isAbsolute()) {
            throw new IllegalArgumentException("a folder to remove must be absolute: " + folder);
        }
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException error) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Removes the folder; what cannot be removed now is removed by a later run. */
    @Override
    public void close() {
        try (lock) {
            alone(parent, () -> {
                remove(folder);
                return OURS.remove(folder);
            });
        } catch (IOException e) {
            LOG.warn("the work folder {} could not be removed: {}", folder, e.getMessage());
        }
    }
}
