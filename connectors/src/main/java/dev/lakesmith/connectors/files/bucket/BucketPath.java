package dev.lakesmith.connectors.files.bucket;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in object storage.
 *
 * @param bucket with its scheme, such as {@code s3://bucket}
 * @param key what stands behind the slash; may be empty
 */
public record BucketPath(String bucket, String key) {

    private static final Pattern FORM = Pattern.compile("(?is)(s3a?|abfss?)://([^/]*)(?:/(.*))?");

    /** Whether a text is meant to be one. */
    public static boolean is(String text) {
        return FORM.matcher(text).matches();
    }

    /** What is wrong with one. */
    public static Optional<String> complaint(String text) {
        BucketPath path = of(text);
        String name = path.bucket.substring(path.bucket.indexOf("://") + 3);
        if (path.isAzure()) {
            return name.matches("[A-Za-z0-9$][A-Za-z0-9-]*@[A-Za-z0-9.-]+")
                    ? Optional.empty()
                    : Optional.of("names no container and account; write"
                            + " abfss://container@account.dfs.core.windows.net/outgoing");
        }
        if (!name.matches("[A-Za-z0-9._-]+")) {
            return Optional.of(
                    name.isEmpty()
                            ? "names no bucket; write one such as s3://bucket/outgoing"
                            : "names a bucket '" + name + "', and buckets have letters, digits, '.', '_' and '-'; for"
                                    + " several buckets write several paths, and keys under 'storage'");
        }
        return Optional.empty();
    }

    /** Takes one apart. {@code s3a://} means the same objects as {@code s3://}, {@code abfs://} as {@code abfss://}. */
    static BucketPath of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(text + " is in no bucket");
        }
        String scheme = form.group(1).toLowerCase(Locale.ROOT);
        return new BucketPath(
                (scheme.startsWith("s3") ? "s3" : "abfss") + "://" + form.group(2),
                Optional.ofNullable(form.group(3)).orElse(""));
    }

    boolean isAzure() {
        return bucket.startsWith("abfs");
    }

    /** The scheme alone. */
    public static String scheme(String text) {
        return of(text).isAzure() ? "abfss" : "s3";
    }

    /** For people, and in tables. */
    String shown() {
        return shown(key);
    }

    String shown(String other) {
        return bucket + "/" + other;
    }
}
