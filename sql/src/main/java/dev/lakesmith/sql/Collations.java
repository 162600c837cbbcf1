package dev.lakesmith.sql;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds output columns that are compared otherwise than byte by byte, which no table can be told to do. */
final class Collations {

    private static final Pattern MENTION = Pattern.compile("(?i)\\bcollate\\b");
    /** By these names DuckDB knows no collation at all. */
    private static final Set<String> NONE = Set.of("", "binary", "c", "posix");

    private Collations() {}

    /** Where the word stands first; -1 without it, and then no column has a collation. */
    static int mention(String sql) {
        Matcher mention = MENTION.matcher(sql);
        return mention.find() ? mention.start() : -1;
    }

    /** The numbers, from 0, of such columns in the plan of {@code SELECT * FROM (query)}. */
    static List<Integer> of(JsonNode plan) {
        JsonNode node = plan;
        while (!node.isMissingNode() && !node.path("type").asText().equals("LOGICAL_PROJECTION")) {
            node = node.path("children").path(0);
        }
        List<Integer> columns = new ArrayList<>();
        JsonNode expressions = node.path("expressions");
        for (int i = 0; i < expressions.size(); i++) {
            boolean collated = expressions.path(i).path("return_type").findValues("collation").stream()
                    .anyMatch(name -> !NONE.contains(name.asText().toLowerCase(Locale.ROOT)));
            if (collated) {
                columns.add(i);
            }
        }
        return columns;
    }
}
