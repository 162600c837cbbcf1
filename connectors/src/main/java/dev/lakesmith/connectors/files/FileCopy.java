package dev.lakesmith.connectors.files;

import dev.lakesmith.connectors.files.copy.CopyWithChecksum;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Pending.SourceFile;
import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Copies one file to landing, and notices when somebody changes it meanwhile. */
final class FileCopy {

    private static final int TRIES = 3;

    private final SourceFile file;
    private final Path from;
    private final Path to;
    private final String batchId;
    private final Clock clock;
    private final Progress progress;
    private final LongConsumer copiedBytes;

    FileCopy(SourceFile file, Path to, FilesReader.Batch batch, LongConsumer copiedBytes) {
        this.file = file;
        this.from = Path.of(file.location());
        this.to = to;
        this.batchId = batch.id();
        this.clock = batch.clock();
        this.progress = batch.progress();
        this.copiedBytes = copiedBytes;
    }

    /** The landed file; empty when it vanished or did not hold still, which is told. */
    Optional<LandedFile> run() {
        try {
            for (int attempt = 1; attempt <= TRIES; attempt++) {
                BasicFileAttributes before = Files.readAttributes(from, BasicFileAttributes.class);
                CopyWithChecksum.Copied copied = CopyWithChecksum.copy(from, to, before.size(), copiedBytes);
                BasicFileAttributes after = Files.readAttributes(from, BasicFileAttributes.class);
                boolean still = before.size() == copied.bytes()
                        && after.size() == copied.bytes()
                        && before.lastModifiedTime().equals(after.lastModifiedTime());
                if (still) {
                    return Optional.of(new LandedFile(
                            batchId,
                            file.path(),
                            to.toAbsolutePath().toString(),
                            copied.bytes(),
                            copied.etag(),
                            after.lastModifiedTime().toInstant(),
                            file.version(),
                            clock.instant()));
                }
            }
            remove(to);
            progress.warn(file.path() + " is still being written; it is left for the next run. min_age: 1m would wait"
                    + " for it");
            return Optional.empty();
        } catch (NoSuchFileException e) {
            remove(to);
            progress.warn(file.path() + " vanished before it was copied");
            return Optional.empty();
        } catch (IOException e) {
            remove(to);
            if (Files.isReadable(from)) {
                throw new LakesmithException(
                        ErrorCode.SOURCE_UNREADABLE,
                        from + " cannot be copied to landing: " + e + "; check free space and rights of "
                                + to.getParent(),
                        e);
            }
            throw FilesReader.unreadable(from, e);
        }
    }

    static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the names of the copies as durable as their bytes; not every system lets a folder be opened. */
    static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            if (!System.getProperty("os.name", "").startsWith("Windows")) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
