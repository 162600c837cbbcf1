package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.RecordFiles;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rows of a stream's Parquet files, as they would be landed now: files may have had fewer columns, or other types.
 *
 * @param rows a query of all of them, with {@code _ls_age}, the place of each one's file among all
 * @param names the columns' names
 */
record LandedRows(String rows, String names) {

    /**
     * The rows of files.
     *
     * @param paths oldest first
     * @param mark the column that is true of a row that was deleted
     */
    static LandedRows of(Session session, List<Path> paths, List<Column> columns, Optional<String> mark) {
        String rows = alike(session, paths).stream()
                .map(files -> rows(session, files, paths, columns, mark))
                .collect(Collectors.joining(" UNION ALL "));
        String names =
                columns.stream().map(column -> Identifiers.quote(column.name())).collect(Collectors.joining(", "));
        return new LandedRows(rows, names);
    }

    /** All files together, unless a column has several types in them, between which the reader may know no way. */
    private static Collection<List<Path>> alike(Session session, List<Path> paths) {
        String columns = " FROM parquet_schema([" + literals(paths) + "]) WHERE type IS NOT NULL";
        String type = "concat_ws(' ', type, converted_type, logical_type, precision, scale)";
        boolean clash = session.query(
                "SELECT 1" + columns + " GROUP BY lower(name) HAVING count(DISTINCT " + type + ") > 1 LIMIT 1",
                ResultSet::next);
        if (!clash) {
            return List.of(paths);
        }
        return session.query(
                "SELECT file_name, string_agg(concat_ws(' ', lower(name), " + type + "), ',' ORDER BY name)" + columns
                        + " GROUP BY file_name ORDER BY file_name",
                found -> {
                    Map<String, List<Path>> groups = new LinkedHashMap<>();
                    while (found.next()) {
                        groups.computeIfAbsent(found.getString(2), key -> new ArrayList<>())
                                .add(Path.of(found.getString(1)));
                    }
                    return groups.values();
                });
    }

    private static String literals(List<Path> paths) {
        return paths.stream().map(file -> Identifiers.file(file.toString())).collect(Collectors.joining(", "));
    }

    private static String rows(
            Session session, List<Path> paths, List<Path> byAge, List<Column> columns, Optional<String> mark) {
        Map<Path, Integer> ages = new HashMap<>();
        byAge.forEach(path -> ages.put(path, ages.size()));
        String files = "read_parquet([" + literals(paths) + "], union_by_name = true, hive_partitioning = false)";
        Set<String> there = session.columns("SELECT * FROM " + files).stream()
                .map(column -> column.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        String list = columns.stream()
                .map(column -> {
                    String name = Identifiers.quote(column.name());
                    boolean has = there.contains(column.name().toLowerCase(Locale.ROOT));
                    String value = "TRY_CAST(" + (has ? name : "NULL") + " AS " + column.type() + ")";
                    boolean marks = mark.equals(Optional.of(column.name()));
                    return (marks ? "coalesce(" + value + ", false)" : value) + " AS " + name;
                })
                .collect(Collectors.joining(", "));
        String age = paths.stream().map(path -> String.valueOf(ages.get(path))).collect(Collectors.joining(", "));
        return "SELECT " + list + ", list_extract([" + age + "], CAST(file_index AS BIGINT) + 1) AS _ls_age FROM "
                + files;
    }

    /** The rows for which a condition holds, without those that were deleted since. */
    String live(String condition, Optional<String> mark) {
        String all = "SELECT " + names + " FROM (" + rows + ") WHERE (" + condition + ")";
        return mark.map(Identifiers::quote)
                .map(name -> all + " AND NOT " + name + " EXCEPT ALL SELECT " + names + " FROM (SELECT * REPLACE (NOT "
                        + name + " AS " + name + ") FROM (" + rows + ")) WHERE (" + condition + ") AND NOT " + name)
                .orElse(all);
    }

    /** The newest row of each key that is not among those there are, with its mark set. */
    String missing(String there, RecordFiles.Gone gone) {
        String mark = Identifiers.quote(gone.mark());
        String keys = gone.keys().stream()
                .map(column -> Identifiers.quote(column.name()))
                .collect(Collectors.joining(", "));
        String same = gone.keys().stream()
                .map(column -> Identifiers.quote(column.name()))
                .map(name -> "known." + name + " IS NOT DISTINCT FROM present." + name)
                .collect(Collectors.joining(" AND "));
        String age = "_ls_age * 2 + CASE WHEN " + mark + " THEN 1 ELSE 0 END";
        return "WITH gone AS MATERIALIZED (SELECT * FROM (SELECT " + keys + " FROM (" + rows + ") GROUP BY " + keys
                + " HAVING NOT arg_max(" + mark + ", " + age + ")) AS known ANTI JOIN (" + there + ") AS present ON "
                + same + ") SELECT " + names + " FROM (SELECT * REPLACE (true AS " + mark + ") FROM (SELECT * FROM ("
                + rows + ") AS known SEMI JOIN gone AS present ON " + same
                + ") QUALIFY row_number() OVER (PARTITION BY " + keys + " ORDER BY " + age + " DESC) = 1)";
    }
}
