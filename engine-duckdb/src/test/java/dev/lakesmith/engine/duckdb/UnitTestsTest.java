package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.test.Mismatch;
import dev.lakesmith.core.test.RowDiff;
import dev.lakesmith.core.test.TestReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What unit tests of models can say, on the real engine. */
class UnitTestsTest {

    @TempDir
    Path folder;

    private Workbench bench() {
        return Workbench.in(folder)
                .streams("x: { path: drop/*.csv, format: csv, columns: { id: bigint, v: varchar, ts: timestamp } }");
    }

    private Workbench merge() {
        return bench().model("silver.t", """
                materialized: merge
                unique_key: id
                latest_by: ts
                columns: { v: { checks: [not_null: { severity: quarantine }] } }""", "SELECT id, v, ts FROM bronze.in_x WHERE id > 0");
    }

    private List<TestReport> passing(Workbench bench) {
        List<TestReport> reports = bench.unitTests();
        assertThat(reports).isNotEmpty().allSatisfy(report -> {
            assertThat(report.error()).as(report.test().name()).isEmpty();
            assertThat(report.findings()).as(report.test().name()).isEmpty();
        });
        return reports;
    }

    @Test
    void the_end_state_of_a_merge_is_tested_over_several_runs() {
        passing(merge().file("tests/t.yml", """
                        model: silver.t
                        tests:
                          the newest row of a key stays:
                            runs:
                              - given:
                                  bronze.in_x:
                                    - { id: 1, v: a, ts: 2026-01-01 00:00:00 }
                                    - { id: 2, v: b, ts: 2026-01-01 00:00:00 }
                                    - { id: 0, v: filtered, ts: 2026-01-01 00:00:00 }
                                expect:
                                  rows: [{ id: 1, v: a }, { id: 2, v: b }]
                                  drops: { filtered: 1 }
                              - given:
                                  bronze.in_x:
                                    - { id: 1, v: newer, ts: 2026-01-02 00:00:00 }
                                    - { id: 2, v: older, ts: 2025-01-01 00:00:00 }
                                    - { id: 3, ts: 2026-01-02 00:00:00 }
                            expect:
                              rows:
                                - { id: 2, v: b, ts: 2026-01-01 00:00:00 }
                                - { id: 1, v: newer, ts: 2026-01-02 00:00:00 }
                              quarantine: [{ reason: v_not_null, row: { id: 3, v: null } }]
                              drops: { superseded: 1, filtered: 1 }
                          without latest_by values the later batch wins:
                            runs:
                              - given: { bronze.in_x: [{ id: 1, v: z }] }
                              - given: { bronze.in_x: [{ id: 1, v: a }] }
                            expect: [{ id: 1, v: a }]
                        """));
    }

    @Test
    void an_append_model_reads_only_what_a_run_added() {
        passing(bench().model("silver.a", "materialized: append", "SELECT v, count(*) AS n FROM bronze.in_x GROUP BY v")
                .file("tests/a.yml", """
                        tests:
                          each addition is counted by itself:
                            model: silver.a
                            runs:
                              - given: { bronze.in_x: [{ v: a }, { v: a }] }
                              - given: { bronze.in_x: [{ v: a }] }
                            expect: [{ v: a, n: 2 }, { v: a, n: 1 }]
                        """));
    }

    @Test
    void inputs_are_added_to_replaced_and_deleted_from() {
        passing(bench().model("gold.n", "materialized: table", "SELECT count(*) AS n, max(v) AS v FROM bronze.in_x")
                .file("tests/n.yml", """
                        model: gold.n
                        tests:
                          the table follows its input:
                            runs:
                              - given: { bronze.in_x: [{ id: 1, v: a }, { id: 2, v: b }, { id: 3, v: b }] }
                                expect: [{ n: 3, v: b }]
                              - given: { bronze.in_x: { change: delete, rows: [{ v: b }] } }
                                expect: [{ n: 1, v: a }]
                              - given: { bronze.in_x: { change: replace, rows: [{ v: c }, { v: d }] } }
                                expect: [{ n: 2, v: d }]
                              - given: { bronze.in_x: [{ v: e }] }
                                expect: [{ n: 3, v: e }]
                              - expect: [{ n: 3, v: e }]
                          nothing given is an empty table:
                            expect: [{ n: 0 }]
                        """));
    }

