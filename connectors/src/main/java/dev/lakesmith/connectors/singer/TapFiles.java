package dev.lakesmith.connectors.singer;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The files that a tap is given. Only this user can read them; closing removes them, and so does the end of the process. */
final class TapFiles implements AutoCloseable {

    private final Path folder;
    private final Thread atExit;

    private TapFiles(Path folder) {
        this.folder = folder;
        this.atExit = new Thread(this::remove, "tap-files");
    }

    static TapFiles create() {
        try {
            TapFiles files = new TapFiles(Files.createTempDirectory("lakesmith-tap", owner("rwx------")));
            Runtime.getRuntime().addShutdownHook(files.atExit);
            return files;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Writes a file and gives its absolute path. */
    String write(String name, byte[] content) {
        Path file = folder.resolve(name);
        try {
            Files.createFile(file, owner("rw-------"));
            Files.write(file, content);
            return file.toAbsolutePath().toString();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Where there are no such rights, the user's own temporary folder is what protects them. */
    private static FileAttribute<?>[] owner(String rights) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }

    private static LakesmithException unwritable(IOException e) {
        return new LakesmithException(
                ErrorCode.FOLDER_UNWRITABLE,
                "cannot write the tap's configuration below " + System.getProperty("java.io.tmpdir") + ": "
                        + e.getMessage() + "; check rights and free space",
                e);
    }

    private void remove() {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.FOLDER_UNWRITABLE,
                    "cannot remove " + folder + ", which holds a tap's configuration: " + e.getMessage()
                            + "; remove it yourself",
                    e);
        }
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The process is ending: the hook runs, and finds nothing.
            return;
        }
    }
}
