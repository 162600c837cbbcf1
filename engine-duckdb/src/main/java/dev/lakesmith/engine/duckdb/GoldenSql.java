package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.role.Role;
import dev.lakesmith.core.role.Role.Survival;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The SQL that makes one row of all rows with one key. The same rows give the same row, in whatever order they come. */
final class GoldenSql {

    private final Role.Golden golden;
    private final List<Column> given;

    GoldenSql(Role.Golden golden, List<Column> given) {
        this.golden = golden;
        this.given = given;
    }

    String over(String query) {
        String key = Identifiers.quote(golden.key());
        // A row without a key belongs to no other.
        List<String> counted =
                new ArrayList<>(List.of("*", "CASE WHEN " + key + " IS NULL THEN uuid() END AS _ls_alone"));
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String name = Identifiers.quote(given.get(i).name());
            if (given.get(i).name().equalsIgnoreCase(golden.key())) {
                columns.add(name);
                continue;
            }
            Survival survival = survivalOf(given.get(i).name());
            if (survival instanceof Survival.MostFrequent) {
                counted.add("count(*) OVER (PARTITION BY " + key + ", " + name + ") AS _ls_n" + i);
            }
            columns.add("first(" + name + " ORDER BY " + order(survival, name, "_ls_n" + i) + ") FILTER (WHERE " + name
                    + " IS NOT NULL) AS " + name);
        }
        return "SELECT " + String.join(", ", columns) + ", count(*) AS " + Role.Golden.RECORDS
                + ", CAST(NULL AS VARCHAR) AS " + RowOrigin.FILE + ", CAST(NULL AS VARCHAR) AS " + RowOrigin.BATCH
                + " FROM (SELECT " + String.join(", ", counted) + " FROM (" + query + ")) GROUP BY " + key
                + ", _ls_alone";
    }

    private Survival survivalOf(String column) {
        return golden.columns().entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(column))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(Survival.Latest::new);
    }

    private String order(Survival survival, String name, String frequency) {
        List<String> order = new ArrayList<>();
        if (survival instanceof Survival.Longest) {
            order.add("length(CAST(" + name + " AS VARCHAR)) DESC");
        } else if (survival instanceof Survival.MostFrequent) {
            order.add(frequency + " DESC");
        } else if (survival instanceof Survival.Prefer prefer) {
            String sources =
                    prefer.sources().stream().map(Identifiers::literal).collect(Collectors.joining(", ", "[", "]"));
            golden.source()
                    .ifPresent(source -> order.add("list_position(" + sources + ", CAST(" + Identifiers.quote(source)
                            + " AS VARCHAR)) NULLS LAST"));
        }
        golden.latest().ifPresent(column -> order.add(Identifiers.quote(column) + " DESC NULLS LAST"));
        order.add(name + " DESC");
        return String.join(", ", order);
    }
}