    @Test
    void rows_to_be_deleted_must_be_there() {
        TestReport report = merge().file("tests/t.yml", """
                        model: silver.t
                        tests:
                          nothing to delete:
                            runs:
                              - given: { bronze.in_x: [{ id: 1, v: a }] }
                              - given: { bronze.in_x: { change: delete, rows: [{ id: 7 }] } }
                            expect: []
                        """).unitTests().get(0);

        assertThat(report.error().orElseThrow())
                .hasMessageContaining("tests/t.yml:3:3")
                .hasMessageContaining("no row of bronze.in_x has the values to be deleted");
    }

    @Test
    void values_of_every_type_go_in_and_come_out() {
        passing(Workbench.in(folder)
                .file("sources/in.yml", "connector: files\nstreams:\n  x: { path: drop/*.json, format: ndjson }\n")
                .model(
                        "silver.t",
                        "materialized: table",
                        "SELECT * EXCLUDE (_source_file, _batch_id, _loaded_at," + " _rescued_data) FROM bronze.in_x")
                .file("tests/t.yml", """
                        model: silver.t
                        types:
                          bronze.in_x:
                            id: integer
                            amount: decimal(18,2)
                            ratio: double
                            flag: boolean
                            raw: blob
                            day: date
                            at: timestamp
                            moment: timestamptz
                            tags: varchar[]
                            items: struct(sku varchar, prices decimal(9,2)[], at timestamptz)[]
                            "odd name": struct("a b" varchar, c integer)
                            counts: map(varchar, integer)
                        tests:
                          all:
                            given:
                              bronze.in_x:
                                - id: 1
                                  amount: 10.50
                                  ratio: 0.1
                                  flag: true
                                  raw: '\\x00\\xFFa'
                                  day: 2026-01-31
                                  at: 2026-01-31 10:00:00.123456
                                  moment: 2026-01-31T12:00:00+02:00
                                  tags: ['a, b', 'NULL', null, '"quoted"', 'back\\slash', '']
                                  items:
                                    - { sku: 'x}', prices: [1.10, null], at: 2026-01-31T00:00:00Z }
                                    - { sku: '[y' }
                                    - null
                                  odd name: { a b: '{', c: 3 }
                                  counts: { 'k=1': 1, b: null }
                                - { id: 2, tags: [], items: [], counts: {} }
                                - { id: 3 }
                            expect:
                              - { id: 3, tags: null, items: null, counts: null, raw: null, moment: null }
                              - id: 1
                                amount: 10.5
                                ratio: 1e-1
                                flag: true
                                raw: '\\x00\\xFF\\x61'
                                day: 2026-01-31
                                at: 2026-01-31 10:00:00.123456
                                moment: 2026-01-31T10:00:00Z
                                tags: ['a, b', 'NULL', null, '"quoted"', 'back\\slash', '']
                                items:
                                  - { sku: 'x}', prices: [1.1, null], at: 2026-01-31T01:00:00+01:00 }
                                  - { sku: '[y', prices: null }
                                  - null
                                odd name: { c: 3, a b: '{' }
                                counts: { b: null, 'k=1': 1 }
                              - { id: 2, tags: [], items: [], counts: {} }
                        """));
    }

    @Test
    void what_differs_is_told_row_by_row() {
        TestReport report = merge().file("tests/t.yml", """
                        model: silver.t
                        tests:
                          wrong:
                            given: { bronze.in_x: [{ id: 1, v: a }, { id: 2, v: b }, { id: 3, v: c }, { id: 4 }] }
                            expect:
                              rows: [{ id: 1, v: a }, { id: 2, v: x }, { id: 9, v: c }]
                              drops: { deduplicated: 3 }
                        """).unitTests().get(0);

        assertThat(report.passed()).isFalse();
        assertThat(report.findings()).extracting(TestReport.Finding::run).containsOnly(1);
        RowDiff diff = ((Mismatch.Rows) report.findings().get(0).mismatch()).diff();
        assertThat(diff.equal()).isEqualTo(1);
        assertThat(diff.differing()).singleElement().satisfies(pair -> {
            assertThat(pair.expected()).isEqualTo(Arrays.asList(2L, "x"));
            assertThat(pair.actual()).isEqualTo(Arrays.asList(2L, "b"));
        });
        assertThat(diff.missing()).containsExactly(Arrays.asList(9L, "c"));
        assertThat(diff.unexpected()).containsExactly(Arrays.asList(3L, "c"));
        Mismatch.Quarantine quarantine =
                (Mismatch.Quarantine) report.findings().get(1).mismatch();
        assertThat(quarantine.unexpected()).singleElement().satisfies(held -> assertThat(held.reason())
                .contains("v_not_null"));
        Mismatch.Drops drops = (Mismatch.Drops) report.findings().get(2).mismatch();
        assertThat(drops.expected()).isEqualTo(Map.of("deduplicated", 3L));
        assertThat(drops.actual()).isEmpty();
    }

