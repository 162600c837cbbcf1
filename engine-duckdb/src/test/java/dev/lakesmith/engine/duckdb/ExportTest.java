package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.lakesmith.core.contract.Budget;
import dev.lakesmith.core.contract.Maintenance;
import dev.lakesmith.core.export.ExportUpkeep;
import dev.lakesmith.core.export.ExportUpkeep.Cleared;
import dev.lakesmith.core.export.ExportedVersion;
import dev.lakesmith.core.export.Exports;
import dev.lakesmith.core.plan.PlanRequest.Refresh;
import dev.lakesmith.core.run.RunOptions;
import dev.lakesmith.core.run.RunReport;
import dev.lakesmith.core.run.StepReport;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.storage.Locations;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables as plain Parquet files, read back by a program that knows nothing of the lake. */
final class ExportTest {

    private static final String SUM = "SELECT id, v FROM bronze.in_x";

    private final Path folder;
    private final Workbench bench;

    ExportTest(@TempDir Path folder) {
        this.folder = folder;
        this.bench = Workbench.in(folder).streams("x: { path: 'drop/x-*', format: csv }");
    }

    private Path export(String table) {
        return folder.resolve("lake/exports").resolve(table.replace('.', '/'));
    }

    /** What a query of the exported files gives; {@code FILES} in it is the reading function. */
    private static List<String> plain(List<String> files, String sql) throws SQLException {
        String list = files.stream().map(file -> "'" + file + "'").collect(Collectors.joining(", ", "[", "]"));
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            try (ResultSet rows = statement.executeQuery(sql.replace("FILES", "read_parquet(" + list + ")"))) {
                List<String> read = new ArrayList<>();
                while (rows.next()) {
                    List<String> cells = new ArrayList<>();
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        cells.add(String.valueOf(rows.getObject(i)));
                    }
                    read.add(String.join("|", cells));
                }
                return read;
            }
        }
    }

    private List<String> manifest(String table) throws IOException {
        return Files.readAllLines(export(table).resolve("_symlink_format_manifest/manifest")).stream()
                .map(location -> Locations.path(location).toString())
                .toList();
    }

    private ExportedVersion current(String table) {
        return bench.onLake((lake, engine) ->
                new Exports(lake).current(TableName.parse(table)).orElseThrow());
    }

    private List<Path> versions(String table) throws IOException {
        try (Stream<Path> versions = Files.list(export(table))) {
            return versions.filter(path -> path.getFileName().toString().startsWith("version-"))
                    .sorted()
                    .toList();
        }
    }

    private List<String> columnsOf(String table) throws IOException, SQLException {
        return plain(manifest(table), "SELECT column_name || ' ' || column_type FROM (DESCRIBE SELECT * FROM FILES)");
    }

    @Test
    void every_type_is_read_back_by_programs_that_know_parquet_alone() throws Exception {
        bench.model("gold.all_types", "export: parquet", """
                SELECT 1 AS id, true AS b, CAST(9000000000 AS BIGINT) AS big, CAST(1.5 AS FLOAT) AS f, 2.25::DOUBLE AS d,
                  12345678901234567890123456789.123456789::DECIMAL(38,9) AS money, 1.20::DECIMAL(9,2) AS price,
                  'Zoë''s "x"' AS "group", DATE '2026-01-02' AS day, TIME '10:11:12.345678' AS clock,
                  TIMESTAMP '2026-01-02 03:04:05.678901' AS at, TIMESTAMPTZ '2026-01-02 03:04:05.678901+02:00' AS instant,
                  '6f1c2d3e-0000-4000-8000-000000000001'::UUID AS uid, '\\xAA\\x00'::BLOB AS raw,
                  {'a b': 1, 'when': TIME '01:02:03', 'list': [{'u': '6f1c2d3e-0000-4000-8000-000000000002'::UUID}]} AS s,
                  [1.10::DECIMAL(5,2), NULL] AS l, MAP {'k': DATE '2026-01-03'} AS m, NULL::VARCHAR AS nothing
                """);
        RunReport report = bench.file("drop/x-1", "id\n1\n").run();

        assertThat(columnsOf("gold.all_types"))
                .containsExactly(
                        "id INTEGER",
                        "b BOOLEAN",
                        "big BIGINT",
                        "f FLOAT",
                        "d DOUBLE",
                        "money DECIMAL(38,9)",
                        "price DECIMAL(9,2)",
                        "group VARCHAR",
                        "day DATE",
                        "clock VARCHAR",
                        "at TIMESTAMP",
                        "instant TIMESTAMP WITH TIME ZONE",
                        "uid VARCHAR",
                        "raw BLOB",
                        "s STRUCT(\"a b\" INTEGER, \"when\" VARCHAR, list STRUCT(u VARCHAR)[])",
                        "l DECIMAL(5,2)[]",
                        "m MAP(VARCHAR, DATE)",
                        "nothing VARCHAR");
        String cells = "SELECT CAST(to_json(t) AS VARCHAR) FROM %s AS t";
        assertThat(plain(manifest("gold.all_types"), cells.formatted("FILES")))
                .isEqualTo(bench.rows(cells.formatted("gold.all_types")))
                .hasSize(1)
                .first()
                .asString()
                .contains("12345678901234567890123456789.123456789", "10:11:12.345678", "01:04:05.678901", "Zoë");
        assertThat(plain(manifest("gold.all_types"), "SELECT 1 FROM FILES LIMIT 1"))
                .containsExactly("1");
        assertThat(plain(
                        List.of(),
                        "SELECT DISTINCT compression FROM parquet_metadata('"
                                + manifest("gold.all_types").get(0) + "')"))
                .containsExactly("SNAPPY");
        StepReport step = Workbench.step(report, "gold.all_types");
        assertThat(step.kind()).isEqualTo("export");
        assertThat(step.reason()).isEqualTo("not exported yet");
        assertThat(step.ledger().read()).isEqualTo(1);
        assertThat(step.ledger().written()).isEqualTo(1);
    }

    @Test
    void runs_export_what_changed_and_nothing_else() throws Exception {
        bench.model("gold.n", "export: parquet", "SELECT count(*) AS n FROM bronze.in_x");
        bench.file("drop/x-1", "id,v\n1,a\n");
        assertThat(bench.planned()).last().isEqualTo("export gold.n: not exported yet");
        bench.run();
        assertThat(bench.planned()).isEmpty();
        assertThat(bench.run().nothingNew()).isTrue();
        assertThat(versions("gold.n")).hasSize(1);

        bench.file("drop/x-2", "id,v\n2,b\n");
        assertThat(bench.planned()).last().isEqualTo("export gold.n: gold.n will change");
        bench.run();
        assertThat(plain(manifest("gold.n"), "FROM FILES")).containsExactly("2");
        // Who opened the first version can still read it.
        assertThat(versions("gold.n")).hasSize(2);
        assertThat(export("gold.n").resolve("current").toRealPath())
                .isEqualTo(export("gold.n").resolve(current("gold.n").folder()).toRealPath());
        assertThat(plain(List.of(export("gold.n") + "/current/*.parquet"), "FROM FILES"))
                .containsExactly("2");
        assertThat(bench.history().get(0).steps()).anySatisfy(step -> {
            assertThat(step.kind()).isEqualTo("export");
            assertThat(step.table()).isEqualTo("gold.n");
            assertThat(step.ledger()).contains("\"read\":1,\"written\":1");
        });

        bench.model(
                "gold.n", "export: { format: parquet, compression: gzip }", "SELECT count(*) AS n FROM bronze.in_x");
        assertThat(bench.planned()).containsExactly("export gold.n: it changed since it was exported");
        bench.run();
        assertThat(bench.planned()).isEmpty();
        bench.attempt(new RunOptions(
                List.of("bronze.in_x"), Refresh.FULL, RunOptions.Start.FRESH, RunOptions.Shrink.REFUSED));
        assertThat(versions("gold.n")).hasSize(3);
        bench.attempt(
                new RunOptions(List.of("gold.n"), Refresh.FULL, RunOptions.Start.FRESH, RunOptions.Shrink.REFUSED));
        assertThat(versions("gold.n")).hasSize(4);
    }

    @Test
    void deleted_rows_are_not_exported_and_own_files_are_taken_only_where_they_are_plain() throws Exception {
        bench.model(
                "gold.m",
                "materialized: merge\nunique_key: [id, i]\nformat_version: 3\nexport: { format: parquet, compression: zstd }",
                "SELECT id, r.i, v, md5(id || i) || md5(i || v || id) AS noise FROM bronze.in_x, range(0, 1000) AS r(i)");
        String many =
                IntStream.range(1000, 1300).mapToObj(i -> i + ",a").collect(Collectors.joining("\n", "id,v\n", "\n"));
        bench.file("drop/x-1", many).run();
        Path own = Locations.path(bench.table("gold.m").files().get(0).data().location());
        assertThat(Files.isSameFile(Path.of(manifest("gold.m").get(0)), own)).isTrue();

        RunReport report = bench.file("drop/x-2", "id,v\n1002,new\n").run();

        LakeTable table = bench.table("gold.m");
        assertThat(table.deleteFileCount()).isPositive();
        assertThat(plain(manifest("gold.m"), "SELECT v, count(*), count(DISTINCT id) FROM FILES GROUP BY v ORDER BY v"))
                .containsExactly("a|299000|299", "new|1000|1");
        for (String file : manifest("gold.m")) {
            assertThat(Files.isSameFile(Path.of(file), own)).isFalse();
        }
        assertThat(Workbench.step(report, "gold.m").ledger().written()).isEqualTo(300_000);
    }

    @Test
    void rows_that_were_only_written_anew_are_not_exported_again() throws Exception {
        bench.model("gold.a", "materialized: append\nexport: parquet", SUM);
        for (int i = 0; i < 20; i++) {
            bench.file("drop/x-" + i, "id,v\n" + i + ",a\n").run();
        }
        assertThat(bench.table("gold.a").fileCount()).isLessThan(20);

        assertThat(bench.planned()).isEmpty();
        bench.run();
        assertThat(versions("gold.a")).hasSize(20);
        assertThat(plain(manifest("gold.a"), "SELECT count(*), count(DISTINCT id) FROM FILES"))
                .containsExactly("20|20");
    }

    @Test
    void a_failed_run_exports_nothing() throws Exception {
        bench.model("gold.n", "export: parquet", "SELECT count(*) AS n FROM bronze.in_x");
        bench.file("drop/x-1", "id,v\n1,a\n").run();
        bench.model("gold.bad", "columns: { id: { checks: [unique] } }", "SELECT id FROM bronze.in_x");

        RunReport report = bench.file("drop/x-2", "id,v\n1,a\n").attempt();

        assertThat(report.succeeded()).isFalse();
        assertThat(Workbench.step(report, "gold.n").status()).isEqualTo(StepReport.Status.BLOCKED);
        assertThat(Workbench.step(report, "gold.n").error().orElseThrow())
                .hasMessageContaining("not exported because the run published nothing");
        assertThat(plain(manifest("gold.n"), "FROM FILES")).containsExactly("1");
        bench.model("gold.bad", "", "SELECT id FROM bronze.in_x").run();
        assertThat(plain(manifest("gold.n"), "FROM FILES")).containsExactly("2");
    }

    @Test
    void a_table_without_rows_is_a_file_that_has_its_columns() throws Exception {
        bench.model("gold.none", "export: parquet", "SELECT id, v FROM bronze.in_x WHERE false");
        bench.file("drop/x-1", "id,v\n1,a\n").run();

        assertThat(manifest("gold.none")).hasSize(1);
        assertThat(plain(manifest("gold.none"), "FROM FILES")).isEmpty();
        assertThat(columnsOf("gold.none")).containsExactly("id VARCHAR", "v VARCHAR");
        assertThat(bench.planned()).isEmpty();
    }

    @Test
    void a_partitioned_table_has_its_columns_in_its_files() throws Exception {
        bench.model("gold.p", "partition_by: v\nexport: { format: parquet, compression: zstd }", SUM);
        bench.file("drop/x-1", "id,v\n1,a\n2,b\n3,a\n").run();

        assertThat(manifest("gold.p")).hasSize(2);
        assertThat(plain(manifest("gold.p"), "FROM FILES ORDER BY id")).containsExactly("1|a", "2|b", "3|a");
    }

    @Test
    void mistakes_are_told_with_their_place() {
        bench.model("gold.v", "materialized: view\nexport: parquet", "SELECT 1 AS a");
        bench.model("gold.w", "export: csv", "SELECT 1 AS a");
        bench.model("gold.x", "export: { format: parquet, compression: lz4 }", "SELECT 1 AS a");
        bench.model("exports.y", "", "SELECT 1 AS a");

        assertThatThrownBy(bench::run)
                .hasMessageContaining("models/gold/v.sql:3:1: a view keeps no rows, so there are none to export; write"
                        + " materialized: table, or remove 'export'")
                .hasMessageContaining("models/gold/w.sql:2:9")
                .hasMessageContaining("models/gold/x.sql:2:41")
                .hasMessageContaining("models/exports/y.sql: the schema 'exports' is reserved");
    }

    @Test
    void replaced_versions_stay_for_their_readers_and_then_go() throws Exception {
        bench.model("gold.n", "export: parquet", "SELECT count(*) AS n FROM bronze.in_x");
        bench.file("drop/x-1", "id,v\n1,a\n").time("2030-01-01T00:00:00Z").run();
        Path first = versions("gold.n").get(0);
        bench.file("drop/x-2", "id,v\n2,b\n").time("2030-01-20T00:00:00Z").run();
        Path abandoned = Files.createDirectories(export("gold.n").resolve("version-0-killed"));
        Files.writeString(abandoned.resolve("part-1.parquet"), "half");

        // It was written weeks ago, but was current until now.
        assertThat(cleared("2030-01-20T23:00:00Z", false))
                .extracting(Cleared::table, Cleared::ended, Cleared::files)
                .containsExactly(tuple(TableName.parse("gold.n"), false, 1L));
        assertThat(first).isDirectory();
        assertThat(abandoned).doesNotExist();
        assertThat(cleared("2030-01-21T01:00:00Z", false)).hasSize(1);
        assertThat(first).doesNotExist();
        assertThat(plain(manifest("gold.n"), "FROM FILES")).containsExactly("2");
        assertThat(cleared("2040-01-01T00:00:00Z", false)).isEmpty();
        assertThat(plain(manifest("gold.n"), "FROM FILES")).containsExactly("2");

        assertThat(cleared("2040-01-01T00:00:00Z", true))
                .extracting(Cleared::ended, Cleared::files)
                .containsExactly(tuple(true, 0L));
        assertThat(export("gold.n").resolve("current")).doesNotExist();
        assertThat(export("gold.n").resolve("_symlink_format_manifest/manifest"))
                .doesNotExist();
        assertThat(versions("gold.n")).hasSize(1);
        assertThat(cleared("2040-01-03T00:00:00Z", true)).hasSize(1);
        assertThat(export("gold.n")).doesNotExist();
    }

    private List<Cleared> cleared(String now, boolean unwanted) {
        return bench.onLake((lake, engine) -> new ExportUpkeep(
                        lake,
                        Clock.fixed(Instant.parse(now), ZoneOffset.UTC),
                        Maintenance.DEFAULT.with(new Budget(16, 16, 30, 4_000_000, Duration.ofDays(1))))
                .clear(table -> unwanted, table -> true));
    }

    /** Each version has one value in every row and as many rows as that value says. */
    @Test
    void readers_see_one_whole_version_while_others_replace_it() throws Exception {
        bench.file("drop/x-000", "id,v\n1,1\n").model("gold.w", "export: parquet", """
                SELECT n.n FROM (SELECT count(*) * 100 AS n FROM bronze.in_x) AS n, range(0, 10000) AS r(i)
                WHERE r.i < n.n
                """);
        bench.run();
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<List<String>> reader = CompletableFuture.supplyAsync(() -> {
            List<String> seen = new ArrayList<>();
            try {
                while (!done.get()) {
                    for (List<String> files : List.of(
                            manifest("gold.w"),
                            List.of(export("gold.w").resolve("current").toRealPath() + "/*.parquet"))) {
                        seen.addAll(plain(files, "SELECT count(*) || '|' || min(n) || '|' || max(n) FROM FILES"));
                    }
                }
            } catch (IOException | SQLException e) {
                throw new IllegalStateException(e);
            }
            return seen;
        });
        for (int i = 1; i <= 20; i++) {
            bench.file("drop/x-" + (100 + i), "id,v\n1,1\n").run();
        }
        done.set(true);

        List<String> seen = reader.get();
        assertThat(seen.stream().distinct().count()).isGreaterThan(5);
        assertThat(seen).allSatisfy(version -> {
            String[] parts = version.split("\\|", -1);
            assertThat(parts[1]).isEqualTo(parts[0]);
            assertThat(parts[2]).isEqualTo(parts[0]);
        });
        assertThat(plain(manifest("gold.w"), "SELECT count(*) FROM FILES")).containsExactly("2100");
    }
}
