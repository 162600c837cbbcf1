package dev.lakesmith.connectors.files;

import dev.lakesmith.connectors.files.glob.Globs;
import dev.lakesmith.connectors.files.server.Origin;
import dev.lakesmith.core.connector.Delivery;
import dev.lakesmith.core.connector.Extraction;
import dev.lakesmith.core.connector.Landed;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Pending;
import dev.lakesmith.core.connector.Pending.SourceFile;
import dev.lakesmith.core.connector.Preview;
import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.connector.SourceReader;
import dev.lakesmith.core.connector.Span;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists and copies the files of a stream. */
final class FilesReader implements SourceReader {

    /**
     * A file landed within this time of its last change may have changed again without its time telling; it is read
     * anew until its time and its landing lie further apart.
     */
    private static final Duration CLOCK_GRAIN = Duration.ofSeconds(2);

    private final Path project;
    private final Clock clock;

    /**
     * What the copies of one extraction share.
     *
     * @param id of the batch
     * @param clock tells when a copy is complete
     * @param progress where to warn
     */
    record Batch(String id, Clock clock, Progress progress) {}

    FilesReader(Path project, Clock clock) {
        this.project = project.toAbsolutePath().normalize();
        this.clock = clock;
    }

    @Override
    public Pending pending(Stream stream, Landed landed) {
        Map<String, LandedFile> latest = latest(landed.files());
        Duration minAge = stream.options().get("min_age", Duration.class);
        Instant youngest = clock.instant().minus(minAge);
        List<SourceFile> files = new ArrayList<>();
        long unchanged = 0;
        long held = 0;
        Map<String, Path> found = new Globs(project, stream.place().toString())
                .find(stream.options().texts("path"), stream.options().texts("exclude"));
        for (Map.Entry<String, Path> entry : found.entrySet()) {
            if (!canBeNamed(entry.getValue())) {
                throw unnamed(entry.getKey(), stream);
            }
            Optional<BasicFileAttributes> attributes = attributes(entry.getValue(), stream);
            if (attributes.isEmpty()) {
                continue;
            }
            Instant modified = attributes.get().lastModifiedTime().toInstant();
            long bytes = attributes.get().size();
            LandedFile before = latest.get(entry.getKey());
            if (before != null && looksUnchanged(before, bytes, modified)) {
                unchanged++;
            } else if (minAge.compareTo(Duration.ZERO) > 0 && modified.isAfter(youngest)) {
                held++;
            } else {
                int version = before == null ? 1 : before.version() + 1;
                files.add(new SourceFile(entry.getKey(), entry.getValue().toString(), bytes, modified, version));
            }
        }
        if (InPlace.is(stream)) {
            files.addAll(InPlace.gone(latest, found.keySet()));
        }
        return new Pending.Files(files, unchanged, held);
    }

    /** The newest version of each path. */
    static Map<String, LandedFile> latest(List<LandedFile> landed) {
        Map<String, LandedFile> latest = new HashMap<>();
        landed.forEach(file ->
                latest.merge(file.path(), file, (one, other) -> one.version() >= other.version() ? one : other));
        return latest;
    }

    private boolean looksUnchanged(LandedFile before, long bytes, Instant modified) {
        return Origin.looksUnchanged(before, bytes, Optional.of(modified), CLOCK_GRAIN)
                || (before.bytes() == bytes && contentIsSame(before));
    }

    private boolean contentIsSame(LandedFile before) {
        Path file = project.resolve(before.path());
        try {
            // The stream may have been one of copies when the file was landed, or have become one since.
            return InPlace.etagOf(file, before).equals(before.etag());
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static LakesmithException unnamed(String shown, Stream stream) {
        String encoding = System.getProperty("sun.jnu.encoding", "unknown");
        return new LakesmithException(
                ErrorCode.SOURCE_UNREADABLE,
                stream.place() + ": the name of the file shown as '" + shown + "' holds bytes that are no text in "
                        + encoding + ", this process's encoding of file names; rename it, "
                        + (encoding.equals("UTF-8") ? "" : "start with LC_ALL=C.UTF-8, ")
                        + "or leave it out with 'exclude' (? stands for what cannot be shown). Nothing of this stream"
                        + " was taken");
    }

    /** A name whose bytes are no text is found in its folder, but cannot be written down and found again by that. */
    private static boolean canBeNamed(Path file) {
        try {
            return Path.of(file.toString()).equals(file);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static Optional<BasicFileAttributes> attributes(Path file, Stream stream) {
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class));
        } catch (NoSuchFileException e) {
            // It vanished between the listing and now: it is no file of this stream any more.
            return Optional.empty();
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.SOURCE_UNREADABLE,
                    stream.place() + ": " + file + " cannot be read: " + e + "; check that this user may read it",
                    e);
        }
    }

    @Override
    public Pending pending(Stream stream, Span span, Landed landed) {
        throw Span.refused(
                stream,
                "reads files, which are landed whole and once each; a file that changed is landed again by itself, and"
                        + " what was landed is loaded again with 'run --full-refresh'");
    }

    @Override
    public Preview preview(Stream stream, Pending pending, Landed landed, int most) {
        return preview((Pending.Files) pending, most);
    }

    /** The first files. */
    static Preview preview(Pending.Files files, int most) {
        List<String> asked = new ArrayList<>();
        files.files().stream()
                .limit(most)
                .forEach(
                        file -> asked.add(file.path() + " (" + file.bytes() + " bytes, of " + file.modifiedAt() + ")"));
        if (files.files().size() > most) {
            asked.add("and " + (files.files().size() - most) + " more, " + files.bytes() + " bytes in all");
        }
        return new Preview(asked, Optional.empty());
    }

    @Override
    public Extraction extract(Stream stream, Pending pending, Landed landed, Delivery delivery) {
        Batch batch = new Batch(delivery.batchId(), clock, delivery.progress());
        Copying.Copier copier = InPlace.is(stream)
                ? (file, to, copiedBytes) -> InPlace.noted(file, batch)
                : (file, to, copiedBytes) -> new FileCopy(file, to, batch, copiedBytes).run();
        return new Copying(delivery, latest(landed.files())).run((Pending.Files) pending, 1, copier, Optional::empty);
    }

    static LakesmithException unreadable(Path file, IOException e) {
        return new LakesmithException(
                ErrorCode.SOURCE_UNREADABLE,
                file + " cannot be read: " + e + "; check that it exists and that this user may read it",
                e);
    }

    @Override
    public void close() {}
}
