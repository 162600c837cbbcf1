package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.core.engine.TraceRow;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows are followed through models back to the files and lines that made them. */
final class TraceTest {

    private final Workbench bench;

    TraceTest(@TempDir Path folder) {
        this.bench = Workbench.in(folder)
                .streams("x: { path: 'drop/x-*', format: csv }", "y: { path: 'drop/y-*', format: ndjson }")
                .file("drop/x-1", "id,k,n\n1,a,5\nbroken\n2,b,6\n3,a,7\n3,a,7\n")
                .file(
                        "drop/y-1",
                        "{\"k\": \"a\", \"name\": \"Ann\"}\n\n{\"k\": \"b\"}\n{\"k\":\"c\",\"name\":\"Cem\"}\n");
    }

    /** Every place below a row, each as {@code file:lines}, and every note. */
    private static List<String> below(TraceRow row) {
        List<String> found = new ArrayList<>(row.notes());
        String part = row.part() == TraceRow.Part.REPLACED ? " replaced" : "";
        row.source()
                .ifPresent(origin -> found.add(origin.file() + ":" + origin.lines() + part
                        + (origin.lines().isEmpty() ? "" : " " + origin.raw())));
        if (row.inputs().isEmpty() && row.source().isEmpty()) {
            found.add(row.table() + " " + row.row());
        }
        row.inputs().forEach(input -> found.addAll(below(input)));
        return found;
    }

    private List<String> trace(String table, String where) {
        return bench.trace(table, where, 10).stream()
                .flatMap(row -> below(row).stream())
                .distinct()
                .toList();
    }

    @Test
    void joins_groups_and_ctes_lead_to_their_rows_and_no_others() {
        bench.file("seeds/names.csv", "k,word\na,first\n")
                .model("silver.m", "materialized: table", "SELECT CAST(id AS INTEGER) AS id, k, n FROM bronze.in_x")
                .model("gold.g", "materialized: table", """
                        WITH s(key) AS (SELECT k, count(*) AS rows, sum(CAST(n AS INTEGER)) AS total FROM silver.m
                                        GROUP BY ALL),
                             named AS (SELECT * FROM bronze.in_y)
                        SELECT s.*, named.name, w.word
                        FROM s JOIN named ON named.k = s.key LEFT JOIN (SELECT * FROM seeds.names) AS w USING (k)
                        """);
        bench.run();

        assertThat(trace("gold.g", "key = 'b'")).containsExactly("drop/x-1:[4] 2,b,6", "drop/y-1:[3] {\"k\": \"b\"}");
        assertThat(trace("gold.g", "key = 'a'"))
                .containsExactly(
                        "drop/x-1:[2] 1,a,5",
                        "drop/x-1:[5, 6] 3,a,7",
                        "drop/y-1:[1] {\"k\": \"a\", \"name\": \"Ann\"}",
                        "seeds.names {\"k\":\"a\",\"word\":\"first\"}");
    }

    @Test
    void unions_views_and_later_files_are_followed_to_the_state_that_was_read() {
        bench.model("silver.v", "materialized: view", "SELECT k, 'x' AS side FROM bronze.in_x WHERE id = '2'")
                .model("gold.g", "materialized: table", "SELECT * FROM silver.v UNION SELECT k, name FROM bronze.in_y");
        bench.run();
        bench.file("drop/x-2", "id,k,n\n2,zz,1\n");
        assertThat(trace("gold.g", "side = 'x'")).containsExactly("drop/x-1:[4] 2,b,6");
        assertThat(trace("gold.g", "side = 'Cem'")).containsExactly("drop/y-1:[4] {\"k\":\"c\",\"name\":\"Cem\"}");
        assertThat(trace("silver.v", "k = 'b'")).containsExactly("drop/x-1:[4] 2,b,6");
    }

    @Test
    void of_a_merged_row_the_rows_that_lost_are_told_apart() {
        bench.file("drop/x-2", "id,k,n\n1,late,4\n2,b,9\n")
                .model("silver.m", """
                materialized: merge
                unique_key: id
                latest_by: n
                columns: { n: { type: integer }, k: { missing: { fill: none } } }
                """, "SELECT id, upper(k) AS k, n FROM bronze.in_x");
        bench.run();

        assertThat(trace("silver.m", "id = '1'"))
                .containsExactly("drop/x-1:[2] 1,a,5", "drop/x-2:[2] replaced 1,late,4");
        assertThat(trace("silver.m", "id = '2'")).containsExactly("drop/x-2:[3] 2,b,9", "drop/x-1:[4] replaced 2,b,6");
    }

