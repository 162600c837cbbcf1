package dev.lakesmith.sql;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * SHA-256 of a parse tree without the places of its nodes. The case of identifiers counts only where it becomes the name
 * of a column or field of the result: in aliases, and in what is selected without an alias and is no plain column.
 */
final class Fingerprint {

    private static final Set<String> IDENTIFIERS = Set.of(
            "column_names",
            "table_name",
            "schema_name",
            "catalog_name",
            "schema",
            "catalog",
            "table",
            "column",
            "cte_name",
            "relation_name",
            "exclude_list",
            "qualified_exclude_list",
            "using_columns",
            "path");

    /** What a part of the tree has to do with names in the result. */
    private enum Naming {
        /** Its select lists name columns. */
        SELECT,
        /** All of its text is a column's name. */
        NAME,
        /** It computes a value; nobody sees its names. */
        VALUE
    }

    private final MessageDigest digest;

    private Fingerprint(MessageDigest digest) {
        this.digest = digest;
    }

    static String of(JsonNode tree) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new Fingerprint(digest).add(tree, Naming.SELECT);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw StubDatabase.defect("this Java has no SHA-256", e);
        }
    }

    private void add(JsonNode value, Naming naming) {
        if (value.isObject()) {
            object(value, naming);
        } else if (value.isArray()) {
            digest.update((byte) '[');
            value.forEach(element -> add(element, naming));
            digest.update((byte) ']');
        } else {
            scalar(value.getNodeType() + value.asText());
        }
    }

    private void object(JsonNode value, Naming outer) {
        boolean expression = value.has("class");
        Naming naming = value.path("class").asText().equals("SUBQUERY") && outer != Naming.NAME ? Naming.VALUE : outer;
        digest.update((byte) '{');
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            String key = field.getKey();
            if (key.startsWith("query_location")) {
                continue;
            }
            scalar(key);
            if (key.equals("select_list")) {
                selected(field.getValue(), naming);
            } else if (key.equals("cte_map")) {
                ctes(field.getValue(), naming);
            } else if (naming != Naming.NAME && (IDENTIFIERS.contains(key) || (key.equals("alias") && !expression))) {
                folded(field.getValue());
            } else {
                add(field.getValue(), naming);
            }
        }
        digest.update((byte) '}');
    }

    private void selected(JsonNode items, Naming naming) {
        digest.update((byte) '[');
        for (JsonNode item : items) {
            String kind = item.path("class").asText();
            boolean namesItself = !kind.equals("COLUMN_REF")
                    && !kind.equals("STAR")
                    && item.path("alias").asText().isEmpty();
            add(item, namesItself && naming == Naming.SELECT ? Naming.NAME : naming);
        }
        digest.update((byte) ']');
    }

    private void ctes(JsonNode ctes, Naming naming) {
        digest.update((byte) '(');
        for (JsonNode entry : ctes.path("map")) {
            folded(entry.path("key"));
            add(entry.path("value"), naming);
        }
        digest.update((byte) ')');
    }

    /** Names whose case means nothing: DuckDB finds quoted ones, too, in any case. */
    private void folded(JsonNode value) {
        if (value.isTextual()) {
            scalar(value.getNodeType() + value.asText().toLowerCase(Locale.ROOT));
        } else if (value.isContainerNode()) {
            digest.update((byte) '[');
            value.forEach(this::folded);
            digest.update((byte) ']');
        } else {
            scalar(value.getNodeType() + value.asText());
        }
    }

    private void scalar(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }
}
