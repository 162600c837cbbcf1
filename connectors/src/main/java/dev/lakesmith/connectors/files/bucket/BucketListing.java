package dev.lakesmith.connectors.files.bucket;

import dev.lakesmith.vocabulary.objects.ObjectFailure;
import dev.lakesmith.vocabulary.objects.ObjectStore;
import dev.lakesmith.vocabulary.objects.ObjectStore.Listing;
import dev.lakesmith.vocabulary.objects.ObjectStore.Page;
import dev.lakesmith.vocabulary.objects.StoredObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the objects that a glob names, page by page: only what begins as all matches do is listed, and where a page ends
 * in a folder that can hold no match, the listing goes on behind that folder. So it never takes more requests than
 * listing everything does.
 */
final class BucketListing {

    /** Behind all keys that begin alike. */
    private static final String LAST = "\uDBFF\uDFFF";

    private final OpenStores stores;
    private final BucketGlob glob;

    BucketListing(OpenStores stores, BucketGlob glob) {
        this.stores = stores;
        this.glob = glob;
    }

    /**
     * Gives the matches in the order of their keys.
     *
     * @param after only those behind this key
     * @param to says whether to go on
     */
    void each(Optional<String> after, Predicate<StoredObject> to) throws ObjectFailure {
        if (glob.text().namesOneFile()) {
            Optional<StoredObject> one = stores.asked(glob.bucket(), store -> store.look(glob.prefix()));
            boolean unused = one.isPresent() && to.test(one.get());
            return;
        }
        boolean seeks = stores.asked(glob.bucket(), ObjectStore::seeks);
        Optional<Listing> next = Optional.of(new Listing(glob.prefix(), after, Optional.empty()));
        while (next.isPresent()) {
            Listing listing = next.get();
            Page page = stores.asked(glob.bucket(), store -> store.list(listing));
            for (StoredObject object : page.objects()) {
                if (glob.matches(object.key()) && !to.test(object)) {
                    return;
                }
            }
            next = page.token().map(token -> {
                List<StoredObject> objects = page.objects();
                Optional<String> barren = objects.isEmpty() || !seeks
                        ? Optional.empty()
                        : glob.barren(objects.get(objects.size() - 1).key());
                return barren.isPresent()
                        ? new Listing(glob.prefix(), Optional.of(barren.get() + LAST), Optional.empty())
                        : new Listing(glob.prefix(), after, Optional.of(token));
            });
        }
    }
}
