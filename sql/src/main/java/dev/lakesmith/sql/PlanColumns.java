package dev.lakesmith.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads which columns of its tables a plan scans, as EXPLAIN tells it in JSON. */
final class PlanColumns {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<TableName, List<Column>> tables;
    private final Map<String, TableName> names = new HashMap<>();

    PlanColumns(Map<TableName, List<Column>> tables) {
        this.tables = tables;
        tables.keySet().forEach(table -> names.put("memory." + table.schema() + "." + table.name(), table));
    }

    /** The columns by table; a table that is not scanned, or of which they cannot be told, is left out. */
    Map<TableName, Set<String>> of(String plan) {
        Map<TableName, Set<String>> columns = new HashMap<>();
        Set<TableName> unknown = new HashSet<>();
        for (JsonNode scan : scans(plan)) {
            TableName table = names.get(scan.path("Table").asText());
            if (table == null) {
                return Map.of();
            }
            Set<String> read = columns.computeIfAbsent(table, name -> new HashSet<>());
            // A condition is text, in which columns cannot be told for sure; those that only spare work are of columns
            // read.
            if (texts(scan.path("Filters")).stream().anyMatch(filter -> !filter.startsWith("optional: "))) {
                unknown.add(table);
            }
            for (String shown : texts(scan.path("Projections"))) {
                List<String> meant = tables.getOrDefault(table, List.of()).stream()
                        .map(Column::name)
                        .filter(name -> shown.equals(name) || shown.startsWith(name + "."))
                        .toList();
                read.addAll(meant);
                if (meant.isEmpty()) {
                    unknown.add(table);
                }
            }
        }
        columns.keySet().removeAll(unknown);
        return columns;
    }

    private static List<JsonNode> scans(String plan) {
        try {
            List<JsonNode> scans = new ArrayList<>();
            for (JsonNode details : JSON.readTree(plan).findValues("extra_info")) {
                if (details.has("Table")) {
                    scans.add(details);
                }
            }
            return scans;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a plan is no JSON", e);
        }
    }

    /** Several, one, or an empty text for none. A column is a name, and perhaps a field of it behind a dot. */
    private static List<String> texts(JsonNode told) {
        List<String> texts = new ArrayList<>();
        if (told.isTextual() && !told.asText().isEmpty()) {
            texts.add(told.asText());
        }
        told.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
