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
public record StoredObject(String key, long bytes, Instant modifiedAt, String etag) {}
