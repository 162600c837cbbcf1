package dev.lakesmith.connectors.files.bucket;

import dev.lakesmith.connectors.files.glob.GlobText;
import java.util.Optional;

/**
 * A glob of objects.
 *
 * @param bucket with its scheme
 * @param folder what stands before the first name with a wildcard: empty, or with a slash at its end
 * @param text what must match behind it
 * @param named whether it is held against bare names as well
 */
record BucketGlob(String bucket, String folder, GlobText text, boolean named) {

    /**
     * Reads a glob.
     *
     * @param base what a relative one starts from; a wildcard in it is a character like others
     * @param place where it is written, for messages
     */
    static BucketGlob of(String text, Optional<BucketPath> base, String place) {
        String written = text.strip();
        if (BucketPath.is(written)) {
            BucketPath path = BucketPath.of(written);
            GlobText rest = GlobText.of(path.key(), place);
            return new BucketGlob(path.bucket(), slashed(rest.fixed()), rest, false);
        }
        BucketPath start = base.orElseThrow();
        GlobText rest = GlobText.of(written.replaceFirst("^/+", ""), place);
        return new BucketGlob(start.bucket(), slashed(start.key()) + slashed(rest.fixed()), rest, true);
    }

    private static String slashed(String folder) {
        return folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/";
    }

    /** What the keys of all matches begin with. */
    String prefix() {
        return folder + text.literal();
    }

    /** Whether a key matches; of folders that the glob does not name, hidden ones are left out. */
    boolean matches(String key) {
        if (!key.startsWith(folder)) {
            return false;
        }
        String below = key.substring(folder.length());
        return !below.startsWith(".") && !below.contains("/.") && text.matches(below);
    }

    boolean matchesName(String name) {
        return named && text.matchesName(name);
    }

    /** The first folder above a key that can hold no match, with a slash at its end. */
    Optional<String> barren(String key) {
        if (!key.startsWith(folder)) {
            return Optional.empty();
        }
        String below = key.substring(folder.length());
        for (int slash = below.indexOf('/'); slash >= 0; slash = below.indexOf('/', slash + 1)) {
            if (!text.mayMatchBelow(below.substring(0, slash))) {
                return Optional.of(folder + below.substring(0, slash + 1));
            }
        }
        return Optional.empty();
    }
}
