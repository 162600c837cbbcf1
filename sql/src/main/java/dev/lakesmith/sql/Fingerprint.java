package dev.lakesmith.sql;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** SHA-256 of a parse tree without the places of its nodes. */
final class Fingerprint {

    private Fingerprint() {}

    static String of(JsonNode tree) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            add(digest, tree);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw StubDatabase.defect("this Java has no SHA-256", e);
        }
    }

    private static void add(MessageDigest digest, JsonNode value) {
        if (value.isObject()) {
            digest.update((byte) '{');
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                if (!field.getKey().startsWith("query_location")) {
                    scalar(digest, field.getKey());
                    add(digest, field.getValue());
                }
            }
            digest.update((byte) '}');
        } else if (value.isArray()) {
            digest.update((byte) '[');
            for (JsonNode element : value) {
                add(digest, element);
            }
            digest.update((byte) ']');
        } else {
            scalar(digest, value.getNodeType() + value.asText());
        }
    }

    private static void scalar(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }
}
