package dev.lakesmith.connectors.singer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The records with the highest value of a replication key. A tap goes on from that value, not from behind it, and sends
 * them again; those that are equal byte for byte are known by their checksums.
 */
final class Edge {

    /** More records with one value are too many to remember in a bookmark. */
    static final int MOST = 5_000;

    private static final HexFormat HEX = HexFormat.of();

    private final String key;
    private final Map<String, Integer> known = new HashMap<>();
    private final Map<String, Integer> highest = new HashMap<>();
    private String value = "";
    private boolean number;
    private boolean begun;
    private int remembered;

    private Edge(String key) {
        this.key = key;
    }

    /** Remembers nothing: the stream has no replication key. */
    static Edge none() {
        return new Edge("");
    }

    /** @param bookmark what {@link #write} left; one of another key counts for nothing */
    static Edge of(String key, Optional<JsonNode> bookmark) {
        Edge edge = new Edge(key);
        bookmark.filter(node -> node.path("key").asText().equals(key) && !key.isEmpty())
                .ifPresent(edge::read);
        return edge;
    }

    private void read(JsonNode node) {
        value = node.path("value").asText();
        number = node.path("number").asBoolean();
        begun = true;
        for (Map.Entry<String, JsonNode> each : node.path("records").properties()) {
            known.put(each.getKey(), each.getValue().asInt());
            highest.put(each.getKey(), each.getValue().asInt());
            remembered += each.getValue().asInt();
        }
    }

    /** The field whose values count; empty for none. */
    String key() {
        return key;
    }

    /** Whether a record was landed before. Each record that was is known once. */
    boolean knows(byte[] line, Message record) {
        if (record.keyValue() == null) {
            return false;
        }
        int compared = begun ? compare(record.keyValue(), record.keyIsNumber()) : 1;
        if (compared < 0) {
            return false;
        }
        String sum = checksum(line, record);
        int left = known.getOrDefault(sum, 0);
        if (compared == 0 && left > 0) {
            known.put(sum, left - 1);
            return true;
        }
        if (compared > 0) {
            highest.clear();
            remembered = 0;
            value = record.keyValue();
            number = record.keyIsNumber();
            begun = true;
        }
        if (remembered < MOST) {
            highest.merge(sum, 1, Integer::sum);
            remembered++;
        }
        return false;
    }

    private int compare(String other, boolean otherIsNumber) {
        if (number && otherIsNumber) {
            return new BigDecimal(other).compareTo(new BigDecimal(value));
        }
        Optional<Instant> mine = moment(value);
        Optional<Instant> theirs = moment(other);
        return mine.isPresent() && theirs.isPresent() ? theirs.get().compareTo(mine.get()) : other.compareTo(value);
    }

    private static Optional<Instant> moment(String text) {
        if (text.length() < 20 || text.charAt(10) != 'T') {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            // No moment; then it compares as text.
            return Optional.empty();
        }
    }

    private static String checksum(byte[] line, Message record) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(line, record.from(), record.to() - record.from());
            return HEX.formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** For the next bookmark; nothing when there is nothing to remember. */
    Optional<ObjectNode> write() {
        if (key.isEmpty() || !begun) {
            return Optional.empty();
        }
        ObjectNode node = Tap.JSON.createObjectNode();
        node.put("key", key).put("value", value).put("number", number);
        ObjectNode records = node.putObject("records");
        highest.forEach(records::put);
        return Optional.of(node);
    }

    /** Whether so many records share the highest value that some of them may come again. */
    boolean isFull() {
        return remembered >= MOST;
    }
}
