package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.history.RunRecord;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.plan.PlanRequest.Refresh;
import dev.lakesmith.core.run.Replay;
import dev.lakesmith.core.run.RunOptions;
import dev.lakesmith.core.run.RunOptions.Shrink;
import dev.lakesmith.core.run.RunOptions.Start;
import dev.lakesmith.core.run.RunReport;
import dev.lakesmith.core.test.TestReport;
import dev.lakesmith.lake.LakeTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What users of such tools complain of most, each from files to tables. More of each is in the class of its part: changes
 * in {@link ChangesTest}, versions in {@link VersionModelTest} and {@link VersionPropertyTest}, upkeep in {@link UpkeepTest},
 * quarantine in {@link ReplayTest} and {@link QuarantineLimitTest}, unit tests in {@link UnitTestsTest}.
 */
final class KnownComplaintsTest {

    private static final String CUSTOMERS = "SELECT * FROM silver.customers ORDER BY ALL";

    private final Path folder;
    private final Workbench bench;

    KnownComplaintsTest(@TempDir Path folder) {
        this.folder = folder;
        this.bench = Workbench.in(folder).streams("x: { path: 'drop/x-*', format: csv }");
    }

    private RunReport loaded(String file, String csv) {
        return bench.file("drop/" + file, csv).run();
    }

    private static String ids(int from, int to, String rest) {
        return IntStream.range(from, to).mapToObj(i -> i + rest).collect(Collectors.joining("\n", "", "\n"));
    }

    private static RunOptions allowingShrink() {
        return new RunOptions(List.of(), Refresh.WHERE_NEEDED, Start.FRESH, Shrink.ALLOWED);
    }

    @Test
    void a_row_that_a_contract_refuses_is_kept_with_reason_text_and_file_and_counted() {
        bench.model(
                "silver.customers",
                "columns: { id: integer, email: { checks: [{ matches: { pattern: '.+@.+', severity: quarantine } }] } }",
                "SELECT id, email FROM bronze.in_x");

        RunReport report = loaded("x-1", "id,email\n1,a@b\n2,nobody\nthree,c@d\n4\n");

        assertThat(bench.rows(CUSTOMERS)).containsExactly("1|a@b");
        assertThat(bench.rows("SELECT reason, raw, file FROM quarantine.silver_customers ORDER BY reason"))
                .containsExactly(
                        "email_matches: email does not match .+@.+|{\"id\":2,\"email\":\"nobody\"}|drop/x-1",
                        "id: 'three' is not an INTEGER|{\"id\":\"three\",\"email\":\"c@d\"}|drop/x-1");
        assertThat(bench.rows("SELECT reason, raw, file, line FROM quarantine.bronze_in_x"))
                .containsExactly("expected 2 columns, found 1|4|drop/x-1|5");
        Ledger ledger = Workbench.ledger(report, "silver.customers");
        assertThat(List.of(ledger.read(), ledger.written(), ledger.quarantined()))
                .containsExactly(3L, 1L, 2L);
    }

    @Test
    void a_contract_can_be_loosened_and_what_it_refused_lands_once() {
        String query = "SELECT id, state FROM bronze.in_x";
        String header = "materialized: merge\nunique_key: id\ncolumns:\n"
                + "  state: { checks: [{ accepted_values: { values: [%s], severity: quarantine } }] }";
        bench.model("silver.customers", header.formatted("new"), query);
        loaded("x-1", "id,state\n1,new\n2,gone\n3,odd\n");
        assertThat(bench.rows(CUSTOMERS)).containsExactly("1|new");

        bench.model("silver.customers", header.formatted("new, gone"), query);
        bench.replay("silver.customers", "", Replay.Mode.LAND);

        assertThat(bench.rows(CUSTOMERS)).containsExactly("1|new", "2|gone");
        assertThat(bench.rows("SELECT raw FROM quarantine.silver_customers"))
                .containsExactly("{\"id\":\"3\",\"state\":\"odd\"}");
        bench.replay("silver.customers", "", Replay.Mode.LAND);
        bench.run();
        assertThat(bench.rows(CUSTOMERS)).containsExactly("1|new", "2|gone");
    }

