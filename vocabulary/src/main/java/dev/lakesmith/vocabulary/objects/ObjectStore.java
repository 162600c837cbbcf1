package dev.lakesmith.vocabulary.objects;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A bucket, read only. Thread-safe. Nothing is asked before it must be. */
public interface ObjectStore extends AutoCloseable {

    /** One page of the objects whose keys begin with a text, in the order of their keys. */
    Page list(Listing listing) throws ObjectFailure;

    /** What there is under a key; empty: nothing. */
    Optional<StoredObject> look(String key) throws ObjectFailure;

    /**
     * The bytes of an object from a position to its end. Who does not read them to their end says so with {@link
     * Opened#abort}.
     *
     * @param etag of the version wanted; empty: the one that is there
     */
    Opened open(String key, long from, Optional<String> etag) throws ObjectFailure;

    /** Whether a listing that begins behind a key takes no longer than what is behind it. */
    boolean seeks();

    @Override
    void close();

    /**
     * What is listed.
     *
     * @param prefix what keys begin with
     * @param after only keys behind this one; empty: from the first on
     * @param token of the page before; empty: the first page
     */
    record Listing(String prefix, Optional<String> after, Optional<String> token) {}

    /**
     * A page.
     *
     * @param token of the next one; empty: this is the last
     */
    record Page(List<StoredObject> objects, Optional<String> token) {
        public Page {
            objects = List.copyOf(objects);
        }
    }

    /**
     * An object that is being read.
     *
     * @param object all of it
     * @param md5 of all its bytes in hexadecimal digits, where the storage tells it
     * @param body ends early, or fails, when the connection breaks
     * @param breaking ends the connection at once
     */
    record Opened(StoredObject object, Optional<String> md5, InputStream body, Runnable breaking)
            implements AutoCloseable {

        /** The rest is not wanted. */
        public void abort() {
            breaking.run();
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
