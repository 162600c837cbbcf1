package dev.lakesmith.connectors.files.bucket;

import dev.lakesmith.connectors.files.server.Origin;
import dev.lakesmith.connectors.retry.Pause;
import dev.lakesmith.connectors.retry.Retries;
import dev.lakesmith.connectors.retry.RetryPolicy;
import dev.lakesmith.core.connector.ObjectStores;
import dev.lakesmith.core.project.Effort;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.core.project.Values;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The buckets that sources name. */
public final class Buckets {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(15);

    private final ObjectStores stores;
    private final Pause pause;

    /** @param pause how it waits between attempts */
    public Buckets(ObjectStores stores, Pause pause) {
        this.stores = stores;
        this.pause = pause;
    }

    /** The buckets of a source; empty when its files are elsewhere. */
    public Optional<Origin> of(Source source, Clock clock) {
        Optional<String> url = url(source.options());
        boolean inBuckets = url.isPresent()
                || source.streams().stream().anyMatch(stream -> stream.options().texts("path").stream()
                        .anyMatch(BucketPath::is));
        if (!inBuckets) {
            return Optional.empty();
        }
        Effort effort = source.effort();
        RetryPolicy policy = new RetryPolicy(effort.attempts(), effort.firstWait(), LONGEST_WAIT, GIVE_UP_AFTER);
        return Optional.of(new BucketOrigin(
                source,
                url.map(BucketPath::of),
                new OpenStores(source, stores),
                () -> new Retries(policy, clock, pause, RandomGenerator.getDefault()),
                clock));
    }

    /** The queue that a stream names; empty when its bucket is listed. */
    public Optional<EventQueue> queue(Source source, Stream stream) {
        return stream.options()
                .find("events", String.class)
                .map(queue -> new EventQueue(stream, stores.events(source, queue)));
    }

    /** The source's {@code url} if that is a bucket. */
    public static Optional<String> url(Values source) {
        return source.find("url", String.class).filter(BucketPath::is);
    }
}
