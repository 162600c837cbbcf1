package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.ledger.Ledger.Filled;
import dev.lakesmith.core.run.RunReport;
import dev.lakesmith.lake.LakeProperties;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a contract says of missing values: rows stay, move aside, are left out by name, or get a value. */
final class MissingValuesTest {

    private static final String ROWS = "SELECT id, a, b, n, d FROM bronze.in_x";

    private final Workbench bench;

    MissingValuesTest(@TempDir Path folder) {
        this.bench = Workbench.in(folder).streams("x: { path: 'drop/x-*', format: csv }");
    }

    @Test
    void rows_without_a_value_are_left_out_by_name_or_moved_aside_and_the_ledger_balances() {
        bench.file("drop/x-1", "id,a,b,n,d\n1,x,y,1,\n2,,y,1,\n3,x,,1,\n4,,,1,\n5,,,what,\n6,x,y,,\n")
                .model("silver.m", """
                        columns:
                          a: { missing: drop }
                          b: { missing: quarantine }
                          n: { type: integer, missing: keep }
                        """, ROWS);
        RunReport report = bench.run();

        assertThat(bench.rows("SELECT id, a, b, n FROM silver.m ORDER BY id")).containsExactly("1|x|y|1", "6|x|y|null");
        assertThat(Workbench.ledger(report, "silver.m")).isEqualTo(Ledger.of(6, 2, 2, Map.of("missing: a", 2L)));
        assertThat(bench.rows("SELECT json_extract_string(raw, '$.id'), reason FROM quarantine.silver_m ORDER BY 1"))
                .containsExactly("3|missing: b is NULL", "5|n: 'what' is not an INTEGER");
    }

    @Test
    void a_row_that_is_left_out_is_nobodys_twin_and_a_filled_value_is_checked() {
        bench.file("drop/x-1", "id,a,b,n,d\n1,x,,1,\n1,,q,1,\n2,x,y,1,\n").model("silver.m", """
                        columns:
                          id: { checks: [{ unique: { severity: quarantine } }] }
                          a: { missing: drop }
                          b: { missing: { fill: none }, checks: [{ accepted_values: { values: [y], severity: quarantine } }] }
                        """, ROWS);
        bench.run();

        assertThat(bench.rows("SELECT id, a, b FROM silver.m")).containsExactly("2|x|y");
        assertThat(bench.rows("SELECT raw, reason FROM quarantine.silver_m"))
                .containsExactly("{\"id\":\"1\",\"a\":\"x\",\"b\":null,\"n\":\"1\",\"d\":null}"
                        + "|b_accepted_values: b is not one of [y]");
    }

    @Test
    void constants_and_expressions_fill_what_is_missing_and_the_share_is_stored_with_the_run() {
        bench.file("drop/x-1", "id,a,b,n,d\n1,,,,\n2,  ,bb,7,2026-01-05\n3,cc,dd,8,2026-01-06\nx,,,,\n")
                .model("silver.m", """
                        columns:
                          id: { type: bigint }
                          a: { missing: { fill: 'it''s empty', empty_is_missing: true } }
                          b: { missing: { fill: { sql: "upper(a) || id -- the old a" } } }
                          n: { type: 'decimal(5,1)', missing: { fill: -1.5 } }
                          d: { type: date, missing: { fill: 2026-01-01 } }
                        """, ROWS);
        RunReport report = bench.run();

        assertThat(bench.rows("SELECT * FROM silver.m ORDER BY id"))
                .containsExactly(
                        "1|it's empty|null|-1.5|2026-01-01",
                        "2|it's empty|bb|7.0|2026-01-05",
                        "3|cc|dd|8.0|2026-01-06");
        assertThat(Workbench.ledger(report, "silver.m"))
                .isEqualTo(Ledger.of(4, 3, 1)
                        .withFilled(Map.of(
                                "a", new Filled(2, 3),
                                "b", new Filled(0, 3),
                                "n", new Filled(1, 3),
                                "d", new Filled(1, 3))));
        assertThat(bench.table("silver.m").property(LakeProperties.LEDGER).orElseThrow())
                .contains("\"filled\":{\"a\":{\"rows\":2,\"of\":3}");
    }

    @Test
    void statistics_come_from_the_rows_that_no_cast_refused() {
        bench.file(
                        "drop/x-1",
                        "id,a,b,n,d\n1,x,1,1,2026-01-01\n2,x,2,3,2026-01-02\n3,y,4,6,2026-01-03\n4,y,4,6,2026-01-04\n"
                                + "bad,z,900,900,2020-01-01\nbad,z,900,900,2020-01-01\nbad,z,9,9,2020-01-01\n5,,,,\n")
                .model("silver.m", """
                        columns:
                          id: { type: integer }
                          a: { missing: { fill: { statistic: mode } } }
                          b: { type: double, missing: { fill: { statistic: median } } }
                          n: { type: 'decimal(6,2)', missing: { fill: { statistic: mean } } }
                          d: { type: date, missing: { fill: { statistic: median } } }
                        """, ROWS);
        bench.run();

        assertThat(bench.rows("SELECT * FROM silver.m WHERE id = 5")).containsExactly("5|x|3.0|4.00|2026-01-02");
    }

