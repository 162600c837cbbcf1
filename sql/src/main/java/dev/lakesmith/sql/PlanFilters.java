package dev.lakesmith.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.Condition;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what an optimized plan demands of the rows it scans: conditions within a scan, and those of the filters right
 * above it. What is not understood demands nothing.
 */
final class PlanFilters {

    private final Map<String, TableName> names = new HashMap<>();
    private final Map<TableName, List<Condition>> scans = new HashMap<>();

    PlanFilters(Map<TableName, List<Column>> tables) {
        tables.keySet().forEach(table -> {
            names.put(key(table.schema(), table.name()), table);
            // A table that the plan does not scan has no row that matters.
            scans.put(table, new ArrayList<>());
        });
    }

    private static String key(String schema, String name) {
        return schema.length() + " " + schema + name;
    }

    Map<TableName, Condition> of(JsonNode plans) {
        plans.forEach(plan -> visit(plan, List.of()));
        Map<TableName, Condition> conditions = new HashMap<>();
        scans.forEach((table, each) -> conditions.put(table, Condition.anyOf(each)));
        return conditions;
    }

    /** @param above conditions of the filters right above the operator, over its columns */
    private void visit(JsonNode operator, List<JsonNode> above) {
        List<JsonNode> conditions = new ArrayList<>();
        switch (operator.path("type").asText()) {
            case "LOGICAL_GET" -> scan(operator, above);
            case "LOGICAL_FILTER" -> {
                if (operator.path("projection_map").isEmpty()) {
                    conditions.addAll(above);
                }
                operator.path("expressions").forEach(conditions::add);
            }
            default -> {
                // whatever stands between a filter and a scan, the filter is not on the scan's rows
            }
        }
        operator.path("children").forEach(child -> visit(child, conditions));
    }

    private void scan(JsonNode scan, List<JsonNode> above) {
        JsonNode path = scan.path("function_data").path("qualified_name").path("path");
        TableName table = names.get(key(path.path(1).asText(), path.path(2).asText()));
        if (table == null || path.size() != 3) {
            return;
        }
        List<ScannedColumn> read = new ArrayList<>();
        scan.path("column_indexes").forEach(column -> read.add(ScannedColumn.of(scan, column)));
        List<Condition> conditions = new ArrayList<>();
        if (scan.path("table_filters_by_projection").asBoolean() && !scan.has("sample_options")) {
            for (JsonNode filter : scan.path("table_filters").path("filters")) {
                FilterReader reader =
                        new FilterReader(List.of(at(read, filter.path("key").asInt(-1))));
                conditions.add(reader.filter(filter.path("value")));
            }
        }
        List<ScannedColumn> shown = new ArrayList<>();
        scan.path("projection_ids").forEach(id -> shown.add(at(read, id.asInt(-1))));
        FilterReader reader = new FilterReader(shown.isEmpty() ? read : shown);
        above.forEach(expression -> conditions.add(reader.met(expression)));
        scans.computeIfAbsent(table, name -> new ArrayList<>()).add(Condition.allOf(conditions));
    }

    private static ScannedColumn at(List<ScannedColumn> columns, int number) {
        return number >= 0 && number < columns.size() ? columns.get(number) : ScannedColumn.UNKNOWN;
    }
}