    @Test
    void a_column_that_is_new_in_the_source_resets_nothing() {
        bench.model("silver.customers", "materialized: merge\nunique_key: id", "SELECT * FROM bronze.in_x");
        bench.model("silver.names", "materialized: merge\nunique_key: id", "SELECT id, name FROM bronze.in_x");
        loaded("x-1", "id,name\n1,a\n2,b\n");
        long first = bench.table("bronze.in_x").snapshotId().orElseThrow();

        RunReport report = loaded("x-2", "id,name,city\n3,c,Rome\n");

        assertThat(Workbench.ledger(report, "bronze.in_x").read()).isEqualTo(1);
        assertThat(Workbench.step(report, "silver.names").reason()).contains("only new rows of bronze.in_x");
        assertThat(Workbench.ledger(report, "silver.names").read()).isEqualTo(1);
        assertThat(bench.rows("SELECT id, name, city FROM silver.customers ORDER BY id"))
                .containsExactly("1|a|null", "2|b|null", "3|c|Rome");
        assertThat(bench.table("bronze.in_x").snapshots())
                .extracting(LakeTable.SnapshotInfo::id)
                .contains(first);
    }

    @Test
    void rows_that_come_weeks_late_count_in_their_day_without_a_window_to_look_back() {
        bench.streams("x: { path: 'drop/x-*', format: csv, columns: { day: date } }");
        bench.model(
                "silver.days",
                "materialized: merge\nunique_key: day",
                "SELECT day, count(*) AS n FROM bronze.in_x GROUP BY day");
        StringBuilder year = new StringBuilder("id,day\n");
        for (int i = 0; i < 120; i++) {
            year.append(i)
                    .append(",2026-")
                    .append(String.format("%02d-%02d", i / 28 + 1, i % 28 + 1))
                    .append('\n');
        }
        loaded("x-1", year.toString());

        RunReport report = loaded("x-2", "id,day\n500,2026-01-03\n501,2026-05-30\n502,2019-07-01\n");

        assertThat(Workbench.step(report, "silver.days").reason()).contains("only rows whose day changed");
        assertThat(bench.rows("SELECT n FROM silver.days WHERE day IN ('2026-01-03', '2026-05-30', '2019-07-01')"
                        + " ORDER BY day"))
                .containsExactly("1", "2", "1");
        assertThat(bench.rows("SELECT sum(n), count(*) FROM silver.days")).containsExactly("123|122");
    }

    @Test
    void a_plan_tells_what_a_backfill_will_read_and_why_and_the_run_does_just_that() {
        bench.model("silver.customers", "materialized: merge\nunique_key: id", "SELECT id, v FROM bronze.in_x");
        bench.model("gold.sums", "", "SELECT v, count(*) AS n FROM silver.customers GROUP BY v");
        bench.model("gold.other", "", "SELECT count(*) AS n FROM bronze.in_x");
        loaded("x-1", "id,v\n1,a\n2,b\n");
        assertThat(bench.planned()).isEmpty();

        bench.model(
                "silver.customers", "materialized: merge\nunique_key: id", "SELECT id, upper(v) AS v FROM bronze.in_x");

        List<String> planned = bench.planned();
        assertThat(planned)
                .containsExactly(
                        "merge silver.customers: its definition changed; made anew from all rows",
                        "table gold.sums: silver.customers will change; made anew from all rows");
        assertThat(bench.run().steps().stream()
                        .map(step -> step.kind() + " " + step.table() + ": " + step.reason())
                        .toList())
                .isEqualTo(planned);
        assertThat(bench.rows("SELECT v FROM gold.sums ORDER BY v")).containsExactly("A", "B");
    }

    @Test
    void a_truncated_source_ends_no_version_of_anything_until_somebody_says_that_it_is_so() {
        bench.model(
                "silver.history",
                "materialized: snapshot\nunique_key: id\ncompare: all\nhard_deletes: close",
                "SELECT id, v FROM bronze.in_x WHERE _batch_id = (SELECT max(_batch_id) FROM bronze.in_x)");
        loaded("x-1", "id,v\n" + ids(0, 40, ",a"));

        bench.file("drop/x-2", "id,v\n0,a\n");
        RunReport refused = bench.attempt();

        assertThat(Workbench.errors(refused)).singleElement().asString().contains("39", "40", "--allow-shrink");
        assertThat(bench.rows("SELECT count(*) FROM silver.history WHERE is_current"))
                .containsExactly("40");

        bench.attempt(allowingShrink());
        assertThat(bench.rows("SELECT is_current, count(*) FROM silver.history GROUP BY ALL ORDER BY ALL"))
                .containsExactly("false|39", "true|1");
    }

