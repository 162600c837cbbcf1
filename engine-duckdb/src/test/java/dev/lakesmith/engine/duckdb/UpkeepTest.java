package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.contract.Budget;
import dev.lakesmith.core.contract.Maintenance;
import dev.lakesmith.core.run.RunReport;
import dev.lakesmith.core.upkeep.Tended;
import dev.lakesmith.core.upkeep.Upkeep;
import dev.lakesmith.core.upkeep.UpkeepReport;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables stay cheap to read however many runs wrote them, and nothing is lost by it. */
final class UpkeepTest {

    private final Path folder;
    private final Workbench bench;

    UpkeepTest(@TempDir Path folder) {
        this.folder = folder;
        this.bench = Workbench.in(folder).streams("x: { path: 'drop/x-*', format: csv }");
    }

    private void runs(int count) {
        for (int i = 0; i < count; i++) {
            bench.file("drop/x-" + i, "id,v\n" + i + ",a\n" + (i % 3) + ",b\n").run();
        }
    }

    private List<Tended> maintained(Maintenance budget) {
        return bench.onLake((lake, engine) -> upkeep(lake, engine, budget)
                .all(lake.published().names(), Progress.UNSEEN)
                .tended());
    }

    private static Upkeep upkeep(Lake lake, DuckDbEngine engine, Maintenance budget) {
        return new Upkeep(lake, engine, Clock.fixed(Instant.now().plus(Duration.ofDays(30)), ZoneOffset.UTC), budget);
    }

    private void maintenance(String yaml) {
        bench.file("lakesmith.yml", "name: test\ntargets: { dev: { warehouse: ./lake } }\nmaintenance: " + yaml + "\n");
    }

