package dev.lakesmith.connectors.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** Tells texts apart: 96 bits of their SHA-256, in 16 letters. */
final class Fingerprint {

    private static final int BYTES = 12;

    private Fingerprint() {}

    static String of(byte[] text, int from, int to) {
        MessageDigest digest = digest();
        digest.update(text, from, to - from);
        return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest.digest(), BYTES));
    }

    static String of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return of(bytes, 0, bytes.length);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
