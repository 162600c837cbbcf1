package dev.lakesmith.connectors.files;

import dev.lakesmith.connectors.files.bucket.EventQueue;
import dev.lakesmith.connectors.files.bucket.References;
import dev.lakesmith.connectors.files.server.Origin;
import dev.lakesmith.connectors.files.server.Origin.Listed;
import dev.lakesmith.core.connector.Delivery;
import dev.lakesmith.core.connector.Extraction;
import dev.lakesmith.core.connector.Landed;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Pending;
import dev.lakesmith.core.connector.Pending.SourceFile;
import dev.lakesmith.core.connector.Preview;
import dev.lakesmith.core.connector.SourceReader;
import dev.lakesmith.core.project.Stream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Takes the objects that a stream's queue tells of, instead of listing the bucket; now and then it lists all the same.
 * The messages leave the queue when what they tell of is committed. Streams without a queue are listed.
 */
final class EventReader implements SourceReader {

    private static final int LOOKS_AT_ONCE = 8;

    private final RemoteReader listing;
    private final Origin origin;
    private final Function<Stream, Optional<EventQueue>> queues;
    private final Clock clock;
    private final Map<String, EventQueue> open = new HashMap<>();

    /** @param queues opens the queue of a stream that has one */
    EventReader(Origin origin, Function<Stream, Optional<EventQueue>> queues, Clock clock) {
        this.listing = new RemoteReader(origin, clock);
        this.origin = origin;
        this.queues = queues;
        this.clock = clock;
    }

    private Optional<EventQueue> queue(Stream stream) {
        EventQueue known = open.get(stream.name());
        if (known != null) {
            return Optional.of(known);
        }
        Optional<EventQueue> fresh = queues.apply(stream);
        fresh.ifPresent(queue -> open.put(stream.name(), queue));
        return fresh;
    }

    /** Receives nothing: what a plan received, a run could not have. */
    @Override
    public Pending pending(Stream stream, Landed landed) {
        Optional<EventQueue> queue = queue(stream);
        if (queue.isEmpty()) {
            return listing.pending(stream, landed);
        }
        // Asked even where the bucket is listed, so that a mistake in its name shows at once.
        long waiting = queue.get().waiting();
        if (queue.get().listsNow(landed.bookmark(), clock.instant())) {
            return listing.pending(stream, landed);
        }
        return waiting == 0
                ? new Pending.Files(List.of(), landed.files().size(), 0, List.of("the queue has no messages"))
                : new Pending.Records("objects that the queue tells of, about " + waiting
                        + (waiting == 1 ? " message" : " messages"));
    }

    @Override
    public Preview preview(Stream stream, Pending pending, Landed landed, int most) {
        return pending instanceof Pending.Files ? listing.preview(stream, pending, landed, most) : Preview.UNKNOWN;
    }

    @Override
    public Optional<String> ended(Stream stream, Landed landed) {
        return queue(stream).isEmpty()
                ? listing.ended(stream, landed)
                : queue(stream).get().listed(landed.bookmark()).map(last -> "all keys were listed " + last);
    }

    @Override
    public Extraction extract(Stream stream, Pending pending, Landed landed, Delivery delivery) {
        if (pending instanceof Pending.Files) {
            return listing.extract(stream, pending, landed, delivery);
        }
        EventQueue queue = queue(stream).orElseThrow();
        queue.receive().ifPresent(delivery.progress()::warn);
        return listing.extract(stream, looked(stream, queue, landed), landed, delivery);
    }

    /** The objects that the queue tells of, as they are now. */
    private Pending.Files looked(Stream stream, EventQueue queue, Landed landed) {
        Map<String, LandedFile> latest = FilesReader.latest(landed.files());
        Duration minAge = stream.options().get("min_age", Duration.class);
        Instant now = clock.instant();
        boolean refers = References.are(stream);
        origin.concern(stream);
        List<String> paths = queue.paths().stream().filter(origin::listed).toList();
        Iterator<Supplier<Optional<Listed>>> looks = paths.stream()
                .<Supplier<Optional<Listed>>>map(path -> () -> origin.look(path, latest))
                .iterator();
        List<SourceFile> files = new ArrayList<>();
        long unchanged = 0;
        long held = 0;
        try (CopiesAhead<Optional<Listed>> ahead = new CopiesAhead<>(looks, LOOKS_AT_ONCE)) {
            for (String path : paths) {
                Optional<Listed> found = ahead.next();
                if (found.isEmpty()) {
                    Optional.ofNullable(latest.get(path))
                            .filter(file -> refers && file.objectEtag().isPresent())
                            .map(References::gone)
                            .ifPresent(files::add);
                } else if (found.get().unchanged()) {
                    unchanged++;
                } else if (RemoteReader.isYoung(found.get(), minAge, now)) {
                    held++;
                    queue.keep(path);
                } else {
                    files.add(RemoteReader.pending(found.get(), latest, refers, now));
                }
            }
        }
        return new Pending.Files(files, unchanged, held);
    }

    @Override
    public void committed(Stream stream, Consumer<String> warn) {
        Optional.ofNullable(open.get(stream.name())).flatMap(EventQueue::done).ifPresent(warn);
    }

    @Override
    public void close() {
        open.values().forEach(EventQueue::close);
        open.clear();
        listing.close();
    }
}