    @Test
    void a_version_that_ends_because_its_row_is_gone_keeps_its_values() {
        for (String how : List.of("close", "new_record")) {
            bench.model(
                    "silver.history_" + how,
                    "materialized: snapshot\nunique_key: id\ncompare: all\nhard_deletes: " + how,
                    "SELECT id, name, city FROM bronze.in_x"
                            + " WHERE _batch_id = (SELECT max(_batch_id) FROM bronze.in_x)");
        }
        loaded("x-1", "id,name,city\n1,Ann,Rome\n2,Bob,Oslo\n");

        loaded("x-2", "id,name,city\n2,Bob,Oslo\n");

        assertThat(bench.rows("SELECT id, name, city, is_current FROM silver.history_close ORDER BY id"))
                .containsExactly("1|Ann|Rome|false", "2|Bob|Oslo|true");
        assertThat(bench.rows("SELECT id, name, city, is_deleted, is_current FROM silver.history_new_record"
                        + " ORDER BY id, valid_from"))
                .containsExactly("1|Ann|Rome|false|false", "1|Ann|Rome|true|true", "2|Bob|Oslo|false|true");
        for (String how : List.of("close", "new_record")) {
            assertThat(bench.rows("SELECT count(*) FROM silver.history_" + how + " WHERE id IS NULL OR name IS NULL"))
                    .containsExactly("0");
        }
    }

    @Test
    void tables_that_nobody_looks_after_stay_small_however_many_there_are() {
        bench.file("lakesmith.yml", """
                name: test
                targets: { dev: { warehouse: ./lake } }
                maintenance: { small_files: 3, snapshots: 3 }
                """);
        List<String> tables =
                IntStream.range(0, 5).mapToObj(i -> "silver.t" + i).toList();
        tables.forEach(table -> bench.model(table, "materialized: append", "SELECT id, v FROM bronze.in_x"));

        for (int run = 0; run < 7; run++) {
            loaded("x-" + run, "id,v\n" + run + ",a\n");
        }

        for (String name : Stream.concat(tables.stream(), Stream.of("bronze.in_x", "landing.in_x"))
                .toList()) {
            LakeTable table = bench.table(name);
            assertThat(table.fileCount()).as(name).isLessThanOrEqualTo(4);
            assertThat(table.snapshots()).as(name).hasSizeLessThanOrEqualTo(5);
            assertThat(table.rows()).as(name).isEqualTo(7);
        }
        assertThat(bench.rows("SELECT count(DISTINCT id) FROM silver.t4")).containsExactly("7");
    }

    @Test
    void delete_files_are_cleared_away_before_they_slow_readers_down() {
        bench.file("lakesmith.yml", """
                name: test
                targets: { dev: { warehouse: ./lake, threads: 2, memory: 512MB } }
                maintenance: { delete_files: 2 }
                """);
        bench.model(
                "silver.customers",
                "materialized: merge\nunique_key: id\nlatest_by: seen\ncolumns: { id: integer, seen: integer }",
                "SELECT id, seen, sha256(id || 'x') AS v FROM bronze.in_x");
        loaded("x-0", "id,seen\n" + ids(0, 120_000, ",0"));
        long most = 0;
        for (int round = 1; round <= 5; round++) {
            loaded("x-" + round, "id,seen\n" + round + "," + round + "\n");
            long now = bench.table("silver.customers").deleteFileCount();
            assertThat(now).isLessThanOrEqualTo(3);
            most = Math.max(most, now);
        }

        assertThat(most)
                .as("replaced rows were marked, not their files written anew")
                .isPositive();
        assertThat(bench.rows("SELECT count(*), sum(seen) FROM silver.customers"))
                .containsExactly("120000|15");
    }

