package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.test.TestReport;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of every kind can be tested with given rows, without data. */
final class UnitTestsOfRolesTest {

    private final Workbench bench;

    UnitTestsOfRolesTest(@TempDir Path folder) {
        this.bench = Workbench.in(folder).streams("x: { path: 'drop/x-*', format: csv }");
    }

    private void passing(String tests) {
        List<TestReport> reports = bench.file("tests/t.yml", tests).unitTests();
        assertThat(reports).isNotEmpty().allSatisfy(report -> {
            assertThat(report.error()).as(report.test().name()).isEmpty();
            assertThat(report.findings()).as(report.test().name()).isEmpty();
        });
    }

    @Test
    void a_partition_model_ends_as_a_rebuild_would() {
        bench.model(
                "silver.days",
                "materialized: partition\npartition_by: day",
                "SELECT day, count(*) AS n FROM bronze.in_x GROUP BY day");
        passing("""
                model: silver.days
                types: { bronze.in_x: { day: date } }
                tests:
                  late rows change their day:
                    runs:
                      - given: { bronze.in_x: [{ day: 2026-01-01 }, { day: 2026-01-02 }] }
                        expect: [{ day: 2026-01-01, n: 1 }, { day: 2026-01-02, n: 1 }]
                      - given: { bronze.in_x: [{ day: 2026-01-01 }, { day: 2026-01-03 }] }
                    expect: [{ day: 2026-01-01, n: 2 }, { day: 2026-01-02, n: 1 }, { day: 2026-01-03, n: 1 }]
                """);
    }

    @Test
    void a_snapshot_keeps_versions_and_ends_those_that_are_gone() {
        bench.model(
                "silver.history",
                "materialized: snapshot\nunique_key: id\ncompare: all\nhard_deletes: close",
                "SELECT id, v FROM silver.now");
        bench.model("silver.now", "materialized: merge\nunique_key: id", "SELECT id, v FROM bronze.in_x");
        passing("""
                model: silver.history
                types: { silver.now: { id: varchar, v: varchar } }
                tests:
                  a change begins a version at the time of its run:
                    runs:
                      - now: 2026-01-01T00:00:00Z
                        given: { silver.now: [{ id: a, v: '1' }, { id: b, v: '1' }] }
                      - now: 2026-01-02T00:00:00Z
                        given: { silver.now: { change: replace, rows: [{ id: a, v: '2' }] } }
                    expect:
                      - { id: a, v: '1', valid_from: 2026-01-01T00:00:00Z, valid_to: 2026-01-02T00:00:00Z, is_current: false }
                      - { id: a, v: '2', valid_from: 2026-01-02T00:00:00Z, is_current: true }
                      - { id: b, v: '1', valid_from: 2026-01-01T00:00:00Z, valid_to: 2026-01-02T00:00:00Z, is_current: false }
                """);
    }

    private void star() {
        bench.model("silver.c", "materialized: merge\nunique_key: id", "SELECT id, name FROM bronze.in_x")
                .model("silver.s", "materialized: append", "SELECT sale, id, day FROM bronze.in_x")
                .model("gold.dim_customer", "dimension: { key: id }", "SELECT id, name FROM silver.c")
                .model("gold.dim_date", "generate: { dates: { from: 2026-01-01, to: 2026-01-31 } }", "")
                .model(
                        "gold.fct_sales",
                        "fact: { grain: sale, dimensions: { customer_key: { of: gold.dim_customer, by: id },"
                                + " date_key: { of: gold.dim_date, by: day } } }",
                        "SELECT sale, id, CAST(day AS DATE) AS day FROM silver.s");
    }

    @Test
    void a_dimension_has_its_unknown_member_and_those_that_given_facts_name() {
        star();
        passing("""
                model: gold.dim_customer
                types:
                  silver.c: { id: varchar, name: varchar }
                  gold.fct_sales: { sale: varchar, id: varchar, customer_key: bigint }
                tests:
                  members, the unknown one, and one that only a fact names:
                    given:
                      silver.c: [{ id: '1', name: Ann }]
                      gold.fct_sales: [{ sale: s, id: '2', customer_key: 5 }]
                    expect:
                      - { id: '1', name: Ann, is_inferred: false }
                      - { name: Unknown, is_inferred: false }
                      - { id: '2', name: Unknown, is_inferred: true }
                """);
    }

    @Test
    void a_dimension_is_tested_without_its_facts_too() {
        star();
        passing("""
                model: gold.dim_customer
                types: { silver.c: { id: varchar, name: varchar } }
                tests:
                  members and the unknown one:
                    given:
                      silver.c: [{ id: '1', name: Ann }]
                    expect: [{ id: '1', name: Ann }, { name: Unknown }]
                """);
    }

