package dev.lakesmith.functions;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that functions may use, by name. Queries hold the names only; nothing gives a key's value back. Immutable.
 */
public final class FunctionKeys {

    public static final FunctionKeys NONE = new FunctionKeys(Map.of());

    private static final String ALGORITHM = "HmacSHA256";
    private static final int FINGERPRINT_BYTES = 4;

    private final TreeMap<String, Key> keys = new TreeMap<>();

    private FunctionKeys(Map<String, String> values) {
        values.forEach((name, value) -> keys.put(name, new Key(value)));
    }

    /** Keys by name; their bytes are the values' UTF-8. Blank values are refused. */
    public static FunctionKeys of(Map<String, String> values) {
        return new FunctionKeys(values);
    }

    public Set<String> names() {
        return Set.copyOf(keys.keySet());
    }

    public Optional<Key> find(String name) {
        return Optional.ofNullable(keys.get(name));
    }

    @Override
    public String toString() {
        return "keys " + keys.keySet();
    }

    /** One key. Thread-safe. */
    public static final class Key {

        private final Mac prototype;

        private Key(String value) {
            try {
                prototype = Mac.getInstance(ALGORITHM);
                prototype.init(new SecretKeySpec(value.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has " + ALGORITHM, e);
            }
        }

        /** HMAC-SHA256 of the text's UTF-8 (RFC 2104). */
        byte[] hmac(String text) {
            try {
                return ((Mac) prototype.clone()).doFinal(text.getBytes(StandardCharsets.UTF_8));
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("the JDK's own " + ALGORITHM + " can be cloned", e);
            }
        }

        /** Eight digits that change when the key does. They tell less of the key than any value made with it. */
        public String fingerprint() {
            return HexFormat.of().formatHex(hmac("which key is this"), 0, FINGERPRINT_BYTES);
        }

        @Override
        public String toString() {
            return "***";
        }
    }
}
