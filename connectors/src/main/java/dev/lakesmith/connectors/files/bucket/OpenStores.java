package dev.lakesmith.connectors.files.bucket;

import dev.lakesmith.core.connector.ObjectStores;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.vocabulary.objects.ObjectFailure;
import dev.lakesmith.vocabulary.objects.ObjectStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A source's buckets, open. A question that is refused because nobody knows who asks is asked once more with what the
 * credentials are by then. Safe for several threads.
 */
final class OpenStores implements AutoCloseable {

    private final Source source;
    private final ObjectStores stores;
    private final Map<String, ObjectStore> open = new HashMap<>();
    private final Set<String> renewed = new HashSet<>();

    OpenStores(Source source, ObjectStores stores) {
        this.source = source;
        this.stores = stores;
    }

    /** Something that is asked. */
    @FunctionalInterface
    interface Question<T> {
        T of(ObjectStore store) throws ObjectFailure;
    }

    <T> T asked(String bucket, Question<T> question) throws ObjectFailure {
        ObjectStore store = of(bucket);
        try {
            return question.of(store);
        } catch (ObjectFailure e) {
            if (e.kind() != ObjectFailure.Kind.LOGIN || !renewed(bucket, store)) {
                throw e;
            }
            return question.of(of(bucket));
        }
    }

    private synchronized ObjectStore of(String bucket) {
        return open.computeIfAbsent(bucket, name -> stores.open(source, name));
    }

    /** Whether there is another one by now. The old one may still be read from; it is closed with the others. */
    private synchronized boolean renewed(String bucket, ObjectStore failed) {
        if (open.get(bucket) != failed) {
            return true;
        }
        if (!renewed.add(bucket)) {
            return false;
        }
        open.put(bucket + "#", failed);
        open.remove(bucket);
        return true;
    }

    /** The location of the lake, without a slash at its end; empty: not in a bucket. */
    Optional<String> lake() {
        return stores.lake()
                .filter(BucketPath::is)
                .map(BucketPath::of)
                .map(BucketPath::shown)
                .map(lake -> lake.replaceFirst("/+$", ""));
    }

    @Override
    public synchronized void close() {
        open.values().forEach(ObjectStore::close);
        open.clear();
    }
}
