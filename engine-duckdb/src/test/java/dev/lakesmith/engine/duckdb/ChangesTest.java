package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.plan.PlanRequest.Refresh;
import dev.lakesmith.core.run.Replay;
import dev.lakesmith.core.run.RunOptions;
import dev.lakesmith.core.run.RunOptions.Shrink;
import dev.lakesmith.core.run.RunOptions.Start;
import dev.lakesmith.core.run.RunReport;
import dev.lakesmith.lake.ScanFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.iceberg.FileFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that read what changed: the end is always what reading everything would give. */
final class ChangesTest {

    private static final String SILVER = "SELECT * FROM silver.m ORDER BY ALL";

    private final Workbench bench;

    ChangesTest(@TempDir Path folder) {
        this.bench = Workbench.in(folder).streams("x: { path: 'drop/x-*', format: csv }");
    }

    private RunReport loaded(String file, String csv) {
        return bench.file("drop/" + file, csv).run();
    }

    private static List<String> notes(RunReport report, String table) {
        return Workbench.step(report, table).notes();
    }

    private void silver(String header, String query) {
        bench.model("silver.m", header, query);
    }

    @Test
    void a_row_that_says_so_removes_its_key_and_an_older_row_does_not_bring_it_back() {
        silver(
                "materialized: merge\nunique_key: id\nlatest_by: seen\ndelete_when: op = 'D'\n"
                        + "columns: { seen: integer }",
                "SELECT id, seen, op, v FROM bronze.in_x");
        loaded("x-1", "id,seen,op,v\na,1,I,one\nb,1,I,two\nc,5,D,gone\n");

        assertThat(bench.rows(SILVER)).containsExactly("a|1|I|one", "b|1|I|two");

        RunReport second = loaded("x-2", "id,seen,op,v\na,7,D,\nc,4,U,late\nd,4,I,new\n");

        assertThat(bench.rows(SILVER)).containsExactly("b|1|I|two", "d|4|I|new");
        assertThat(Workbench.ledger(second, "silver.m"))
                .isEqualTo(Ledger.of(3, 1, 0, Map.of("deleted: op = 'D'", 1L, "superseded", 1L)));

        loaded("x-3", "id,seen,op,v\na,6,U,late\nc,9,I,again\n");

        assertThat(bench.rows(SILVER)).containsExactly("b|1|I|two", "c|9|I|again", "d|4|I|new");
    }

    @Test
    void keys_that_the_newest_complete_extract_lacks_are_removed() {
        silver("materialized: merge\nunique_key: id\ndeletes: keys\nmax_shrink: 60", "SELECT id, v FROM bronze.in_x");
        loaded("x-1", "id,v\na,1\nb,1\nc,1\n");
        RunReport second = loaded("x-2", "id,v\na,1\nc,2\nd,1\n");

        assertThat(bench.rows(SILVER)).containsExactly("a|1", "c|2", "d|1");
        assertThat(Workbench.ledger(second, "silver.m")).isEqualTo(Ledger.of(3, 2, 0, Map.of("unchanged", 1L)));
        assertThat(Workbench.removed(second, "silver.m")).isEqualTo(1);

        RunReport full = bench.attempt(new RunOptions(List.of(), Refresh.FULL, Start.FRESH, Shrink.REFUSED));

        assertThat(bench.rows(SILVER)).containsExactly("a|1", "c|2", "d|1");
        assertThat(Workbench.ledger(full, "silver.m"))
                .isEqualTo(Ledger.of(6, 3, 0, Map.of("of an earlier extract", 3L)));
    }

    @Test
    void a_row_of_an_older_extract_that_leaves_quarantine_late_removes_nothing() {
        silver("materialized: merge\nunique_key: id\ndeletes: keys\nmax_shrink: 100", "SELECT id, v FROM bronze.in_x");
        loaded("x-1", "id,v\na,1\nb,1\n");
        loaded("x-2", "id,v\na,2\nc,2\n");
        bench.quarantine("bronze.in_x", "old|d,1|drop/x-1|4|000001");
        assertThat(bench.replay("bronze.in_x", "", Replay.Mode.LAND).passed()).isEqualTo(1);

        bench.run();

        assertThat(bench.rows("SELECT count(*) FROM bronze.in_x")).containsExactly("5");
        assertThat(bench.rows(SILVER)).containsExactly("a|2", "c|2");
    }

