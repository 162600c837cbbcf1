package dev.lakesmith.lake.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Copies of which only some bytes are there: each a file of the whole size with holes, and beside it a list of what has
 * come. All processes add to one, for the bytes of a file never change.
 */
final class PartialCopies {

    private static final String LIST = ".list";

    private final Path folder;

    PartialCopies(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes a hard link to the copy of a file.
     *
     * @param scratch a folder of this process
     */
    PartialCopy link(FileSize file, Path link, Path scratch) throws IOException {
        String key = CacheFolder.key(file.identity());
        Path copy = Files.createDirectories(folder.resolve(key.substring(0, 2))).resolve(key + "-" + file.bytes());
        while (!Files.exists(link)) {
            if (!Files.exists(copy)) {
                make(copy, file.bytes(), scratch.resolve("coming-" + UUID.randomUUID()));
            }
            try {
                Files.setLastModifiedTime(copy, FileTime.from(Instant.now()));
                Files.createLink(link, copy);
            } catch (NoSuchFileException e) {
                // Another process made room, unless the whole cache was removed.
                if (!Files.isDirectory(scratch)) {
                    throw e;
                }
            } catch (FileAlreadyExistsException e) {
                break;
            }
        }
        return new PartialCopy(file, link, list(copy));
    }

    private static void make(Path copy, long bytes, Path scratch) throws IOException {
        try {
            try (FileChannel channel = FileChannel.open(
                    scratch, StandardOpenOption.CREATE_NEW, StandardOpenOption.SPARSE, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.allocate(1), bytes - 1);
            }
            Files.deleteIfExists(list(copy));
            Files.createLink(copy, scratch);
        } catch (FileAlreadyExistsException e) {
            // Another process was faster.
        } finally {
            Files.deleteIfExists(scratch);
        }
    }

    private static Path list(Path copy) {
        return copy.resolveSibling(copy.getFileName() + LIST);
    }

    /** Every copy, with the number of bytes that have come. */
    List<StoredFile> all() throws IOException {
        List<StoredFile> copies = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> found = Files.walk(folder)) {
                for (Path copy : found.filter(Files::isRegularFile)
                        .filter(file -> !file.toString().endsWith(LIST))
                        .toList()) {
                    try {
                        copies.add(new StoredFile(
                                copy.toString(),
                                PartialCopy.present(list(copy)),
                                Files.getLastModifiedTime(copy).toInstant()));
                    } catch (NoSuchFileException e) {
                        // Another process made room.
                    }
                }
            }
        }
        return copies;
    }

    /** Whoever reads the copy has a link of its own. */
    void delete(Path copy) throws IOException {
        Files.deleteIfExists(copy);
        Files.deleteIfExists(list(copy));
    }

    boolean holds(Path copy) {
        return copy.startsWith(folder);
    }
}
