package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.contract.Maintenance;
import dev.lakesmith.core.plan.PlanRequest.Refresh;
import dev.lakesmith.core.run.RunOptions;
import dev.lakesmith.core.upkeep.Tended;
import dev.lakesmith.core.upkeep.Upkeep;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nothing needs goes from storage and from the catalog, and nothing else. */
final class StorageUpkeepTest {

    private final Path folder;
    private final Workbench bench;

    StorageUpkeepTest(@TempDir Path folder) {
        this.folder = folder;
        this.bench = Workbench.in(folder).streams("x: { path: 'drop/x-*', format: csv }");
    }

    private void runs(int count) {
        for (int i = 0; i < count; i++) {
            bench.file("drop/x-" + i, "id,v\n" + i + ",a\n" + (i % 3) + ",b\n").run();
        }
    }

    private List<Tended> maintained(Maintenance budget) {
        return bench.onLake((lake, engine) ->
                upkeep(lake, engine, budget).all(names(lake), Progress.UNSEEN).tended());
    }

    private static Set<TableName> names(Lake lake) {
        Set<TableName> names = new TreeSet<>(lake.published().names());
        names.addAll(lake.dropped());
        return names;
    }

    private void dropped(String... tables) {
        bench.onLake((lake, engine) -> {
            lake.drop(Stream.of(tables).map(TableName::parse).toList(), lake.published(), Instant.now());
            return true;
        });
    }

    private Set<TableName> toBeRemoved() {
        return bench.onLake((lake, engine) -> lake.dropped());
    }

    private static Upkeep upkeep(Lake lake, DuckDbEngine engine, Maintenance budget) {
        return new Upkeep(lake, engine, Clock.fixed(Instant.now().plus(Duration.ofDays(30)), ZoneOffset.UTC), budget);
    }

    private List<String> branches() {
        return bench.onLake((lake, engine) -> lake.branches());
    }