    @Test
    void rows_that_fail_a_check_are_never_seen_neither_in_their_table_nor_below_it() {
        bench.model(
                "silver.customers",
                "materialized: merge\nunique_key: id\ncolumns: { id: { checks: [{ matches: '[0-9]+' }] } }",
                "SELECT id, v FROM bronze.in_x");
        bench.model("gold.n", "", "SELECT count(*) AS n FROM silver.customers");
        loaded("x-1", "id,v\n1,a\n");

        bench.file("drop/x-2", "id,v\n2,b\nbad,c\n");
        RunReport failed = bench.attempt();

        assertThat(Workbench.errors(failed)).isNotEmpty();
        assertThat(bench.rows(CUSTOMERS)).containsExactly("1|a");
        assertThat(bench.rows("SELECT n FROM gold.n")).containsExactly("1");
        assertThat(bench.table("silver.customers").snapshots()).hasSize(1);
    }

    @Test
    void the_end_of_a_merge_with_structs_maps_and_deletions_can_be_tested_without_data() {
        bench.model(
                        "silver.customers",
                        "materialized: merge\nunique_key: id\nlatest_by: seen\ndelete_when: gone",
                        "SELECT id, address, tags, seen, coalesce(gone, FALSE) AS gone FROM bronze.in_x")
                .file("tests/customers.yml", """
                        model: silver.customers
                        types:
                          bronze.in_x:
                            {
                              id: integer, address: 'struct(city varchar, codes integer[])', tags: 'map(varchar, integer)',
                              seen: date, gone: boolean,
                            }
                        tests:
                          the newest address stays and who is gone is gone:
                            runs:
                              - given:
                                  bronze.in_x:
                                    - { id: 1, address: { city: Rome, codes: [1, 2] }, tags: { a: 1 }, seen: 2026-01-01 }
                                    - { id: 2, address: { city: Oslo }, seen: 2026-01-01 }
                              - given:
                                  bronze.in_x:
                                    - { id: 1, address: { city: Bari, codes: [] }, tags: { a: 2, b: 3 }, seen: 2026-01-02 }
                                    - { id: 2, seen: 2026-01-02, gone: true }
                            expect:
                              - { id: 1, address: { city: Bari, codes: [] }, tags: { b: 3, a: 2 }, seen: 2026-01-02 }
                        """);

        List<TestReport> reports = bench.unitTests();

        assertThat(reports).singleElement().satisfies(report -> assertThat(report.passed())
                .as(report.toString())
                .isTrue());
        assertThat(folder.resolve("lake")).doesNotExist();
    }

    @Test
    void a_run_with_nothing_new_writes_nothing_and_its_record_says_just_that() throws IOException {
        bench.model("silver.customers", "materialized: merge\nunique_key: id", "SELECT id, v FROM bronze.in_x");
        loaded("x-1", "id,v\n1,a\n");
        List<String> files = files();

        for (int i = 0; i < 3; i++) {
            assertThat(bench.run().nothingNew()).isTrue();
        }

        assertThat(files()).isEqualTo(files);
        assertThat(bench.history()).hasSize(4).first().satisfies(run -> {
            assertThat(run.status()).isEqualTo(RunRecord.Status.NOTHING_NEW);
            assertThat(run.steps()).isEmpty();
        });
    }

    @Test
    void a_file_offered_again_and_a_run_repeated_add_no_row() {
        bench.model("silver.customers", "materialized: append", "SELECT id, v FROM bronze.in_x");
        loaded("x-1", "id,v\n1,a\n2,b\n");

        loaded("x-1", "id,v\n1,a\n2,b\n");
        bench.attempt(new RunOptions(List.of(), Refresh.FULL, Start.FRESH, Shrink.REFUSED));
        bench.run();

        assertThat(bench.rows("SELECT count(*) FROM bronze.in_x")).containsExactly("2");
        assertThat(bench.rows(CUSTOMERS)).containsExactly("1|a", "2|b");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("lake"))) {
            return files.filter(Files::isRegularFile)
                    // SQLite opens these beside its database and removes them when it is closed.
                    .filter(file -> !file.toString().endsWith("-wal")
                            && !file.toString().endsWith("-shm"))
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
