package dev.lakesmith.lake.storage;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what goes to remote storage and comes from there, each attempt for itself. Thread-safe. */
public final class Traffic {

    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();

    /** A request with a body of so many bytes. */
    public void request(long bytes) {
        requests.incrementAndGet();
        sent.addAndGet(bytes);
    }

    /** An answer with a body of so many bytes. */
    public void answer(long bytes) {
        received.addAndGet(bytes);
    }

    /** All so far. */
    public Total total() {
        return new Total(requests.get(), received.get(), sent.get());
    }

    /**
     * An amount of traffic.
     *
     * @param requests how many
     * @param received bytes of answers
     * @param sent bytes of what was uploaded
     */
    public record Total(long requests, long received, long sent) {

        /** No traffic. */
        public static final Total NONE = new Total(0, 0, 0);

        /** What came after an earlier total. */
        public Total since(Total earlier) {
            return new Total(requests - earlier.requests, received - earlier.received, sent - earlier.sent);
        }
    }
}
