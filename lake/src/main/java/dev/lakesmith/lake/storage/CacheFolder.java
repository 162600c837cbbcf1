package dev.lakesmith.lake.storage;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a cache: {@code files} holds the copies, each named by the hash of its location, its size and its
 * checksum; {@code parts} those of which only parts are there; {@code work} what processes read and write now.
 */
final class CacheFolder implements AutoCloseable {

    /** What is left of the disk to others, in bytes. */
    private static final long SPARE = 64 << 20;

    /** How often a file is asked for of which only a part comes. */
    private static final int ATTEMPTS = 4;

    /** After making room, this share of the limit is used. */
    private static final double ROOMY = 0.9;

    private final Path path;
    private final long limit;
    private final PartialCopies parts;

    /** Copies that this process made or has compared with their checksums. */
    private final Set<Path> sound = ConcurrentHashMap.newKeySet();

    private long known = -1;
    private @Nullable WorkFolder inUse;

    CacheFolder(Path path, long limit) {
        this.path = path.toAbsolutePath().normalize();
        this.limit = limit;
        this.parts = new PartialCopies(this.path.resolve("parts"));
    }

    Path path() {
        return path;
    }

    /** The folder of this process. */
    synchronized Path inUse() {
        if (inUse == null) {
            inUse = WorkFolder.under(path);
        }
        return inUse.path();
    }

    PartialCopies parts() {
        return parts;
    }

    /** A name for a location, the same in every process. */
    static String key(String location) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(location.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes a hard link of the copy of a location; false when there is none. */
    boolean link(String location, Path link) throws IOException {
        Optional<Path> copy = find(location);
        if (copy.isEmpty()) {
            return false;
        }
        try {
            if (!sound.contains(copy.get()) && !isSound(copy.get())) {
                Files.deleteIfExists(copy.get());
                return false;
            }
            sound.add(copy.get());
            Files.setLastModifiedTime(copy.get(), FileTime.from(Instant.now()));
            Files.createLink(link, copy.get());
            return true;
        } catch (FileAlreadyExistsException e) {
            return true;
        } catch (NoSuchFileException e) {
            // Another process made room.
            return false;
        }
    }

    private Path folderOf(String key) {
        return path.resolve("files").resolve(key.substring(0, 2));
    }

    private Optional<Path> find(String location) throws IOException {
        String key = key(location);
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folderOf(key), key + "-*")) {
            for (Path copy : found) {
                return Optional.of(copy);
            }
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static boolean isSound(Path copy) throws IOException {
        String name = copy.getFileName().toString();
        return name.endsWith("-" + FileSum.of(copy).nameEnd());
    }

    /** A copy that nobody else knows yet. */
    record Fetched(Path file, String nameEnd) {}

    /** Fetches a file; {@link #keep} makes it known. */
    Fetched fetch(FileSize wanted, FileIO from) throws IOException {
        InputFile file = input(wanted, from);
        long bytes = wanted.bytes() < 0 ? file.getLength() : wanted.bytes();
        prepareFor(bytes);
        for (int attempt = 1; ; attempt++) {
            try {
                return fetch(file, bytes);
            } catch (EOFException e) {
                if (attempt == ATTEMPTS && wanted.version().isEmpty()) {
                    throw e;
                } else if (attempt == ATTEMPTS) {
                    throw changed(wanted, "has another size by now", e);
                }
            } catch (NotFoundException e) {
                throw wanted.version().isEmpty() ? e : changed(wanted, "is not there any more", e);
            }
        }
    }

    /** Of a file that somebody else may replace. */
    private static LakesmithException changed(FileSize file, String how, Exception cause) {
        return new LakesmithException(
                ErrorCode.SOURCE_CHANGED,
                file.location() + " " + how
                        + ", and a table reads it where it is; run its stream again, which says what can be done",
                cause);
    }

    private static InputFile input(FileSize wanted, FileIO from) {
        if (wanted.etag().isPresent()) {
            return ((VersionedFiles) from)
                    .version(wanted.location(), wanted.bytes(), wanted.etag().get());
        }
        return wanted.bytes() < 0
                ? from.newInputFile(wanted.location())
                : from.newInputFile(wanted.location(), wanted.bytes());
    }

    /** Makes room on a full disk. */
    void prepareFor(long bytes) throws IOException {
        Files.createDirectories(path);
        if (Files.getFileStore(path).getUsableSpace() < bytes + SPARE) {
            empty();
        }
    }

    private Fetched fetch(InputFile file, long bytes) throws IOException {
        Path copy = inUse().resolve("coming-" + UUID.randomUUID());
        try (InputStream in = file.newStream();
                OutputStream out = Files.newOutputStream(copy)) {
            FileSum sum = FileSum.copy(in, out);
            if (sum.bytes() != bytes) {
                throw new EOFException("got " + sum.bytes() + " of " + bytes + " bytes");
            }
            return new Fetched(copy, sum.nameEnd());
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
    }

    /** Makes a fetched copy known, and makes room. */
    void keep(Fetched fetched, String location) throws IOException {
        String key = key(location);
        Path kept = Files.createDirectories(folderOf(key)).resolve(key + "-" + fetched.nameEnd());
        long bytes = Files.size(fetched.file());
        if (bytes > limit) {
            Files.delete(fetched.file());
            return;
        }
        Files.move(fetched.file(), kept, StandardCopyOption.ATOMIC_MOVE);
        sound.add(kept);
        makeRoom(bytes);
    }

    /** Keeps a file of this process, which is moved, as the copy of a location. */
    void adopt(Path file, String location) throws IOException {
        keep(new Fetched(file, FileSum.of(file).nameEnd()), location);
    }

    /** Removes what was read longest ago, should the copies be too large now. */
    synchronized void makeRoom(long added) throws IOException {
        known = known < 0 ? bytes(copies()) : known + added;
        if (known <= limit) {
            return;
        }
        List<StoredFile> copies = copies();
        copies.sort(Comparator.comparing(StoredFile::writtenAt));
        long left = bytes(copies);
        for (StoredFile copy : copies) {
            if (left <= limit * ROOMY) {
                break;
            }
            delete(Path.of(copy.location()));
            left -= copy.bytes();
        }
        known = left;
    }

    /** Removes every copy: the disk is full, and what is read now has links of its own. */
    synchronized void empty() throws IOException {
        for (StoredFile copy : copies()) {
            delete(Path.of(copy.location()));
        }
        known = 0;
    }

    private void delete(Path copy) throws IOException {
        if (parts.holds(copy)) {
            parts.delete(copy);
        } else {
            Files.deleteIfExists(copy);
            sound.remove(copy);
        }
    }

    private static long bytes(List<StoredFile> files) {
        return files.stream().mapToLong(StoredFile::bytes).sum();
    }

    private List<StoredFile> copies() throws IOException {
        Path files = path.resolve("files");
        List<StoredFile> copies = new ArrayList<>(parts.all());
        if (Files.isDirectory(files)) {
            try (Stream<Path> found = Files.walk(files)) {
                for (Path file : found.filter(Files::isRegularFile).toList()) {
                    try {
                        copies.add(new StoredFile(
                                file.toString(),
                                Files.size(file),
                                Files.getLastModifiedTime(file).toInstant()));
                    } catch (NoSuchFileException e) {
                        // Another process made room.
                    }
                }
            }
        }
        return copies;
    }

    @Override
    public synchronized void close() {
        if (inUse != null) {
            inUse.close();
            inUse = null;
        }
    }
}
