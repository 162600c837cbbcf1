package dev.lakesmith.core.run;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder for a run's intermediate files. It carries the process's number, so that folders which killed processes
 * left behind can be told from those in use.
 */
public final class WorkFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkFolder.class);

    private final Path folder;

    private WorkFolder(Path folder) {
        this.folder = folder;
    }

    /** Makes a folder of its own under a project's state folder, and removes those of dead processes. */
    public static WorkFolder under(Path stateDirectory) {
        Path parent = stateDirectory.resolve("work");
        try {
            Files.createDirectories(parent);
            removeAbandoned(parent);
            long process = ProcessHandle.current().pid();
            return new WorkFolder(Files.createTempDirectory(parent, process + "-"));
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.LAKE_UNREADABLE,
                    "cannot make a work folder under " + parent + ": " + e.getMessage()
                            + "; check that the project folder may be written and the disk is not full",
                    e);
        }
    }

    private static void removeAbandoned(Path parent) throws IOException {
        try (Stream<Path> folders = Files.list(parent)) {
            for (Path each : folders.toList()) {
                String name = each.getFileName().toString();
                int dash = name.indexOf('-');
                boolean ours = dash > 0 && name.substring(0, dash).matches("\\d{1,18}");
                if (ours
                        && ProcessHandle.of(Long.parseLong(name.substring(0, dash)))
                                .isEmpty()) {
                    remove(each);
                }
            }
        }
    }

    public Path path() {
        return folder;
    }

    /** A new, empty folder inside. */
    Path fresh(String name) {
        try {
            return Files.createTempDirectory(folder, name.replaceAll("[^A-Za-z0-9_.-]", "_") + "-");
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.LAKE_UNREADABLE, "cannot write under " + folder + ": " + e.getMessage(), e);
        }
    }

    static void remove(Path folder) throws IOException {
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
        try {
            remove(folder);
        } catch (IOException e) {
            LOG.warn("the work folder {} could not be removed: {}", folder, e.getMessage());
        }
    }
}
