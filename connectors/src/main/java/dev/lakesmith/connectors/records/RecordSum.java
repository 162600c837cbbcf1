package dev.lakesmith.connectors.records;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A checksum of records, whatever their order. */
public final class RecordSum {

    private final MessageDigest digest;
    private long records;
    private long high;
    private long low;

    /** Of no records yet. */
    public RecordSum() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Adds one record. */
    public void add(byte[] text, int from, int to) {
        digest.update(text, from, to - from);
        ByteBuffer sum = ByteBuffer.wrap(digest.digest());
        high += sum.getLong();
        low += sum.getLong();
        records++;
    }

    /** How many there are. */
    public long records() {
        return records;
    }

    /** The same for the same records. */
    public String etag() {
        return "records:%d:%016x%016x".formatted(records, high, low);
    }
}