    private List<Path> filesUnder(String place) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(place))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void an_extraction_that_fails_leaves_no_copies_for_the_next_attempt_to_fill_the_disk_with() throws IOException {
        bench.file("drop/x-1", "id,v\n1,a\n").file("drop/x-2", "id,v\n2,b\n");
        Path secret = folder.resolve("drop/x-2");
        assertThat(secret.toFile().setReadable(false)).isTrue();
        // A superuser may read everything.
        assumeThat(Files.isReadable(secret)).isFalse();

        assertThat(Workbench.errors(bench.attempt())).anyMatch(error -> error.contains("drop/x-2"));
        assertThat(filesUnder("lake")).noneMatch(file -> file.toString().contains("landing"));

        assertThat(secret.toFile().setReadable(true)).isTrue();
        bench.run();
        assertThat(bench.rows("SELECT id FROM bronze.in_x ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    void only_files_that_nothing_needs_are_removed_from_storage() throws IOException {
        bench.model("silver.m", "materialized: merge\nunique_key: id", "SELECT id, v FROM bronze.in_x");
        bench.model("silver.bad", "checks: [{ sql: SELECT * FROM this }]", "SELECT * FROM silver.m");
        bench.file("drop/x-0", "id,v\n1,a\n").attempt();
        bench.file("drop/x-1", "id,v\n1,b\n2,c\n").attempt();
        Path stray = Files.writeString(folder.resolve("lake/bronze/in_x/data/stray.parquet"), "half a file");

        List<Tended> tended = maintained(Maintenance.DEFAULT);

        assertThat(stray).doesNotExist();
        assertThat(tended)
                .filteredOn(each -> each.table().toString().equals("bronze.in_x"))
                .singleElement()
                .satisfies(each -> assertThat(each.removedFiles()).isEqualTo(1));
        assertThat(bench.rows("SELECT id, v FROM bronze.in_x ORDER BY ALL")).containsExactly("1|a", "1|b", "2|c");

        bench.model("silver.bad", "", "SELECT * FROM silver.m");
        bench.run();

        assertThat(bench.rows("SELECT id, v FROM silver.m ORDER BY ALL")).containsExactly("1|b", "2|c");
        assertThat(bench.rows("SELECT count(*) FROM silver.bad")).containsExactly("2");
    }

    @Test
    void files_written_lately_stay_even_if_nothing_needs_them_yet() throws IOException {
        runs(1);
        Path fresh = Files.writeString(folder.resolve("lake/bronze/in_x/data/fresh.parquet"), "somebody writes this");

        bench.onLake((lake, engine) -> new Upkeep(lake, engine, Clock.systemUTC(), Maintenance.DEFAULT)
                .all(lake.published().names(), Progress.UNSEEN));

        assertThat(fresh).exists();
        try (Stream<Path> files = Files.list(fresh.getParent())) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void what_was_landed_stays_and_copies_that_no_ledger_names_go() throws IOException {
        runs(2);
        List<Path> landed = filesUnder("lake/landing/in_x/files");
        Path half = folder.resolve("lake/landing/in_x/files/000003-20260101T000000-dead/x-2");
        Files.createDirectories(half.getParent());
        Files.writeString(half, "id,v\n2,");

        maintained(Maintenance.DEFAULT);

        assertThat(filesUnder("lake/landing/in_x/files")).isEqualTo(landed).hasSize(2);
        assertThat(half.getParent()).doesNotExist();
        bench.attempt(new RunOptions(List.of(), Refresh.FULL, RunOptions.Start.FRESH, RunOptions.Shrink.REFUSED));
        assertThat(bench.rows("SELECT count(*) FROM bronze.in_x")).containsExactly("4");
    }

    @Test
    void earlier_files_of_a_view_go() throws IOException {
        bench.model("gold.v", "materialized: view", "SELECT id FROM bronze.in_x");
        runs(1);
        bench.model("gold.v", "materialized: view", "SELECT v FROM bronze.in_x").run();
        assertThat(filesUnder("lake/gold/v")).hasSize(2);

        maintained(Maintenance.DEFAULT);

        assertThat(filesUnder("lake/gold/v")).hasSize(1);
        assertThat(bench.rows("SELECT v FROM gold.v ORDER BY ALL")).containsExactly("a", "b");
    }

    @Test
    void what_a_rollback_left_is_still_the_raw_data_of_a_snapshot() throws IOException {
        runs(1);
        long first = bench.table("landing.in_x").snapshotId().orElseThrow();
        bench.file("drop/x-1", "id,v\n1,a\n").run();
        bench.onLake((lake, engine) -> {
            lake.rollback(TableName.parse("landing.in_x"), Long.toString(first));
            return true;
        });

        maintained(Maintenance.DEFAULT);

        assertThat(filesUnder("lake/landing/in_x/files")).hasSize(2);
    }

    @Test
    void a_lake_opened_through_a_link_loses_nothing() throws IOException {
        runs(2);
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("lake"));

        try (Lake lake = Lake.at(link)) {
            bench.onLake((same, engine) -> upkeep(lake, engine, Maintenance.DEFAULT)
                    .all(lake.published().names(), Progress.UNSEEN));
        }

        assertThat(filesUnder("lake/landing/in_x/files")).hasSize(2);
        assertThat(bench.rows("SELECT count(*) FROM bronze.in_x")).containsExactly("4");
    }

    @Test
    void the_files_of_a_dropped_table_go_when_nobody_can_still_read_them() throws IOException {
        bench.model("gold.v", "materialized: view", "SELECT 1 AS a");
        runs(2);
        List<Path> before = filesUnder("lake/bronze/in_x");
        dropped("bronze.in_x", "gold.v");
        assertThat(bench.has("bronze.in_x")).isFalse();

        bench.onLake((lake, engine) ->
                new Upkeep(lake, engine, Clock.systemUTC(), Maintenance.DEFAULT).all(names(lake), Progress.UNSEEN));
        assertThat(filesUnder("lake/bronze/in_x")).isEqualTo(before);
        assertThat(toBeRemoved()).hasSize(2);

        maintained(Maintenance.DEFAULT);
        assertThat(filesUnder("lake/bronze/in_x")).isEmpty();
        assertThat(filesUnder("lake/gold/v")).isEmpty();
        assertThat(toBeRemoved()).isEmpty();
        assertThat(filesUnder("lake/landing/in_x/files")).hasSize(2);

        bench.run();
        assertThat(bench.rows("SELECT count(*) FROM bronze.in_x")).containsExactly("4");
    }

    @Test
    void landed_copies_go_only_after_their_ledger_was_dropped_long_enough() throws IOException {
        runs(1);
        dropped("bronze.in_x", "landing.in_x");
        Path copy = filesUnder("lake/landing/in_x/files").get(0);
        Files.setLastModifiedTime(copy, FileTime.from(Instant.now().minus(Duration.ofDays(3))));

        bench.onLake((lake, engine) ->
                new Upkeep(lake, engine, Clock.systemUTC(), Maintenance.DEFAULT).all(names(lake), Progress.UNSEEN));
        assertThat(copy).exists();

        maintained(Maintenance.DEFAULT);
        assertThat(copy).doesNotExist();
        assertThat(toBeRemoved()).isEmpty();
    }

    @Test
    void a_table_made_again_under_a_dropped_name_keeps_its_files_also_through_a_link() throws IOException {
        runs(1);
        dropped("bronze.in_x");
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("lake"));
        bench.file("lakesmith.yml", "name: test\ntargets: { dev: { warehouse: ./link, threads: 2 } }\n")
                .file("drop/x-1", "id,v\n7,z\n")
                .run();
        List<String> rows = bench.rows("SELECT id, v FROM bronze.in_x ORDER BY ALL");

        maintained(Maintenance.DEFAULT);

        assertThat(link).exists();
        assertThat(bench.rows("SELECT id, v FROM bronze.in_x ORDER BY ALL"))
                .isEqualTo(rows)
                .containsExactly("0|a", "0|b", "7|z");
        assertThat(toBeRemoved()).isEmpty();
        try (Stream<Path> files = Files.list(folder.resolve("lake/bronze/in_x/data"))) {
            assertThat(files).hasSameSizeAs(bench.table("bronze.in_x").files());
        }
    }

    @Test
    void a_branch_keeps_the_files_of_a_table_that_is_dropped() throws IOException {
        bench.model("silver.bad", "checks: [{ sql: SELECT * FROM this }]", "SELECT id FROM bronze.in_x");
        bench.model("silver.good", "", "SELECT id FROM bronze.in_x");
        bench.file("drop/x-0", "id,v\n1,a\n").attempt();
        bench.model("silver.bad", "", "SELECT id FROM bronze.in_x").run();
        bench.model("silver.bad", "checks: [{ sql: SELECT * FROM this }]", "SELECT v FROM bronze.in_x")
                .attempt();
        List<Path> files = filesUnder("lake/silver/bad");
        dropped("silver.bad");

        maintained(Maintenance.DEFAULT);
        assertThat(filesUnder("lake/silver/bad")).isNotEmpty().isSubsetOf(files);
        assertThat(toBeRemoved()).hasSize(1);

        bench.onLake((lake, engine) -> upkeep(lake, engine, Maintenance.DEFAULT).forgetOldBranches());
        maintained(Maintenance.DEFAULT);
        assertThat(filesUnder("lake/silver/bad")).isEmpty();
        assertThat(toBeRemoved()).isEmpty();
    }

    @Test
    void a_dropped_view_that_a_branch_makes_a_table_of_waits_for_the_branch() throws IOException {
        bench.model("gold.v", "materialized: view", "SELECT id FROM bronze.in_x");
        runs(1);
        bench.model("gold.v", "checks: [{ sql: SELECT * FROM this }]", "SELECT id FROM bronze.in_x")
                .attempt();
        dropped("gold.v");

        bench.onLake((lake, engine) -> {
            assertThat(upkeep(lake, engine, Maintenance.DEFAULT)
                            .all(names(lake), Progress.UNSEEN)
                            .troubles())
                    .isEmpty();
            return upkeep(lake, engine, Maintenance.DEFAULT).forgetOldBranches();
        });
        assertThat(toBeRemoved()).hasSize(1);
        maintained(Maintenance.DEFAULT);

        assertThat(filesUnder("lake/gold/v")).isEmpty();
        assertThat(toBeRemoved()).isEmpty();
    }

    @Test
    void whatever_was_staged_long_ago_and_not_gone_on_with_is_forgotten() {
        bench.streams("x: { path: 'drop/x-*', format: csv, quarantine: { max_rows: 0 } }");
        bench.model("silver.bad", "checks: [{ sql: SELECT * FROM this }]", "SELECT * FROM seeds.s");
        bench.file("seeds/s.csv", "a\n1\n").file("drop/x-0", "id,v\n1\n").attempt();
        bench.onLake((lake, engine) -> {
            lake.branch("upkeep-seeds.s-1")
                    .draft(TableName.parse("seeds.t"), List.of(new Column("a", "VARCHAR")))
                    .stage();
            return true;
        });
        assertThat(branches()).hasSize(3).anyMatch(name -> name.startsWith("load-"));

        bench.onLake(
                (lake, engine) -> new Upkeep(lake, engine, Clock.systemUTC(), Maintenance.DEFAULT).forgetOldBranches());
        assertThat(branches()).hasSize(3);

        bench.onLake((lake, engine) -> upkeep(lake, engine, Maintenance.DEFAULT).forgetOldBranches());
        assertThat(branches()).isEmpty();
    }
}
