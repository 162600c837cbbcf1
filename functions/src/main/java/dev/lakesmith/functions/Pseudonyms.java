package dev.lakesmith.functions;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Values that stand for others: equal for equal ones, and not to be turned back. */
final class Pseudonyms {

    private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int TOKEN_BITS = 130;

    private Pseudonyms() {}

    static String hmac(String text, FunctionKeys.Key key) {
        return HexFormat.of().formatHex(key.hmac(text));
    }

    /** 26 characters of base 32, 130 bits: among a billion values two are alike with a chance below 10^-20. */
    static String token(String text, FunctionKeys.Key key) {
        byte[] bytes = key.hmac(text);
        StringBuilder token = new StringBuilder("tok_");
        for (int bit = 0; bit < TOKEN_BITS; bit += 5) {
            int pair = (bytes[bit / 8] & 0xFF) << 8 | (bytes[bit / 8 + 1] & 0xFF);
            token.append(DIGITS.charAt(pair >> (11 - bit % 8) & 31));
        }
        return token.toString();
    }

    static String saltedSha256(String text, String salt) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
