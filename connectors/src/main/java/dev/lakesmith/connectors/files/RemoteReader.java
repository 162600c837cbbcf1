package dev.lakesmith.connectors.files;

import dev.lakesmith.connectors.files.bucket.References;
import dev.lakesmith.connectors.files.copy.CheckedFile;
import dev.lakesmith.connectors.files.server.Origin;
import dev.lakesmith.connectors.files.server.Origin.Fetched;
import dev.lakesmith.connectors.files.server.Origin.Listed;
import dev.lakesmith.connectors.files.server.Versions;
import dev.lakesmith.core.connector.Delivery;
import dev.lakesmith.core.connector.Extraction;
import dev.lakesmith.core.connector.Landed;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Pending;
import dev.lakesmith.core.connector.Pending.Files.Noting;
import dev.lakesmith.core.connector.Pending.SourceFile;
import dev.lakesmith.core.connector.Preview;
import dev.lakesmith.core.connector.SourceReader;
import dev.lakesmith.core.project.Stream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/** Lists and copies the files that a stream reads from another machine. */
final class RemoteReader implements SourceReader {

    private final Origin origin;
    private final Clock clock;

    RemoteReader(Origin origin, Clock clock) {
        this.origin = origin;
        this.clock = clock;
    }

    @Override
    public Pending pending(Stream stream, Landed landed) {
        Map<String, LandedFile> latest = FilesReader.latest(landed.files());
        Duration minAge = stream.options().get("min_age", Duration.class);
        Instant now = clock.instant();
        List<SourceFile> files = new ArrayList<>();
        LongAdder unchanged = new LongAdder();
        LongAdder held = new LongAdder();
        boolean refers = refers(stream);
        References references = new References(refers ? latest : Map.of());
        origin.each(stream, latest, landed.bookmark(), file -> {
            references.seen(file);
            if (file.unchanged()) {
                unchanged.increment();
            } else if (isYoung(file, minAge, now)) {
                held.increment();
            } else {
                files.add(pending(file, latest, refers, now));
            }
        });
        files.addAll(references.gone(origin::listed));
        files.sort(Comparator.comparing(SourceFile::path));
        return new Pending.Files(
                files,
                unchanged.sum(),
                held.sum(),
                origin.remarks(),
                origin.hasListedAll() ? Noting.THE_LISTING : Noting.NOTHING);
    }

    /** Whether somebody may still be writing a file. */
    static boolean isYoung(Listed file, Duration minAge, Instant now) {
        return !minAge.isZero()
                && file.modifiedAt().filter(now.minus(minAge)::isBefore).isPresent();
    }

    /** @param refers whether landing refers to the files */
    static SourceFile pending(Listed file, Map<String, LandedFile> latest, boolean refers, Instant now) {
        LandedFile before = latest.get(file.shown());
        return new SourceFile(
                file.shown(),
                file.location(),
                file.bytes(),
                file.modifiedAt().orElse(now),
                before == null ? 1 : before.version() + 1,
                file.etag().filter(etag -> refers && !etag.isEmpty()));
    }

    @Override
    public Preview preview(Stream stream, Pending pending, Landed landed, int most) {
        return FilesReader.preview((Pending.Files) pending, most);
    }

    @Override
    public Optional<String> ended(Stream stream, Landed landed) {
        return Optional.of(Versions.read(landed.bookmark()).size())
                .filter(files -> files > 0)
                .map(files -> "the server's versions of " + files + (files == 1 ? " file" : " files"));
    }

    @Override
    public Extraction extract(Stream stream, Pending pending, Landed landed, Delivery delivery) {
        return new Copying(delivery, FilesReader.latest(landed.files()))
                .run(
                        (Pending.Files) pending,
                        refers(stream) ? 1 : origin.atOnce(),
                        (file, to, told) -> file.etag().isPresent()
                                ? Optional.of(References.noted(file, delivery.batchId(), clock.instant()))
                                : copy(file, to, delivery, told),
                        () -> origin.bookmark(landed.bookmark()));
    }

    /** Files of servers are copied even where the table reads them in place: it reads the copies. */
    private boolean refers(Stream stream) {
        return origin.tellsVersions() && References.are(stream);
    }

    private Optional<LandedFile> copy(SourceFile file, Path to, Delivery delivery, LongConsumer told) {
        try (CheckedFile copy = new CheckedFile(to, told)) {
            Optional<Fetched> fetched = origin.copy(file, copy, delivery.progress()::warn);
            if (fetched.isEmpty()) {
                FileCopy.remove(to);
                return Optional.empty();
            }
            Instant now = clock.instant();
            return Optional.of(new LandedFile(
                    delivery.batchId(),
                    file.path(),
                    to.toAbsolutePath().toString(),
                    copy.bytes(),
                    copy.etag(),
                    fetched.get().modifiedAt().orElse(now),
                    file.version(),
                    now));
        }
    }

    @Override
    public void close() {
        origin.close();
    }
}
