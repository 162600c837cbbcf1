package dev.lakesmith.connectors.files.bucket;

import dev.lakesmith.connectors.files.glob.Globs;
import dev.lakesmith.vocabulary.objects.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which keys are a stream's files, of those that are listed.
 *
 * @param lake whose own files are none; without a slash at its end
 * @param exclusions what is left out
 * @param spans what is listed
 */
record Scope(Optional<String> lake, List<BucketGlob> exclusions, List<Span> spans) {

    /**
     * Keys that are listed.
     *
     * @param after only those behind this key
     */
    record Span(BucketGlob glob, Optional<String> after) {

        private boolean covers(BucketPath path) {
            return path.bucket().equals(glob.bucket())
                    && glob.matches(path.key())
                    && after.map(key -> StoredObject.isBehind(path.key(), key)).orElse(true);
        }
    }

    /** Where nothing is listed yet. */
    static Scope of(Optional<String> lake, List<BucketGlob> exclusions) {
        return new Scope(lake, List.copyOf(exclusions), new ArrayList<>());
    }

    /** Whether an object would be listed if it was there. */
    boolean covers(BucketPath path) {
        return spans.stream().anyMatch(span -> span.covers(path)) && !leavesOut(path.bucket(), path.key());
    }

    /** Whether an object is no file of the stream although its key matches. */
    boolean leavesOut(String bucket, String key) {
        String name = key.substring(key.lastIndexOf('/') + 1);
        return name.isEmpty()
                || Globs.isUnfinished(name)
                || isOfLake(bucket + "/" + key)
                || names(bucket, key, exclusions)
                || exclusions.stream().anyMatch(each -> each.matchesName(name));
    }

    boolean isOfLake(String shown) {
        return lake.filter(place -> shown.startsWith(place + "/")).isPresent();
    }

    static boolean names(String bucket, String key, List<BucketGlob> globs) {
        return globs.stream().anyMatch(glob -> glob.bucket().equals(bucket) && glob.matches(key));
    }
}