    @Test
    void the_last_known_value_goes_by_key_and_order_and_never_back_in_time() {
        bench.file(
                        "drop/x-1",
                        "id,a,b,n,d\n1,k,,1,2026-01-01\n2,k,p,1,2026-01-02\n3,k,,1,2026-01-03\n4,k,,1,\n5,k,z,1,\n"
                                + "6,m,,1,2026-01-09\n7,,q,1,2026-01-01\n8,,,1,2026-01-02\n9,k,r,1,2026-01-04\n"
                                + "91,k,,1,2026-01-04\n")
                .model("silver.m", """
                        columns:
                          d: { type: date }
                          b: { missing: { fill: { last: { by: a, order: d } } } }
                        """, ROWS);
        bench.run();

        assertThat(bench.rows("SELECT id, b FROM silver.m ORDER BY id"))
                .containsExactly("1|null", "2|p", "3|p", "4|null", "5|z", "6|null", "7|q", "8|null", "9|r", "91|r");
    }

    @Test
    void a_merged_table_is_what_a_rebuild_would_make_also_after_late_rows() {
        String header = """
                materialized: merge
                unique_key: id
                latest_by: d
                columns:
                  d: { type: date }
                  n: { type: bigint, missing: { fill: { statistic: mean } } }
                  b: { missing: { fill: { last: { by: id, order: d } } } }
                """;
        bench.model("silver.m", header, ROWS)
                .file("drop/x-1", "id,a,b,n,d\n1,,old,10,2026-01-01\n2,,,,2026-01-01\n")
                .run();
        assertThat(bench.rows("SELECT id, b, n FROM silver.m ORDER BY id")).containsExactly("1|old|10", "2|null|10");
        bench.file("drop/x-2", "id,a,b,n,d\n1,,,,2026-01-05\n3,,,40,2026-01-05\n")
                .run();
        RunReport report =
                bench.file("drop/x-3", "id,a,b,n,d\n1,,late,70,2026-01-03\n").run();

        assertThat(bench.rows("SELECT id, b, n, d FROM silver.m ORDER BY id"))
                .containsExactly("1|late|40|2026-01-05", "2|null|40|2026-01-01", "3|null|40|2026-01-05");
        assertThat(Workbench.step(report, "silver.m").notes())
                .contains("all rows are read and merged: missing values come from other rows");
    }

    @Test
    void what_cannot_be_filled_is_told_before_the_run_with_place_and_way_out() {
        bench.file("drop/x-1", "id,a,b,n,d\n1,,,,\n").run();
        bench.model("silver.m", """
                columns:
                  a: { missing: { fill: { sql: "upper(q)" } } }
                  b: { missing: { fill: { sql: "max(a)" } } }
                  n: { type: integer, missing: { fill: none } }
                  d: { type: date, missing: { fill: { statistic: mean } } }
                  id: { type: bigint, missing: { fill: { sql: "a" } } }
                """, ROWS)
                .model("silver.w", "columns: { a: { missing: { fill: { last: { by: k, order: d } } } } }", ROWS);

        assertThatThrownBy(bench::attempt)
                .hasMessageContaining("models/silver/m.sql:3:17")
                .hasMessageContaining("'fill: { sql: upper(q) }': ")
                .hasMessageContaining("b: 'fill: { sql: max(a) }' must be one expression over the row's columns")
                .hasMessageContaining("n: the column is INTEGER, but 'fill' is 'none'; it must be a whole number")
                .hasMessageContaining("d: fill: { statistic: mean } is for numbers, but the column is DATE")
                .hasMessageContaining("id: the column is BIGINT, but 'fill: { sql: a }' gives VARCHAR; write CAST(")
                .hasMessageContaining("a: 'by' names 'k', which the query does not give");
    }

    @Test
    void a_model_that_reads_only_new_rows_cannot_take_values_from_others() {
        bench.file("drop/x-1", "id,a,b,n,d\n1,,,,\n")
                .model(
                        "silver.m",
                        "materialized: append\ncolumns: { a: { missing: { fill: { statistic: mode } } } }",
                        ROWS)
                .model("silver.v", "materialized: view\ncolumns: { a: { missing: drop } }", ROWS);

        assertThatThrownBy(bench::attempt)
                .hasMessageContaining("the model is 'append' and reads only new ones")
                .hasMessageContaining("write materialized: table or merge")
                .hasMessageContaining("a view keeps only its query");
    }
}
