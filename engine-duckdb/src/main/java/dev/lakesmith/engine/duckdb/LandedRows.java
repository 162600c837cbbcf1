package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.RecordFiles;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rows of a stream's Parquet files, as they would be landed now: files may have had fewer columns, or other types.
 *
 * @param files what stands behind FROM, with {@code _ls_file}, the path of each
 * @param columns the columns, each with its name
 * @param names the columns' names alone
 */
record LandedRows(String files, String columns, String names) {

    /** @param mark the column that is true of a row that was deleted */
    static LandedRows of(Session session, List<Path> paths, List<Column> columns, Optional<String> mark) {
        String files = paths.stream()
                .map(file -> Identifiers.literal(file.toString()))
                .collect(Collectors.joining(", ", "read_parquet([", "], union_by_name = true, filename = '_ls_file')"));
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
        String names =
                columns.stream().map(column -> Identifiers.quote(column.name())).collect(Collectors.joining(", "));
        return new LandedRows(files, list, names);
    }

    /** The rows for which a condition holds, without those that were deleted since. */
    String live(String condition, Optional<String> mark) {
        String all = "SELECT " + names + " FROM (" + rows() + ") WHERE (" + condition + ")";
        return mark.map(Identifiers::quote)
                .map(name -> all + " AND NOT " + name + " EXCEPT ALL SELECT " + names + " FROM (SELECT * REPLACE (NOT "
                        + name + " AS " + name + ") FROM (" + rows() + ")) WHERE (" + condition + ") AND NOT " + name)
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
        String age = "_ls_file || CASE WHEN " + mark + " THEN '1' ELSE '0' END";
        return "WITH gone AS MATERIALIZED (SELECT * FROM (SELECT " + keys + " FROM (" + rows() + ") GROUP BY " + keys
                + " HAVING NOT arg_max(" + mark + ", " + age + ")) AS known ANTI JOIN (" + there + ") AS present ON "
                + same + ") SELECT " + names + " FROM (SELECT * REPLACE (true AS " + mark + ") FROM (SELECT * FROM ("
                + rows() + ") AS known SEMI JOIN gone AS present ON " + same
                + ") QUALIFY row_number() OVER (PARTITION BY " + keys + " ORDER BY " + age + " DESC) = 1)";
    }

    private String rows() {
        return "SELECT " + columns + ", _ls_file FROM " + files;
    }
}
