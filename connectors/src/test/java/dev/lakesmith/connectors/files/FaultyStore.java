package dev.lakesmith.connectors.files;

import dev.lakesmith.vocabulary.objects.ObjectFailure;
import dev.lakesmith.vocabulary.objects.ObjectStore;
import dev.lakesmith.vocabulary.objects.StoredObject;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A real bucket behind a bad line.
 *
 * @param store the bucket
 * @param asked is told of every question, {@code list} with what is listed, {@code open} with the key and position
 * @param body changes what comes
 */
record FaultyStore(ObjectStore store, Asked asked, Function<InputStream, InputStream> body) implements ObjectStore {

    /** May fail. */
    @FunctionalInterface
    interface Asked {
        void of(String question) throws ObjectFailure;
    }

    @Override
    public Page list(Listing listing) throws ObjectFailure {
        asked.of("list " + listing.prefix());
        return store.list(listing);
    }

    @Override
    public Optional<StoredObject> look(String key) throws ObjectFailure {
        asked.of("look " + key);
        return store.look(key);
    }

    @Override
    public Opened open(String key, long from, Optional<String> etag) throws ObjectFailure {
        asked.of("open " + key + " " + from);
        Opened opened = store.open(key, from, etag);
        return new Opened(opened.object(), opened.md5(), body.apply(opened.body()), opened.breaking());
    }

    @Override
    public boolean seeks() {
        return store.seeks();
    }

    @Override
    public void close() {
        store.close();
    }

    /** Gives so many bytes and then what {@code end} does. */
    static InputStream cut(InputStream whole, int bytes, List<IOException> end) {
        return new FilterInputStream(whole) {

            private int left = bytes;

            @Override
            public int read(byte[] buffer, int from, int count) throws IOException {
                if (left == 0) {
                    if (end.isEmpty()) {
                        return -1;
                    }
                    throw end.get(0);
                }
                int got = super.read(buffer, from, Math.min(left, count));
                left -= Math.max(got, 0);
                return got;
            }
        };
    }
}