    @Test
    void checks_that_fail_are_expected_by_name_and_keep_the_table_unpublished() {
        List<TestReport> reports = bench().file("seeds/known.csv", "v\na\n")
                .model("silver.t", """
                        columns:
                          id: { checks: [unique, { between: { max: 9, severity: warn } }] }
                          v: { checks: [{ relationships: { to: seeds.known, field: v } }] }
                        checks: [{ sql: 'SELECT * FROM this ANTI JOIN gold.other USING (id)', name: elsewhere }]""", "SELECT id, v FROM bronze.in_x")
                .model("gold.other", "materialized: table", "SELECT 1 AS id")
                .file("tests/t.yml", """
                        model: silver.t
                        tests:
                          named:
                            given:
                              bronze.in_x: [{ id: 10, v: a }, { id: 10, v: b }]
                              gold.other: [{ id: 10 }]
                            expect: { rows: [], failed_checks: [id_unique, v_relationships, id_between] }
                          a check of tables not given is left out:
                            given: { bronze.in_x: [{ id: 1, v: a }] }
                            expect: [{ id: 1 }]
                          not named:
                            given: { bronze.in_x: [{ id: 1, v: a }, { id: 1, v: a }], gold.other: [] }
                            expect: { rows: [] }
                        """)
                .unitTests();

        assertThat(reports).extracting(TestReport::passed).containsExactly(true, true, false);
        Mismatch.Checks checks =
                (Mismatch.Checks) reports.get(2).findings().get(0).mismatch();
        assertThat(checks.failed())
                .extracting(outcome -> outcome.check().name())
                .containsExactlyInAnyOrder("id_unique", "elsewhere");
    }

    @Test
    void the_clock_stands_where_the_test_says() {
        passing(bench().model(
                        "gold.c",
                        "materialized: table",
                        "SELECT now() AS a, current_timestamp AS b, current_date AS d, today() AS e, localtimestamp AS f,"
                                + " age(TIMESTAMP '2019-12-31') = INTERVAL 1 DAY AS g, id FROM bronze.in_x"
                                + " WHERE ts < now()::TIMESTAMP AND _loaded_at = now()")
                .file("tests/c.yml", """
                        model: gold.c
                        now: 2020-01-01T12:30:00Z
                        tests:
                          fixed:
                            given: { bronze.in_x: [{ id: 1, ts: 2019-01-01 }, { id: 2, ts: 2021-01-01 }] }
                            expect:
                              - a: 2020-01-01T12:30:00Z
                                b: 2020-01-01T12:30:00Z
                                d: 2020-01-01
                                e: 2020-01-01
                                f: 2020-01-01 12:30:00
                                g: true
                                id: 1
                          moved:
                            runs:
                              - given: { bronze.in_x: [{ id: 1, ts: 2019-01-01 }] }
                                now: 2018-01-01T00:00:00Z
                                expect: []
                        """));
    }

    @Test
    void rows_come_from_files_seeds_parameters_and_sql() {
        passing(bench().file("lakesmith.yml", """
                        name: test
                        targets: { dev: { warehouse: ./lake, threads: 2, memory: 512MB } }
                        parameters: { least: bigint }
                        """)
                .file("seeds/names.csv", "id,name\n1,one\n2,two\n")
                .model(
                        "silver.t",
                        "materialized: view",
                        "SELECT x.id, name, v FROM bronze.in_x AS x JOIN seeds.names AS n ON n.id = x.id::VARCHAR")
                .model("gold.t", "materialized: table", "SELECT * FROM silver.t WHERE id >= $least")
                .file("tests/rows.csv", "id,v\n1,\"a \"\"b\"\"\nc\"\n2,\n")
                .file("tests/rows.ndjson", "{\"id\":1,\"v\":\"a\"}\n\n{\"id\":2,\"v\":null}\n")
                .file("tests/view.json", "[{\"id\": 1, \"name\": \"x\"},\n\t{\"id\": 2, \"name\": \"y\"}]")
                .file("tests/t.yml", """
                        model: silver.t
                        tests:
                          csv:
                            given: { bronze.in_x: { file: rows.csv } }
                            expect: [{ id: 1, name: one, v: "a \\"b\\"\\nc" }, { id: 2, name: two }]
                          ndjson:
                            given: { bronze.in_x: { file: rows.ndjson }, seeds.names: [{ id: '2', name: zwei }] }
                            expect: { file: rows.ndjson, columns: [id] }
                          sql:
                            given: { bronze.in_x: { sql: "SELECT i AS id, 'v' || i AS v FROM range(1, 3) AS r(i)" } }
                            expect: [{ id: 1, v: v1 }, { id: 2, v: v2 }]
                          rows of a view are given as those of a table:
                            model: gold.t
                            types: { silver.t: { id: bigint, name: varchar } }
                            vars: { least: 2 }
                            given: { silver.t: { file: view.json } }
                            expect: [{ id: 2, name: y }]
                        """.replace(
                                "expect: { file: rows.ndjson, columns: [id] }", "expect: [{ id: 2, name: zwei }]")));
    }

