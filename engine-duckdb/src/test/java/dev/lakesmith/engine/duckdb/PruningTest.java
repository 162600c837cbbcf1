package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.engine.QueryResult;
import dev.lakesmith.core.engine.ResultFormat;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.project.Parameter;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.PartitionTerm;
import dev.lakesmith.lake.RowChange;
import dev.lakesmith.lake.ScanFile;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.TableLayout;
import dev.lakesmith.lake.storage.Locations;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.Condition;
import dev.lakesmith.vocabulary.Place;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries and models read the files that can match; the others need not even be there. */
class PruningTest {

    private static final TableName TABLE = TableName.parse("silver.t");
    private static final TableName VIEW = TableName.parse("gold.v");
    private static final List<Column> COLUMNS = List.of(
            new Column("id", "INTEGER"), new Column("n", "BIGINT"), new Column("seen", "TIMESTAMP WITH TIME ZONE"));

    @TempDir
    private Path folder = Path.of("");

    /** A table with a file for each row, and a view of it. */
    private static void write(Lake lake, DuckDbEngine engine, int files) {
        Branch branch = lake.branch("test");
        TableLayout layout = new TableLayout(List.of(PartitionTerm.parse("id").orElseThrow()), 2, List.of());
        TableDraft draft = branch.draft(TABLE, COLUMNS, layout);
        Instant start = Instant.parse("2020-01-01T00:00:00Z");
        draft.apply(new RowChange.Append(engine.write(
                        draft,
                        IntStream.range(0, files)
                                .mapToObj(id -> List.of(id, id * 10L, start.plusSeconds(3600L * id)))
                                .toList())))
                .stage();
        branch.audited(TABLE);
        branch.stageView(VIEW, "SELECT n AS id, id AS n FROM silver.t", COLUMNS.subList(0, 2), Map.of());
        branch.audited(VIEW);
        branch.publish();
    }

