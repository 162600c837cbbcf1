package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.engine.ResultFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A project may lie in a folder whose name looks like a partition or like a pattern, and so may its files. */
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

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_folder_named_like_a_pattern_is_itself_and_no_other(@TempDir Path parent) throws IOException, SQLException {
        Path project = parent.resolve("pro[j] {x,y}'s*?");
        Files.createDirectories(project.resolve("drop"));
        Workbench bench = Workbench.in(project)
                .file("drop/a.csv", "id,name\n1,x\n2,y\n")
                .file("drop/b.json", "{\"id\": 1}\n")
                .streams(
                        "a: { path: 'drop/a*.csv', format: csv }",
                        "b: { path: drop/b.json, format: ndjson }",
                        "c: { path: 'drop/*.parquet', format: { type: parquet, in_place: true } }")
                .model(
                        "silver.m",
                        "materialized: merge\nunique_key: id",
                        "SELECT a.id, a.name FROM bronze.in_a AS a WHERE name <> 'z'")
                .model("gold.n", "", "SELECT count(*) AS n FROM silver.m");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT 1 AS id) TO '" + parent.resolve("one") + "' (FORMAT parquet)");
            statement.execute("COPY (SELECT 2 AS id) TO '" + parent.resolve("two") + "' (FORMAT parquet)");
        }
        Files.move(parent.resolve("one"), project.resolve("drop/c[1].parquet"));
        Files.move(parent.resolve("two"), project.resolve("drop/c1.parquet"));

        bench.run();
        bench.file("drop/a-2.csv", "id,name\n2,other\n").run();

        assertThat(bench.rows("SELECT * FROM silver.m ORDER BY id")).containsExactly("1|x", "2|other");
        assertThat(bench.rows("SELECT n FROM gold.n")).containsExactly("2");
        assertThat(bench.rows("SELECT id, _source_file FROM bronze.in_b")).containsExactly("1|drop/b.json");
        assertThat(bench.rows("SELECT id, _source_file FROM bronze.in_c ORDER BY id"))
                .containsExactly("1|drop/c[1].parquet", "2|drop/c1.parquet");
    }
}