    @Test
    void a_truncated_extract_removes_nothing_until_the_user_allows_it() {
        silver("materialized: merge\nunique_key: id\ndeletes: keys", "SELECT id, v FROM bronze.in_x");
        String many = IntStream.range(0, 100).mapToObj(i -> i + ",1").collect(Collectors.joining("\n", "id,v\n", "\n"));
        loaded("x-1", many);

        bench.file("drop/x-2", "id,v\n1,1\n");
        RunReport refused = bench.attempt();

        assertThat(Workbench.errors(refused))
                .singleElement()
                .asString()
                .contains("silver.m would lose 99 of its 100 rows (99.0%)")
                .contains("--allow-shrink");
        assertThat(bench.rows("SELECT count(*) FROM silver.m")).containsExactly("100");

        bench.attempt(new RunOptions(List.of(), Refresh.WHERE_NEEDED, Start.FRESH, Shrink.ALLOWED));

        assertThat(bench.rows(SILVER)).containsExactly("1|1");
    }

    @Test
    void an_aggregate_follows_updates_and_deletes_of_its_input_by_key() {
        silver(
                "materialized: merge\nunique_key: id\nlatest_by: seen\ndelete_when: v = 'gone'\n"
                        + "columns: { seen: integer }",
                "SELECT id, seen, country, v FROM bronze.in_x");
        bench.model(
                "gold.countries",
                "materialized: merge\nunique_key: land",
                "SELECT upper(country) AS land, count(*) AS n, max(seen) AS last FROM silver.m GROUP BY 1");
        loaded("x-1", "id,seen,country,v\na,1,de,x\nb,1,de,x\nc,1,fr,x\nd,1,it,x\ne,1,es,x\nf,1,es,x\n");
        String gold = "SELECT * FROM gold.countries ORDER BY ALL";
        assertThat(bench.rows(gold)).containsExactly("DE|2|1", "ES|2|1", "FR|1|1", "IT|1|1");

        RunReport moved = loaded("x-2", "id,seen,country,v\na,2,fr,x\nd,2,it,gone\n");

        assertThat(bench.rows(gold)).containsExactly("DE|1|1", "ES|2|1", "FR|2|2");
        assertThat(notes(moved, "gold.countries")).contains("only rows whose land changed in silver.m");
        assertThat(Workbench.removed(moved, "gold.countries")).isEqualTo(1);
        // Four rows of three countries are read, not six of four.
        assertThat(Workbench.ledger(moved, "gold.countries").read()).isEqualTo(2);
    }