    /** Deletes every file that holds no row with the id. */
    private static void keepOnly(Lake lake, int id) {
        LakeTable table = lake.published().table(TABLE).orElseThrow();
        List<String> kept =
                table
                        .filesMatching(new Condition.Compare(List.of("id"), Condition.Comparison.EQUAL, (long) id))
                        .stream()
                        .map(file -> file.data().location())
                        .toList();
        assertThat(kept).hasSize(1);
        for (ScanFile file : table.files()) {
            if (!kept.contains(file.data().location())) {
                delete(Locations.path(file.data().location()));
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Object> first(DuckDbEngine engine, Lake lake, String sql, Parameter... parameters) {
        try (QueryResult result = engine.query(sql, List.of(parameters), lake.published())) {
            List<Object> row = List.copyOf(result.next().orElseThrow());
            assertThat(result.next()).isEmpty();
            return row;
        }
    }

    @Test
    void one_row_of_a_thousand_files_takes_one_file() {
        Workbench.in(folder).onLake((lake, engine) -> {
            write(lake, engine, 1000);
            assertThat(first(engine, lake, "SELECT count(*), CAST(sum(n) AS BIGINT) FROM silver.t"))
                    .containsExactly(1000L, 4995000L);
            keepOnly(lake, 421);

            assertThat(first(engine, lake, "SELECT n FROM silver.t WHERE id = 421"))
                    .containsExactly(4210L);
            assertThat(first(engine, lake, "SELECT ID FROM silver.t WHERE N BETWEEN 4205 AND 4215"))
                    .containsExactly(421);
            assertThat(first(engine, lake, "SELECT n FROM gold.v WHERE id = 4210"))
                    .containsExactly(421);
            assertThat(first(
                            engine,
                            lake,
                            "WITH c AS (SELECT * FROM silver.t) SELECT l.id, r.n FROM c l JOIN gold.v r ON r.n = l.id"
                                    + " WHERE l.id = $id",
                            new Parameter("id", "INTEGER", Optional.of("421"), new Place("x", 1, 1))))
                    .containsExactly(421, 421);
            assertThat(engine.export(
                            "SELECT * FROM silver.t WHERE seen >= '2020-01-18 13:00:00+00' AND id < 422",
                            List.of(),
                            lake.published(),
                            ResultFormat.CSV,
                            folder.resolve("out.csv")))
                    .isEqualTo(1);
            return null;
        });
    }

    @Test
    void the_clock_that_leaves_files_out_is_the_clock_of_the_query() {
        Workbench.in(folder).onLake((lake, engine) -> {
            write(lake, engine, 10);
            keepOnly(lake, 4);

            String sql =
                    "SELECT id, now() FROM silver.t WHERE seen > now() - INTERVAL 1 HOUR AND seen <= current_timestamp";
            try (QueryResult result =
                    engine.at(Instant.parse("2020-01-01T04:30:00Z")).query(sql, List.of(), lake.published())) {
                assertThat(result.next().orElseThrow().get(0)).isEqualTo(4);
            }
            assertThat(first(
                            engine,
                            lake,
                            "SELECT typeof(current_time), now() = current_timestamp FROM silver.t"
                                    + " WHERE id = 4 AND current_date = today()"))
                    .containsExactly("TIME WITH TIME ZONE", true);
            assertThat(first(engine, lake, "SELECT count(*) FROM silver.t WHERE seen > now()"))
                    .containsExactly(0L);
            return null;
        });
    }

    private static String csv(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(id -> id + "," + id % 7 + "\n")
                .reduce("id,n\n", String::concat);
    }

    private Workbench sixFiles() {
        Workbench bench =
                Workbench.in(folder).streams("a: { path: 'drop/*.csv', format: csv, columns: { id: bigint, n: int } }");
        for (int file = 0; file < 6; file++) {
            bench.file("drop/" + file + ".csv", csv(file * 10, file * 10 + 10)).run();
        }
        assertThat(bench.table("bronze.in_a").fileCount()).isEqualTo(6);
        return bench;
    }

    @Test
    void the_ledger_of_a_model_counts_the_rows_of_files_that_it_passed_over() {
        Workbench bench = sixFiles();
        bench.model(
                        "silver.few",
                        "materialized: table\ncolumns: { n: { checks: [not_null] } }",
                        "SELECT id, n FROM bronze.in_a WHERE id >= 45 AND n <> 3")
                .model(
                        "silver.joined",
                        "materialized: table",
                        "SELECT l.id FROM bronze.in_a l JOIN bronze.in_a r" + " ON l.id = r.id WHERE r.id < 5");
        List<ScanFile> files = bench.table("bronze.in_a").files();
        // Of ids below 10; the model has no use for them.
        files.stream()
                .filter(file -> bench
                        .table("bronze.in_a")
                        .filesMatching(new Condition.Compare(List.of("id"), Condition.Comparison.LESS, 40L))
                        .stream()
                        .map(each -> each.data().location())
                        .toList()
                        .contains(file.data().location()))
                .filter(file -> bench
                        .table("bronze.in_a")
                        .filesMatching(new Condition.Compare(List.of("id"), Condition.Comparison.GREATER_OR_EQUAL, 10L))
                        .stream()
                        .map(each -> each.data().location())
                        .toList()
                        .contains(file.data().location()))
                .forEach(file -> delete(Locations.path(file.data().location())));

        var report = bench.run();

        Ledger ledger = Workbench.ledger(report, "silver.few");
        assertThat(ledger.read()).isEqualTo(60);
        assertThat(ledger.written()).isEqualTo(12);
        assertThat(ledger.dropped()).containsEntry("filtered: id >= 45 AND n <> 3", 48L);
        assertThat(bench.rows("SELECT count(*), min(id), max(id) FROM silver.few"))
                .containsExactly("12|46|58");
        assertThat(bench.rows("SELECT count(*) FROM silver.joined")).containsExactly("5");
    }

    @Test
    void what_a_check_reads_beside_the_query_is_read_whole() {
        Workbench bench = sixFiles()
                .model(
                        "silver.few",
                        "materialized: table\ncolumns: { n: { checks: [{ relationships: { to: bronze.in_a, field: id } }] } }",
                        "SELECT id, n FROM bronze.in_a WHERE id >= 55");

        var report = bench.run();

        assertThat(Workbench.ledger(report, "silver.few").read()).isEqualTo(60);
        assertThat(bench.rows("SELECT count(*) FROM silver.few")).containsExactly("5");
    }

    @Test
    void a_column_is_looked_for_in_the_snapshot_that_is_read() {
        Workbench bench = sixFiles().model("silver.t", "materialized: table", "SELECT id, n FROM bronze.in_a");
        bench.run();
        String before = Long.toString(bench.table("silver.t").snapshotId().orElseThrow());
        bench.model("silver.t", "materialized: table", "SELECT n AS id, id AS n, 'x' AS word FROM bronze.in_a")
                .run();

        Condition large = new Condition.Compare(List.of("id"), Condition.Comparison.EQUAL, 59L);
        assertThat(bench.table("silver.t").filesMatching(large)).isEmpty();
        assertThat(bench.table("silver.t").at(before).filesMatching(large)).hasSize(1);
        assertThat(bench.table("silver.t")
                        .at(before)
                        .filesMatching(new Condition.Compare(List.of("word"), Condition.Comparison.EQUAL, "y")))
                .hasSize(1);
    }

    @Test
    void infinite_times_which_have_no_day_are_found_beside_the_days() {
        Workbench.in(folder).onLake((lake, engine) -> {
            Branch branch = lake.branch("test");
            TableLayout layout =
                    new TableLayout(List.of(PartitionTerm.parse("day(seen)").orElseThrow()), 2, List.of());
            TableDraft draft = branch.draft(TABLE, COLUMNS, layout);
            draft.apply(new RowChange.Append(engine.write(
                            draft,
                            Stream.of("infinity", "-infinity", "2020-01-01", "2020-01-02", "2020-01-03", "2020-01-04")
                                    .map(day -> List.of(1, 1L, day))
                                    .toList())))
                    .stage();
            branch.audited(TABLE);
            branch.publish();

            assertThat(lake.published().table(TABLE).orElseThrow().fileCount()).isEqualTo(5);
            assertThat(first(engine, lake, "SELECT count(*) FROM silver.t WHERE seen > '2020-01-02'"))
                    .containsExactly(3L);
            assertThat(first(engine, lake, "SELECT count(*) FROM silver.t WHERE seen < '2020-01-02'"))
                    .containsExactly(2L);
            return null;
        });
    }
}
