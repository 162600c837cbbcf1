package dev.lakesmith.connectors.files.bucket;

import dev.lakesmith.core.connector.SourceFailure;
import dev.lakesmith.core.connector.SourceFailure.Extent;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.objects.ObjectEvents;
import dev.lakesmith.vocabulary.objects.ObjectFailure;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The queue that tells of a stream's objects. */
public final class EventQueue implements AutoCloseable {

    private final Stream stream;
    private final ObjectEvents events;
    private final EventIntake intake;

    EventQueue(Stream stream, ObjectEvents events) {
        this.stream = stream;
        this.events = events;
        this.intake = new EventIntake(events);
    }

    /** Something that is asked. */
    @FunctionalInterface
    private interface Question<T> {
        T of() throws ObjectFailure;
    }

    private <T> T asked(Question<T> question) {
        try {
            return question.of();
        } catch (ObjectFailure e) {
            String message = stream.place() + ": " + e.message();
            throw e.kind() == ObjectFailure.Kind.PASSING
                    ? SourceFailure.retryable(Extent.STREAM, message, e)
                    : SourceFailure.fatal(Extent.STREAM, message, e);
        }
    }

    /** Whether everything is to be listed, as it is now and then. */
    public boolean listsNow(Optional<String> bookmark, Instant now) {
        return Watermark.of(stream).nextBackfill(bookmark, now).isEmpty();
    }

    /** When everything was listed last. */
    public Optional<Instant> listed(Optional<String> bookmark) {
        return bookmark.flatMap(Watermark::listed);
    }

    /** About how many messages there are. */
    public long waiting() {
        return asked(events::waiting);
    }

    /** Receives the messages; says for people which are of no use. */
    public Optional<String> receive() {
        return asked(() -> {
            intake.receive();
            return intake.complaint();
        });
    }

    /** The objects that the messages tell of. */
    public Set<String> paths() {
        return intake.paths();
    }

    /** An object is left for a later run, and so are its messages. */
    public void keep(String path) {
        intake.keep(path);
    }

    /** The messages leave the queue; says for people when they do not. */
    public Optional<String> done() {
        try {
            intake.done();
            return Optional.empty();
        } catch (ObjectFailure e) {
            return Optional.of(
                    "what the queue told of is landed, but its messages stay and are looked at again: " + e.message());
        }
    }

    @Override
    public void close() {
        try {
            intake.release();
        } catch (ObjectFailure e) {
            // They are received again when the queue's own time is over.
        } finally {
            events.close();
        }
    }
}