    @Test
    void a_fact_has_the_keys_of_its_dimensions() {
        star();
        passing("""
                model: gold.fct_sales
                types: { silver.s: { sale: varchar, id: varchar, day: varchar } }
                tests:
                  keys stand before the columns:
                    given:
                      silver.s: [{ sale: s, id: '1', day: 2026-01-02 }, { sale: t, day: 2026-01-03 }]
                    expect:
                      - { sale: s, date_key: 20260102, customer_key: 7090109593855758785 }
                      - { sale: t, date_key: 20260103, customer_key: -1 }
                """);
    }

    @Test
    void a_fact_finds_the_version_of_its_moment_among_the_given_ones() {
        bench.model(
                        "silver.h",
                        "materialized: snapshot\nunique_key: id\nupdated_at: seen",
                        "SELECT id, CAST(seen AS TIMESTAMP) AS seen FROM bronze.in_x")
                .model("silver.s", "materialized: append", "SELECT sale, id, sold_at FROM bronze.in_x")
                .model(
                        "gold.dim_customer",
                        "dimension: { key: id, surrogate: version_key, valid_from: valid_from, valid_to: valid_to }",
                        "SELECT id, valid_from, valid_to FROM silver.h")
                .model(
                        "gold.fct_sales",
                        "fact: { grain: sale, dimensions: { version_key: { of: gold.dim_customer, by: id, as_of: sold_at } } }",
                        "SELECT sale, id, CAST(sold_at AS TIMESTAMP) AS sold_at FROM silver.s");
        passing("""
                model: gold.fct_sales
                types:
                  silver.s: { sale: varchar, id: varchar, sold_at: varchar }
                  silver.h: { id: varchar, valid_from: timestamp, valid_to: timestamp }
                tests:
                  two sales of one customer in two versions:
                    given:
                      silver.s: [{ sale: s, id: a, sold_at: 2026-01-02 00:00:00 }, { sale: t, id: a, sold_at: 2026-02-02 00:00:00 }]
                      silver.h:
                        - { id: a, valid_from: 2026-01-01 00:00:00, valid_to: 2026-02-01 00:00:00 }
                        - { id: a, valid_from: 2026-02-01 00:00:00 }
                    expect:
                      - { sale: s, version_key: 3967563585335451749 }
                      - { sale: t, version_key: 4248408504957296776 }
                """);
    }

    @Test
    void a_generated_calendar_is_tested_like_any_table() {
        bench.file("seeds/h.csv", "date,holiday\n2026-01-01,New Year\n")
                .model(
                        "gold.dim_date",
                        "generate: { dates: { from: 2026-01-01, to: 2026-01-02, holidays: seeds.h } }",
                        "");
        passing("""
                model: gold.dim_date
                tests:
                  the holiday is there:
                    given: {}
                    expect:
                      - { date_key: 20260101, is_holiday: true, holiday: New Year }
                      - { date_key: 20260102, is_holiday: false }
                      - { date_key: -1, holiday: Unknown }
                """);
    }

    @Test
    void records_are_conformed_and_one_of_several_values_survives() {
        bench.model(
                        "silver.people",
                        "conform: { key: person, record: [source, id], match: { email: lower(email) } }",
                        "SELECT source, id, email, name FROM bronze.in_x")
                .model(
                        "silver.one",
                        "survive: { key: person, source: source, columns: { name: { prefer: [crm, shop] } } }",
                        "SELECT person, source, name FROM silver.people");
        passing("""
                types:
                  bronze.in_x: { source: varchar, id: varchar, email: varchar, name: varchar }
                  silver.people: { person: bigint, source: varchar, name: varchar }
                tests:
                  one person out of two records, whose key stays:
                    model: silver.people
                    runs:
                      - given: { bronze.in_x: [{ source: crm, id: '1', email: A@x }, { source: crm, id: '2', email: b@x }] }
                      - given: { bronze.in_x: [{ source: aaa, id: '9', email: b@x }] }
                    expect:
                      - { source: crm, id: '1', person: 1 }
                      - { source: crm, id: '2', person: 2, matched_by: email }
                      - { source: aaa, id: '9', person: 2, matched_by: email }
                  the preferred source wins:
                    model: silver.one
                    given:
                      silver.people: [{ person: 1, source: shop, name: S }, { person: 1, source: crm, name: C }]
                    expect: [{ person: 1, name: C, records: 2 }]
                """);
    }
}
