package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.engine.ResultFormat;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project may lie in a folder whose name looks like a partition. */
final class FoldersOfValuesTest {

    private final Path folder;

    FoldersOfValuesTest(@TempDir Path folder) {
        this.folder = folder.resolve("stage=test");
    }

    @Test
    void a_folder_above_the_lake_becomes_no_column() {
        Workbench bench = Workbench.in(folder)
                .file("drop/a.csv", "id,name\n1,x\n")
                .file("drop/b.json", "{\"id\": 1}\n")
                .streams(
                        "a: { path: drop/a.csv, format: csv }",
                        "b: { path: drop/b.json, format: ndjson }",
                        "c: { path: drop/c.parquet, format: parquet }");
        bench.export("SELECT 1 AS id", ResultFormat.PARQUET, folder.resolve("drop/c.parquet"));

        bench.run();

        assertThat(bench.columns("bronze.in_a")).startsWith("id VARCHAR", "name VARCHAR", "_source_file VARCHAR");
        assertThat(bench.columns("bronze.in_b")).startsWith("id BIGINT", "_source_file VARCHAR");
        assertThat(bench.columns("bronze.in_c")).startsWith("id INTEGER", "_source_file VARCHAR");
        assertThat(bench.rows("SELECT id, name FROM bronze.in_a")).containsExactly("1|x");
    }
}