    @Test
    void only_the_partitions_that_changed_rows_fall_into_are_made_anew() {
        bench.model(
                "gold.days",
                "materialized: partition\npartition_by: day",
                "SELECT CAST(ts AS DATE) AS day, count(*) AS n, sum(CAST(v AS INTEGER)) AS total FROM bronze.in_x"
                        + " GROUP BY 1 HAVING count(*) < 4");
        loaded(
                "x-1",
                "ts,v\n2026-01-01 10:00:00,1\n2026-01-01 11:00:00,2\n2026-01-02 10:00:00,5\n2026-01-04 10:00:00,7\n");
        List<String> files = files("gold.days");
        String gold = "SELECT * FROM gold.days ORDER BY ALL";

        RunReport late = loaded("x-2", "ts,v\n2026-01-01 09:00:00,4\n2026-01-03 09:00:00,6\n");

        assertThat(bench.rows(gold))
                .containsExactly("2026-01-01|3|7", "2026-01-02|1|5", "2026-01-03|1|6", "2026-01-04|1|7");
        assertThat(notes(late, "gold.days")).contains("only rows whose day changed in bronze.in_x");
        assertThat(files("gold.days")).hasSize(4).filteredOn(files::contains).hasSize(2);

        loaded("x-3", "ts,v\n2026-01-01 08:00:00,1\n");

        assertThat(bench.rows(gold)).containsExactly("2026-01-02|1|5", "2026-01-03|1|6", "2026-01-04|1|7");
        assertThat(files("gold.days")).allMatch(path -> path.matches(".*/data/_ls_part_0=[^/]+/[^/]+"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fill: none", "fill: { sql: \"'none'\" }", "fill: none, empty_is_missing: true"})
    void rows_whose_partition_or_key_was_filled_are_never_doubled(String missing) {
        String columns = "\ncolumns: { land: { missing: { " + missing + " } } }";
        String query = "SELECT %s AS land, count(*) AS n FROM bronze.in_x GROUP BY 1";
        String land = missing.contains("empty") ? "coalesce(country, '')" : "country";
        bench.model("gold.p", "materialized: partition\npartition_by: land" + columns, query.formatted(land));
        bench.model("gold.m", "materialized: merge\nunique_key: land" + columns, query.formatted(land));
        loaded("x-1", "id,country\na,\nb,de\n");
        loaded("x-2", "id,country\nc,\nd,fr\n");

        for (String table : List.of("gold.p", "gold.m")) {
            assertThat(bench.rows("SELECT * FROM " + table + " ORDER BY ALL"))
                    .as(table)
                    .containsExactly("de|1", "fr|1", "none|2");
        }
    }

    @ParameterizedTest
    @CsvSource({"unique_key, a/~b", "partition_by, day"})
    void a_row_that_is_sound_now_leaves_the_quarantine_and_the_others_stay(String by, String key) {
        silver(
                "materialized: merge\nunique_key: id\ncolumns: { n: integer, day: date }",
                "SELECT id, day, n FROM bronze.in_x");
        bench.model(
                "gold.m",
                "materialized: " + (by.equals("unique_key") ? "merge" : "partition") + "\n" + by + ": " + key
                        + "\nmax_shrink: 100\ncolumns: { n: { checks: [{ between: { max: 9, severity: quarantine } }] } }",
                "SELECT day AS \"" + key + "\", sum(n) AS n FROM silver.m GROUP BY 1");
        loaded("x-1", "id,day,n\na,2026-01-01,11\nb,2026-01-02,12\nc,2026-01-03,1\nd,2026-01-04,4\ne,2026-01-05,50\n");
        String quarantine = "SELECT raw FROM quarantine.gold_m ORDER BY raw";
        assertThat(bench.rows(quarantine)).hasSize(3);
        List<String> first = bench.rows("SELECT run_id FROM quarantine.gold_m WHERE raw LIKE '%01-02%'");

        RunReport second = loaded("x-2", "id,day,n\na,2026-01-01,2\nc,2026-01-03,33\ne,2026-01-05,60\n");

        assertThat(notes(second, "gold.m").toString()).contains("only rows whose " + key + " changed in silver.m");
        assertThat(bench.rows("SELECT * FROM gold.m ORDER BY ALL")).containsExactly("2026-01-01|2", "2026-01-04|4");
        assertThat(bench.rows(quarantine))
                .containsExactly(
                        "{\"" + key + "\":\"2026-01-02\",\"n\":12}",
                        "{\"" + key + "\":\"2026-01-03\",\"n\":33}",
                        "{\"" + key + "\":\"2026-01-05\",\"n\":60}");
        assertThat(bench.rows("SELECT run_id FROM quarantine.gold_m WHERE raw LIKE '%01-02%'"))
                .isEqualTo(first);
    }

    @Test
    void a_twin_in_a_partition_that_was_not_touched_is_a_twin() {
        bench.model(
                "gold.m",
                "materialized: partition\npartition_by: day\ncolumns: { id: { checks: [{ unique: { severity: quarantine } }] } }",
                "SELECT id, day FROM bronze.in_x");
        loaded("x-1", "id,day\na,1\nb,1\nc,2\n");
        loaded("x-2", "id,day\na,2\nd,2\n");

        assertThat(bench.rows("SELECT * FROM gold.m ORDER BY ALL")).containsExactly("a|1", "b|1", "c|2", "d|2");
        assertThat(bench.rows("SELECT raw FROM quarantine.gold_m")).containsExactly("{\"id\":\"a\",\"day\":\"2\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "latest_by: seen\n", "delete_when: op = 'D'\n", "latest_by: seen\ndelete_when: op = 'D'\n"})
    void of_tied_rows_that_come_through_another_model_the_same_one_stays_as_in_a_rebuild(String header) {
        silver(
                "materialized: append\ncolumns: { n: integer, seen: integer }",
                "SELECT id, n, op, seen FROM bronze.in_x");
        bench.model(
                "gold.m",
                "materialized: merge\nmax_shrink: 100\nunique_key: id\n" + header,
                "SELECT id, n, op, seen FROM silver.m");
        loaded("x-1", "id,n,op,seen\na,5,I,1\nb,5,I,1\nc,,I,1\nd,5,I,1\ne,5,I,1\nf,5,D,1\n");
        loaded("x-2", "id,n,op,seen\na,4,I,1\nb,6,I,1\nc,1,I,1\nd,5,D,1\ne,5,J,1\nf,4,I,1\ng,1,I,1\n");
        List<String> incremental = bench.rows("SELECT * FROM gold.m ORDER BY ALL");

        bench.attempt(new RunOptions(List.of("gold.m"), Refresh.FULL, Start.FRESH, Shrink.ALLOWED));

        assertThat(incremental).isEqualTo(bench.rows("SELECT * FROM gold.m ORDER BY ALL"));
        assertThat(incremental).contains("a|5|I|1", "b|6|I|1", "c|1|I|1", "e|5|J|1", "g|1|I|1");
    }

    private List<String> files(String table) {
        return bench.table(table).files().stream()
                .map(file -> file.data().location())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void large_files_keep_their_rows_and_the_replaced_ones_are_marked(int version) {
        silver(
                "materialized: merge\nunique_key: id\nlatest_by: seen\nformat_version: " + version
                        + "\ncolumns: { id: integer, seen: integer }",
                "SELECT id, seen, sha256(id || v) AS v FROM bronze.in_x");
        bench.model(
                "gold.m",
                "materialized: merge\nunique_key: bucket",
                "SELECT id % 10 AS bucket, count(*) AS n, max(seen)" + " AS last FROM silver.m GROUP BY ALL");
        String many = IntStream.range(0, 200_000)
                .mapToObj(i -> i + ",1,x")
                .collect(Collectors.joining("\n", "id,seen,v\n", "\n"));
        loaded("x-1", many);
        for (int round = 2; round <= 3; round++) {
            loaded("x-" + round, "id,seen,v\n10,%1$d,x\n20,%1$d,x\n200000,%1$d,x\n".formatted(round));
        }

        assertThat(bench.table("silver.m").rows()).isEqualTo(200_001);
        assertThat(bench.rows("SELECT count(*), count(DISTINCT id) FROM silver.m"))
                .containsExactly("200001|200001");
        assertThat(bench.rows("SELECT id, seen FROM silver.m WHERE seen > 1 ORDER BY id"))
                .containsExactly("10|3", "20|3", "200000|3");
        assertThat(bench.rows("SELECT * FROM gold.m WHERE last > 1")).containsExactly("0|20001|3");
        List<ScanFile> marked = bench.table("silver.m").files().stream()
                .filter(file -> !file.isWhole())
                .toList();
        assertThat(marked).singleElement().satisfies(file -> {
            assertThat(file.without())
                    .extracting(delete -> delete.format())
                    .containsOnly(version == 2 ? FileFormat.PARQUET : FileFormat.PUFFIN);
            assertThat(file.rows()).isEqualTo(199_998);
        });
    }

    /** Every way of reading changes against the same query made anew each time. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void whatever_happens_to_the_inputs_the_tables_equal_a_rebuild(long seed) {
        bench.streams("x: { path: 'drop/x-*', format: csv }", "y: { path: 'drop/y-*', format: csv }");
        silver(
                "materialized: merge\nunique_key: id\nlatest_by: seen\ndelete_when: v = 'D'\nmax_shrink: 100\n"
                        + "columns: { seen: integer }",
                "SELECT id, seen, day, v FROM bronze.in_x");
        bench.model(
                "silver.y",
                "materialized: merge\nunique_key: day\nmax_shrink: 100\ndelete_when: name = 'D'",
                "SELECT day, name FROM bronze.in_y");
        Map<String, String> queries = Map.of(
                "grouped", "SELECT day, count(*) AS n, sum(seen) AS s FROM silver.m GROUP BY day HAVING count(*) <> 3",
                "joined",
                        "SELECT m.day, y.name, count(*) AS n FROM silver.m m LEFT JOIN silver.y y ON m.day = y.day"
                                + " GROUP BY ALL",
                "ranked",
                        "SELECT day, id, seen FROM silver.m QUALIFY row_number() OVER (PARTITION BY day ORDER BY seen,"
                                + " id) = 1",
                "united",
                        "SELECT day, count(*) AS n FROM (SELECT day FROM silver.m UNION ALL SELECT day FROM silver.y)"
                                + " GROUP BY day",
                "counted", "SELECT count(*) AS n, min(day) AS day, 1 AS one FROM silver.m");
        queries.forEach((name, query) -> {
            String key = name.equals("counted") ? "one" : "day";
            bench.model("gold." + name, "", query);
            bench.model("gold." + name + "_m", "materialized: merge\nmax_shrink: 100\nunique_key: " + key, query);
            bench.model("gold." + name + "_p", "materialized: partition\nmax_shrink: 100\npartition_by: " + key, query);
        });
        Random random = new Random(seed);
        int incremental = 0;
        for (int round = 0; round < 6; round++) {
            bench.file("drop/x-" + round, versions(random, "id,seen,day,v"));
            if (round == 0 || random.nextInt(3) == 0) {
                bench.file("drop/y-" + round, names(random));
            }
            RunReport report = bench.run();
            for (String name : queries.keySet()) {
                List<String> expected = bench.rows("SELECT * FROM gold." + name + " ORDER BY ALL");
                assertThat(bench.rows("SELECT * FROM gold." + name + "_m ORDER BY ALL"))
                        .as("%s merged in round %d", name, round)
                        .isEqualTo(expected);
                assertThat(bench.rows("SELECT * FROM gold." + name + "_p ORDER BY ALL"))
                        .as("%s by partition in round %d", name, round)
                        .isEqualTo(expected);
                incremental += report.steps().stream()
                                .filter(step -> step.table().toString().startsWith("gold." + name + "_"))
                                .anyMatch(step -> step.notes().toString().contains("only rows whose"))
                        ? 1
                        : 0;
            }
        }
        assertThat(incremental).isGreaterThan(3);
    }

    private static String versions(Random random, String header) {
        return IntStream.range(0, 1 + random.nextInt(6))
                .mapToObj(i -> random.nextInt(30) + "," + random.nextInt(20) + ",2026-01-0" + (1 + random.nextInt(9))
                        + "," + (random.nextInt(4) == 0 ? "D" : "x"))
                .collect(Collectors.joining("\n", header + "\n", "\n"));
    }

    private static String names(Random random) {
        return IntStream.range(0, 1 + random.nextInt(3))
                .mapToObj(i -> "2026-01-0" + (1 + random.nextInt(9)) + "," + (random.nextInt(3) == 0 ? "D" : "n" + i))
                .collect(Collectors.joining("\n", "day,name\n", "\n"));
    }

    @Test
    void a_plan_says_that_a_replaced_row_of_an_input_would_have_everything_read() {
        silver("materialized: merge\nunique_key: id", "SELECT id, v FROM bronze.in_x");
        bench.model("silver.l", "materialized: append", "SELECT id FROM bronze.in_x")
                .model("gold.a", "materialized: append", "SELECT v FROM silver.m")
                .model("gold.b", "materialized: append", "SELECT id FROM silver.l");
        loaded("x-1", "id,v\na,1\nb,1\n");
        bench.file("drop/x-2", "id,v\na,2\n");

        assertThat(bench.planned())
                .contains(
                        "append gold.a: silver.m will change; only new rows of silver.m, if it only grows",
                        "append gold.b: silver.l will change; only new rows of silver.l");
        RunReport run = bench.run();

        assertThat(notes(run, "gold.a")).contains("made anew from all rows: its input did more than grow");
        assertThat(bench.rows("SELECT v FROM gold.a ORDER BY v")).containsExactly("1", "2");
        assertThat(notes(run, "gold.b")).contains("only new rows of silver.l");
    }
}
