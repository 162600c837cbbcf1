package dev.lakesmith.vocabulary.objects;

import java.time.Instant;

/**
 * An object as its storage tells of it.
 *
 * @param key its name in the bucket
 * @param bytes its size
 * @param modifiedAt when it was put there, in whole seconds
 * @param etag another one for another content, in the storage's own words, without quotes; empty where it tells none
 */
public record StoredObject(String key, long bytes, Instant modifiedAt, String etag) {

    /** Whether a key comes behind another one in listings, which go by code points, as no comparison of Java's texts does. */
    public static boolean isBehind(String key, String other) {
        int same = 0;
        int end = Math.min(key.length(), other.length());
        while (same < end && key.charAt(same) == other.charAt(same)) {
            same++;
        }
        if (same == end) {
            return key.length() > other.length();
        }
        boolean pair = Character.isSurrogate(key.charAt(same));
        boolean otherPair = Character.isSurrogate(other.charAt(same));
        return pair == otherPair ? key.charAt(same) > other.charAt(same) : pair;
    }
}