    @Test
    void mistakes_are_told_with_their_places() {
        List<String> mistakes = merge().file("tests/unused.csv", "id\n1\n")
                .file("tests/t.yml", """
                        model: silver.t
                        tests:
                          one:
                            given:
                              bronze.in_x: [{ idd: 1 }, { id: one }, { id: [1] }, { id: 1, ID: 2 }]
                              bronze.in_y: []
                            expect:
                              rows: [{ ids: 1 }]
                              failed_checks: nothing
                          two:
                            model: silver.u
                            expect: []
                          three:
                            given: { silver.t: [] }
                            expect: { rows: [], columns: [w] }
                        """)
                .testMistakes();

        assertThat(mistakes)
                .anySatisfy(each -> assertThat(each)
                        .startsWith("tests/t.yml:5:23: the table bronze.in_x has no column 'idd'; it has id, v, ts; did"
                                + " you mean 'id'?"))
                .anySatisfy(each -> assertThat(each)
                        .startsWith("tests/t.yml:5:39: column 'id' is BIGINT, got 'one'; write a whole number"))
                .anySatisfy(each -> assertThat(each).startsWith("tests/t.yml:5:52: column 'id' is BIGINT, got a list"))
                .anySatisfy(each -> assertThat(each)
                        .startsWith("tests/t.yml:5:68: 'ID' is the column 'id' once more, since case does not count"))
                .anySatisfy(each -> assertThat(each)
                        .startsWith("tests/t.yml:6:7: silver.t does not read bronze.in_y; it reads bronze.in_x; did you"
                                + " mean 'bronze.in_x'?"))
                .anySatisfy(each -> assertThat(each).startsWith("tests/t.yml:8:16: silver.t has no column 'ids'"))
                .anySatisfy(each -> assertThat(each).startsWith("tests/t.yml:9:22: silver.t has no check 'nothing'"))
                .anySatisfy(each -> assertThat(each).startsWith("tests/t.yml:11:12: there is no model silver.u; did"))
                .anySatisfy(each -> assertThat(each).startsWith("tests/t.yml:14:14: silver.t is the model under test"))
                .anySatisfy(each -> assertThat(each).startsWith("tests/t.yml:15:35: silver.t has no column 'w'"));
    }

    @Test
    void a_test_needs_the_columns_that_nothing_declares() {
        Workbench bench = Workbench.in(folder)
                .file("sources/in.yml", "connector: files\nstreams:\n  x: { path: drop/*.json, format: ndjson }\n")
                .model("silver.t", "materialized: table", "SELECT id FROM bronze.in_x")
                .model("gold.t", "materialized: table", "SELECT id FROM silver.t")
                .file("tests/t.yml", """
                        tests:
                          bronze: { model: silver.t, given: { bronze.in_x: [{ id: 1 }] }, expect: [{ id: 1 }] }
                          silver: { model: gold.t, given: { silver.t: [{ id: 1 }] }, expect: [{ id: 1 }] }
                        """);

        assertThat(bench.testMistakes())
                .anySatisfy(each -> assertThat(each)
                        .startsWith("tests/t.yml:2:")
                        .contains("the table bronze.in_x has no column 'id'")
                        .contains("types"))
                .anySatisfy(each -> assertThat(each)
                        .startsWith("tests/t.yml:3:")
                        .contains("the columns of silver.t are not known", "types: { silver.t:"));
    }

    @Test
    void tests_leave_the_lake_and_the_folder_as_they_were() throws Exception {
        Workbench bench = merge().file(
                        "tests/t.yml",
                        "model: silver.t\ntests:\n  one: { given: { bronze.in_x: [{ id: 1, v: a }] }, expect: [{ id: 1 }] }\n");
        passing(bench);

        assertThat(folder.resolve("lake")).doesNotExist();
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.endsWith(".parquet"));
        }
    }
}