    @Test
    void a_row_with_values_that_its_contract_made_is_followed_as_any_other() {
        String header = """
                columns:
                  id: { type: integer }
                  k: { missing: { then: keep, empty_is_missing: true } }
                  n: { type: integer, missing: { fill: { statistic: mean } } }
                  v: { missing: { fill: none, empty_is_missing: true } }
                """;
        bench.file("drop/x-2", "id,k,n,v\n7,'  ',,\" \"\n8,h,3,none\n".replace("'", "\""))
                .model("silver.m", header, "SELECT * FROM bronze.in_x")
                .model("silver.k", "materialized: merge\nunique_key: id\n" + header, "SELECT * FROM bronze.in_x");
        bench.run();

        String line = "drop/x-2:[2] 7,\"  \",,\" \"";
        assertThat(bench.rows("SELECT id, k, n, v FROM silver.m WHERE id = 7")).containsExactly("7|null|6|none");
        assertThat(trace("silver.m", "id = 7")).containsExactly(line);
        assertThat(trace("silver.k", "id = 7")).containsExactly(line);
        assertThat(trace("silver.m", "id = 8")).containsExactly("drop/x-2:[3] 8,h,3,none");
    }

    @Test
    void what_cannot_be_followed_is_told_and_narrowed_by_the_key() {
        bench.model(
                        "gold.except",
                        "columns: { k: { checks: [unique] } }",
                        "SELECT k FROM bronze.in_y EXCEPT SELECT 'a'")
                .model(
                        "gold.top",
                        "materialized: table",
                        "SELECT k, row_number() OVER (ORDER BY k) AS place FROM bronze.in_y"
                                + " WHERE k IN (SELECT k FROM bronze.in_x)")
                .model("gold.days", "materialized: table", "SELECT unnest([1, 2]) AS day")
                .model("gold.random", "materialized: table", "SELECT k, random() AS r FROM bronze.in_y");
        bench.run();

        assertThat(trace("gold.except", "k = 'b'"))
                .containsExactly(
                        "the query cannot be followed exactly: these are all rows with the same k",
                        "drop/y-1:[3] {\"k\": \"b\"}");
        assertThat(trace("gold.top", "k = 'a'"))
                .containsExactly(
                        "not followed: rows that only a sub-query inside an expression reads",
                        "not followed: rows that only a window function looks at",
                        "drop/y-1:[1] {\"k\": \"a\", \"name\": \"Ann\"}");
        assertThat(trace("gold.days", "day = 1")).containsExactly("gold.days {\"day\":1}");
        assertThat(trace("gold.random", "k = 'a'").get(0)).startsWith("its inputs cannot be found");
    }

    @Test
    void lines_with_bad_neighbours_and_archived_documents_are_found() {
        bench.streams(
                        "l: { path: 'drop/l-*', format: text }",
                        "d: { path: 'drop/d-*', format: { type: json, records: items } }")
                .file("drop/l-1", "one\r\n\ncaf\u00e9\r\ntwo\n".getBytes(StandardCharsets.ISO_8859_1))
                .file("drop/d-1", "{\"items\": [\n  {\"a\": 1.5},\n  7,\n  {\"a\":\n 2}]}")
                .model("silver.l", "materialized: append", "SELECT line FROM bronze.in_l")
                .model("silver.d", "materialized: append", "SELECT a FROM bronze.in_d");
        bench.run();

        assertThat(trace("silver.l", "line = 'two'")).containsExactly("drop/l-1:[4] two");
        assertThat(trace("silver.d", "a = 2")).hasSize(1).first().asString().startsWith("drop/d-1:[4] {");
    }

    @Test
    void limits_and_mistakes_are_told() {
        StringBuilder many = new StringBuilder("id,k,n\n");
        for (int i = 0; i < 30; i++) {
            many.append(i).append(",q,1\n");
        }
        bench.file("drop/x-3", many.toString())
                .model("gold.n", "materialized: table", "SELECT k, count(*) AS n FROM bronze.in_x GROUP BY k");
        bench.run();

        assertThat(bench.trace("bronze.in_x", "true", 2)).hasSize(2);
        assertThat(trace("gold.n", "k = 'q'")).hasSize(21).contains("10 more rows of bronze.in_x");
        assertThat(trace("gold.n", "k = 'none'")).isEmpty();
        assertThatThrownBy(() -> trace("gold.m", "true")).hasMessageContaining("did you mean 'gold.n'");
        assertThatThrownBy(() -> trace("gold.n", "kk = 1")).hasMessageContaining("--where 'kk = 1'");
        assertThatThrownBy(() -> trace("gold.n", "")).hasMessageStartingWith("--where is empty; write a condition");
    }

    @Test
    void decimals_are_shown_as_the_table_has_them() {
        bench.streams("x: { path: drop/x.csv, format: csv, columns: { d: { type: 'decimal(10,2)' } } }")
                .file("drop/x.csv", "d\n2.20\n")
                .model(
                        "silver.a",
                        "",
                        "SELECT d, [d] AS l, {'n': d} AS s, CAST(d AS DECIMAL(38,3)) AS w FROM bronze.in_x")
                .run();

        TraceRow traced = bench.trace("silver.a", "true", 1).get(0);

        assertThat(traced.row()).isEqualTo("{\"d\":2.20,\"l\":[2.20],\"s\":{\"n\":2.20},\"w\":2.200}");
        assertThat(traced.inputs().get(0).row()).startsWith("{\"d\":2.20,");
    }
}
