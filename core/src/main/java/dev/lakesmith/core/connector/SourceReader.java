package dev.lakesmith.core.connector;

import dev.lakesmith.core.project.Stream;
import java.util.Optional;
import java.util.function.Consumer;

/** An open source. Used by one thread at a time. Errors are {@code SOURCE_…}. */
public interface SourceReader extends AutoCloseable {

    /** What the source holds that landing does not. Writes nothing. */
    Pending pending(Stream stream, Landed landed);

    /**
     * What the source holds of a span, whatever was landed of it, but for what {@link #pending(Stream, Landed)} would ask
     * for anyway; an extraction of it leaves the bookmark where it is. Writes nothing.
     *
     * @throws dev.lakesmith.vocabulary.LakesmithException USAGE when the stream has no spans, or not these
     */
    default Pending pending(Stream stream, Span span, Landed landed) {
        throw Span.refused(stream, "is read by a connector that goes by no cursor");
    }

    /**
     * What an extraction of what is pending would ask for. Reads no more of the source than it must, and lands nothing.
     *
     * @param most how many records to show, at least one
     */
    default Preview preview(Stream stream, Pending pending, Landed landed, int most) {
        return Preview.UNKNOWN;
    }

    /**
     * Where the last extraction of a stream ended, for people: {@code updated_at 2026-01-31 17:20:00}. Empty before the
     * first one, and of streams that go on from nowhere. Has no secrets.
     */
    default Optional<String> ended(Stream stream, Landed landed) {
        return Optional.empty();
    }

    /**
     * Brings one batch of what is pending to landing. Files come byte for byte; one that turns out to be landed already
     * is left out, one that vanished or changed while it was copied is left out and told. When this returns, the files
     * are complete and synced to disk; nothing refers to them yet.
     */
    Extraction extract(Stream stream, Pending pending, Landed landed, Delivery delivery);

    /**
     * The last extraction is committed, or brought nothing to commit: what the source keeps until then may go. What fails
     * here is only told, for nothing is lost by it.
     *
     * @param warn is told what people should know
     */
    default void committed(Stream stream, Consumer<String> warn) {}

    @Override
    void close();
}