    private long filesOf(String table) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("lake").resolve(table.replace('.', '/')))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void many_small_runs_leave_few_files_and_snapshots_and_no_change_to_readers() {
        maintenance("{ small_files: 4, snapshots: 10, tables: { gold.n: { snapshots: 40 } } }");
        bench.model("silver.m", "materialized: merge\nunique_key: id\nlatest_by: v", "SELECT id, v FROM bronze.in_x");
        bench.model("gold.n", "", "SELECT count(*) AS n FROM silver.m");
        runs(18);

        assertThat(bench.rows("SELECT count(*), count(DISTINCT _source_file) FROM bronze.in_x"))
                .containsExactly("36|18");
        assertThat(bench.rows("SELECT count(*), max(v) FROM silver.m")).containsExactly("18|b");
        assertThat(bench.rows("SELECT n FROM gold.n")).containsExactly("18");
        assertThat(bench.table("gold.n").snapshots()).hasSize(18);
        for (String table : List.of("bronze.in_x", "landing.in_x", "silver.m")) {
            LakeTable state = bench.table(table);
            assertThat(state.fileCount()).as(table).isLessThanOrEqualTo(5);
            assertThat(state.snapshots()).as(table).hasSizeLessThanOrEqualTo(15);
        }
        assertThat(bench.run().nothingNew()).isTrue();
    }

    @Test
    void a_run_that_forgets_snapshots_removes_the_files_they_kept() throws IOException {
        maintenance("{ snapshots: 2, keep_files: 1h }");
        bench.model("gold.n", "", "SELECT count(*) AS n FROM bronze.in_x");
        bench.time("2030-01-01T00:00:00Z");
        runs(3);
        long before = filesOf("gold/n");
        bench.file("drop/x-9", "id,v\n1,a\n").time("2030-01-02T00:00:00Z").run();

        assertThat(bench.table("gold.n").snapshots()).hasSize(2);
        assertThat(filesOf("gold/n")).isLessThan(before);
        assertThat(bench.rows("SELECT n FROM gold.n")).containsExactly("7");
    }

    @Test
    void a_project_cannot_ask_for_files_of_running_runs_to_be_removed() {
        maintenance("{ keep_files: 5m, tables: { gold.nn: { small_files: 3 } } }");
        bench.model("gold.n", "", "SELECT 1 AS n");

        assertThatThrownBy(bench::run)
                .hasMessageContaining("lakesmith.yml:3:28: 'keep_files' is shorter than an hour")
                .hasMessageContaining("names the table gold.nn, which no source, model or seed makes; did you mean");
    }

    @Test
    void files_written_anew_are_no_change_for_the_models_that_read_them() {
        bench.model("silver.m", "materialized: append", "SELECT id, v FROM bronze.in_x");
        bench.model("gold.n", "", "SELECT count(*) AS n FROM silver.m");
        runs(3);

        maintained(Maintenance.DEFAULT.with(new Budget(1, 1, 30, 4_000_000, Duration.ofDays(1))));

        assertThat(bench.table("bronze.in_x").fileCount()).isEqualTo(1);
        assertThat(bench.run().nothingNew()).isTrue();

        RunReport next = bench.file("drop/x-9", "id,v\n9,z\n").run();

        assertThat(Workbench.step(next, "silver.m").notes()).contains("only new rows of bronze.in_x");
        assertThat(Workbench.ledger(next, "silver.m").read()).isEqualTo(1);
        assertThat(bench.rows("SELECT n FROM gold.n")).containsExactly("7");
    }

    @Test
    void tags_and_what_models_have_yet_to_read_are_kept() throws IOException {
        bench.model("silver.m", "materialized: append", "SELECT id, v FROM bronze.in_x");
        runs(2);
        long tagged = bench.table("bronze.in_x").snapshotId().orElseThrow();
        bench.onLake((lake, engine) -> {
            lake.tag(TableName.parse("bronze.in_x"), "audit", tagged);
            return true;
        });
        Files.delete(folder.resolve("models/silver/m.sql"));
        for (int i = 2; i < 6; i++) {
            bench.file("drop/x-" + i, "id,v\n" + i + ",a\n").run();
        }

        maintained(Maintenance.DEFAULT.with(new Budget(1, 1, 1, 4_000_000, Duration.ofDays(1))));

        assertThat(bench.table("bronze.in_x").at("audit").rows()).isEqualTo(4);
        bench.model("silver.m", "materialized: append", "SELECT id, v FROM bronze.in_x");
        assertThat(Workbench.step(bench.run(), "silver.m").notes()).contains("only new rows of bronze.in_x");
        assertThat(bench.rows("SELECT count(*) FROM silver.m")).containsExactly("8");
    }

    private List<String> branches() {
        return bench.onLake((lake, engine) -> lake.branches());
    }

    @Test
    void a_table_that_cannot_be_tended_to_is_told_and_keeps_no_other_from_it() throws IOException {
        bench.streams(
                "x: { path: 'drop/x-*', format: csv }",
                "y: { path: 'drop/x-*', format: csv }",
                "z: { path: 'drop/x-*', format: csv }");
        runs(3);
        Files.delete(filesUnder("lake/bronze/in_x/data").get(0));
        for (Path file : filesUnder("lake/bronze/in_z/metadata")) {
            if (file.toString().endsWith("-m0.avro")) {
                Files.delete(file);
            }
        }
        Maintenance strict = Maintenance.DEFAULT.with(new Budget(1, 1, 30, 4_000_000, Duration.ofDays(1)));

        UpkeepReport report = bench.onLake((lake, engine) ->
                upkeep(lake, engine, strict).all(lake.published().names(), Progress.UNSEEN));

        assertThat(report.troubles())
                .extracting(trouble -> trouble.message().replaceAll("(?s):.*", ""))
                .containsExactly(
                        "bronze.in_x could not be tended to and is as it was, the next run tries again",
                        "bronze.in_z could not be tended to and is as it was, the next run tries again");
        assertThat(bench.table("bronze.in_x").fileCount()).isEqualTo(3);
        assertThat(bench.table("bronze.in_y").fileCount()).isEqualTo(1);
        assertThat(branches()).isEmpty();
        assertThat(filesUnder("lake/bronze/in_x/data")).hasSize(2);
    }

    @Test
    void a_run_writes_only_so_much_anew_and_the_next_goes_on() {
        bench.streams("x: { path: 'drop/x-*', format: csv }", "y: { path: 'drop/x-*', format: csv }");
        runs(3);
        Maintenance strict = new Maintenance(
                new Budget(1, 1, 30, 4_000_000, Duration.ofDays(1)),
                Map.of(),
                Duration.ofDays(7),
                Duration.ofSeconds(10),
                1);
        List<TableName> tables = List.of(TableName.parse("bronze.in_x"), TableName.parse("bronze.in_y"));

        List<Integer> tended = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            tended.add(bench.onLake((lake, engine) ->
                            new Upkeep(lake, engine, Clock.systemUTC(), strict).afterRun(tables, Progress.UNSEEN))
                    .tended()
                    .size());
        }

        assertThat(tended).containsExactly(1, 1, 0);
        assertThat(bench.rows("SELECT count(*) FROM bronze.in_y")).containsExactly("6");
    }

    @Test
    void upkeep_that_is_interrupted_leaves_tables_as_they_were() throws IOException {
        runs(3);
        List<Path> before = filesUnder("lake/bronze");
        Maintenance strict = Maintenance.DEFAULT.with(new Budget(1, 1, 30, 4_000_000, Duration.ofDays(1)));

        bench.onLake((lake, engine) -> {
            Upkeep upkeep = new Upkeep(lake, engine, Clock.systemUTC(), strict);
            Thread.currentThread().interrupt();
            try {
                assertThatThrownBy(() -> upkeep.afterRun(List.of(TableName.parse("bronze.in_x")), Progress.UNSEEN))
                        .isInstanceOfSatisfying(LakesmithException.class, e -> assertThat(e.code())
                                .isEqualTo(ErrorCode.INTERRUPTED));
                return true;
            } finally {
                Thread.interrupted();
            }
        });

        assertThat(branches()).isEmpty();
        assertThat(filesUnder("lake/bronze")).isEqualTo(before);
    }

    private List<Path> filesUnder(String place) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(place))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
