package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.vocabulary.TableName;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What DuckDB is told about the files it reads. */
final class TableScanTest {

    @TempDir
    private Path folder = Path.of("");

    private static String csv(int rows) {
        return IntStream.range(0, rows)
                .mapToObj(i -> i + "," + i % 7)
                .collect(Collectors.joining("\n", "id,n\n", "\n"));
    }

    private Workbench bench() {
        return Workbench.in(folder).streams("a: { path: 'drop/*.csv', format: csv, columns: { id: bigint, n: int } }");
    }

    private String plan(Workbench bench, String table) {
        return bench.onLake((lake, engine) -> {
            LakeTable found = lake.published().table(TableName.parse(table)).orElseThrow();
            try (Instance instance =
                            Instance.open(new DuckDbSettings(256L << 20, 1, folder.resolve("spill")), Storage.local());
                    Session session = instance.session(lake.published())) {
                return session.query(
                        "EXPLAIN (FORMAT json) " + TableScan.of(session, found).sql(), rows -> {
                            rows.next();
                            return rows.getString(2);
                        });
            }
        });
    }

    private static boolean everyFileHasItsSchema(LakeTable table) {
        return table.files().stream().allMatch(table::isOfThisSchema);
    }

    @Test
    void duckdb_knows_how_many_rows_a_table_has() {
        Workbench bench = bench().file("drop/1.csv", csv(12_345));
        bench.run();

        assertThat(plan(bench, "bronze.in_a")).contains("12345");
    }

    @Test
    void rows_written_before_a_column_came_have_none_in_it() {
        Workbench bench = bench().file("drop/1.csv", "id,n\n1,10\n");
        bench.run();
        assertThat(everyFileHasItsSchema(bench.table("bronze.in_a"))).isTrue();
        bench.file("drop/2.csv", "id,n,word\n2,20,two\n").run();

        LakeTable evolved = bench.table("bronze.in_a");
        assertThat(evolved.files().stream().filter(evolved::isOfThisSchema)).hasSize(1);
        assertThat(bench.rows("SELECT id, n, word FROM bronze.in_a ORDER BY id"))
                .containsExactly("1|10|null", "2|20|two");
    }

    @Test
    void a_table_made_anew_is_read_by_the_names_it_has_now() {
        Workbench bench = bench().file("drop/1.csv", "id,n\n1,10\n")
                .model("silver.t", "materialized: table", "SELECT id, n FROM bronze.in_a");
        bench.run();
        bench.model("silver.t", "materialized: table", "SELECT n AS id, id AS n, 'x' AS word FROM bronze.in_a")
                .run();

        assertThat(everyFileHasItsSchema(bench.table("silver.t"))).isTrue();
        assertThat(bench.rows("SELECT id, n, word FROM silver.t")).containsExactly("10|1|x");
    }

    @Test
    void a_table_rolled_back_behind_a_change_of_its_columns_has_its_rows() {
        Workbench bench = bench().file("drop/1.csv", "id,n\n1,10\n");
        bench.run();
        long before = bench.table("bronze.in_a").snapshotId().orElseThrow();
        bench.file("drop/2.csv", "id,n,word\n2,20,two\n").run();
        bench.onLake((lake, engine) -> {
            lake.rollback(TableName.parse("bronze.in_a"), Long.toString(before));
            return true;
        });

        assertThat(bench.rows("SELECT id, n FROM bronze.in_a")).containsExactly("1|10");
        bench.run();
        assertThat(bench.rows("SELECT id, n, word FROM bronze.in_a ORDER BY id"))
                .containsExactly("1|10|null", "2|20|two");
    }
}
