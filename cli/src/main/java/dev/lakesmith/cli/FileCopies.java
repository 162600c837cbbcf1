package dev.lakesmith.cli;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;

/** Files that this program carries in itself, put into a user's folder. */
final class FileCopies {

    private FileCopies() {}

    /**
     * Copies one resource, with the folders above it.
     *
     * @throws LakesmithException {@code FOLDER_UNWRITABLE} when the file cannot be written, {@code INTERNAL_ERROR} when
     *     the program does not carry the resource
     */
    static void write(String resource, Path file) {
        try (InputStream content = FileCopies.class.getResourceAsStream(resource)) {
            if (content == null) {
                throw new LakesmithException(
                        ErrorCode.INTERNAL_ERROR, "this build of Lakesmith does not hold " + resource);
            }
            write(content, file);
        } catch (IOException e) {
            throw new LakesmithException(ErrorCode.INTERNAL_ERROR, resource + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Copies a stream, with the folders above the file, and replaces what is there.
     *
     * @throws LakesmithException {@code FOLDER_UNWRITABLE}
     */
    static void write(InputStream content, Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            byte[] bytes = content.readAllBytes();
            // A file that is the same already keeps its time, or it would count as changed.
            if (!Files.isRegularFile(file) || !Arrays.equals(Files.readAllBytes(file), bytes)) {
                Files.write(file, bytes);
            }
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.FOLDER_UNWRITABLE,
                    file + " cannot be written (" + e.getClass().getSimpleName()
                            + "); choose a folder that you may write to",
                    e);
        }
    }

    /**
     * Writes a text so that a reader, or whoever comes after this process was killed, sees all of it or what was there
     * before. A link stays one, and a file keeps its rights.
     *
     * @throws LakesmithException {@code FOLDER_UNWRITABLE}
     */
    static void writeWhole(String text, Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path real = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            // Its name is hidden and ends like no file of a project.
            Path written = Files.createTempFile(real.getParent(), ".", ".tmp");
            try {
                Files.writeString(written, text);
                if (Files.getFileStore(real.getParent()).supportsFileAttributeView("posix")) {
                    Files.setPosixFilePermissions(
                            written,
                            Files.exists(real)
                                    ? Files.getPosixFilePermissions(real)
                                    : PosixFilePermissions.fromString("rw-r--r--"));
                }
                Files.move(written, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.FOLDER_UNWRITABLE,
                    file + " cannot be written (" + e.getClass().getSimpleName()
                            + "); check space and rights, and crawl" + " again",
                    e);
        }
    }
}
