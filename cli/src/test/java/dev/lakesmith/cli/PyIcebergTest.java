package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another engine, from outside, opens the catalog file and reads what a run made. */
final class PyIcebergTest {

    private static final String SCRIPT = """
        import sys
        from pyiceberg.catalog import load_catalog
        lake = sys.argv[1]
        catalog = load_catalog("lakesmith", type="sql", uri="sqlite:///" + lake + "/catalog.db", warehouse="file://" + lake)
        sales = catalog.load_table("silver.sales")
        rows = sales.scan(row_filter="price > 2.00").to_arrow().sort_by("sale_id").to_pylist()
        print([(row["sale_id"], str(row["sold_at"]), row["product"], row["quantity"], str(row["price"])) for row in rows])
        print(catalog.load_table("gold.revenue_by_day").scan(row_filter="day = '2026-01-03'").to_arrow().to_pylist())
        """;

    private static final String IN_PLACE = """
        import sys
        from pyiceberg.catalog import load_catalog
        lake = sys.argv[1]
        catalog = load_catalog("lakesmith", type="sql", uri="sqlite:///" + lake + "/catalog.db", warehouse="file://" + lake)
        sales = catalog.load_table("bronze.in_sales")
        scan = sales.scan(row_filter="dt = '2026-01-02' and id >= 3")
        print(len(list(scan.plan_files())), [task.file.file_path.split("/")[-1] for task in scan.plan_files()])
        rows = sales.scan().to_arrow().sort_by("id").to_pylist()
        print([(row["id"], row["v"], str(row["dt"]), row["s"], row["_source_file"].split("/")[-1], row["_batch_id"],
            row["_loaded_at"].year > 2000, row["_rescued_data"]) for row in rows])
        """;

    private static final String ARROW_WRITES = """
        import sys, os, datetime
        import pyarrow as pa, pyarrow.parquet as pq
        os.makedirs(sys.argv[1])
        pq.write_table(pa.table({"id": [1, 2], "words": pa.array(["x", None]).dictionary_encode(),
            "nothing": pa.nulls(2)}), sys.argv[1] + "/a.parquet")
        pq.write_table(pa.table({"id": [3], "nothing": ["y"], "clock": [datetime.time(10, 11, 12, 345678)]}), sys.argv[1] + "/b.parquet")
        """;

    private static final String ARROW_READS = """
        import sys
        from pyiceberg.catalog import load_catalog
        lake = sys.argv[1]
        catalog = load_catalog("lakesmith", type="sql", uri="sqlite:///" + lake + "/catalog.db", warehouse="file://" + lake)
        rows = catalog.load_table("bronze.in_sales").scan().to_arrow().sort_by("id").to_pylist()
        print([(row["id"], str(row["clock"]), row["words"], row["nothing"]) for row in rows])
        """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void pyiceberg_reads_the_tables_of_a_run_and_prunes_by_their_statistics() throws IOException, InterruptedException {
        String project = folder.resolve("till").toString();
        assertThat(Main.run(new Captured().piped(), Map.of(), "init", project)).isZero();
        assertThat(Main.run(new Captured().piped(), Map.of(), "-p", project, "run"))
                .isZero();
        String output = python(SCRIPT, folder.resolve("till/lake"));
        assertThat(output)
                .contains("[(1, '2026-01-02 09:14:00', 'Espresso', 2, '2.20'), (4, '2026-01-03 08:58:00', 'Cappuccino',"
                        + " 1, '3.10'), (6, '2026-01-03 11:47:00', 'Tea', 2, '2.50')]")
                .contains("'revenue': Decimal('13.50')");
    }

    @Test
    void pyiceberg_reads_parquet_files_that_stayed_where_they_are()
            throws IOException, InterruptedException, SQLException {
        parquet("dt=2026-01-01/a.parquet", "SELECT 1 AS id, 'x' AS v, {'n': 1} AS s");
        parquet("dt=2026-01-02/b.parquet", "SELECT 2::BIGINT AS id, 'y' AS v, {'n': 2} AS s");
        parquet("dt=2026-01-02/c.parquet", "SELECT 3 AS id, 'z' AS v, {'n': 3} AS s");
        projectInPlace();
        assertThat(Main.run(new Captured().piped(), Map.of(), "-p", folder.toString(), "run"))
                .isZero();

        String output = python(IN_PLACE, folder.resolve("lake"));

        assertThat(output)
                .contains("1 ['c.parquet']")
                .contains("[(1, 'x', '2026-01-01', {'n': 1}, 'a.parquet', '000001', True, None), (2, 'y', '2026-01-02',"
                        + " {'n': 2}, 'b.parquet', '000001', True, None), (3, 'z', '2026-01-02', {'n': 3},"
                        + " 'c.parquet', '000001', True, None)]");
    }

    @Test
    void files_of_pyarrow_stay_where_they_are() throws IOException, InterruptedException {
        python(ARROW_WRITES, folder.resolve("drop"));
        projectInPlace();
        Captured run = new Captured();

        assertThat(Main.run(run.piped(), Map.of(), "-p", folder.toString(), "run"))
                .isZero();

        assertThat(run.out() + run.err())
                .doesNotContain("b.parquet: copied")
                .contains("drop/a.parquet: copied and not read in place: its column 'nothing' is stored as INT32"
                        + " NullType(), and the table's is a VARCHAR");
        assertThat(python(ARROW_READS, folder.resolve("lake")))
                .contains("[(1, 'None', 'x', None), (2, 'None', None, None), (3, '10:11:12.345678', None, 'y')]");
    }

    private void projectInPlace() throws IOException {
        Files.writeString(folder.resolve("lakesmith.yml"), "name: t\ntargets: { dev: { warehouse: ./lake } }\n");
        Files.createDirectories(folder.resolve("sources"));
        Files.writeString(folder.resolve("sources/in.yml"), """
            connector: files
            streams:
              sales:
                path: drop/**/*.parquet
                format: { type: parquet, in_place: true }
                columns: { dt: { type: date } }
            """);
    }

    private void parquet(String name, String query) throws IOException, SQLException {
        Path file = folder.resolve("drop/" + name);
        Files.createDirectories(file.getParent());
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT parquet)");
        }
    }

    /** What a script says that is given a lake. */
    private static String python(String script, Path lake) throws IOException, InterruptedException {
        String python = System.getenv("LAKESMITH_TEST_PYTHON");
        if (python == null) {
            System.err.println("SKIPPED: no PyIceberg; set LAKESMITH_TEST_PYTHON to a Python that has it");
        }
        assumeTrue(python != null, "LAKESMITH_TEST_PYTHON names no Python with PyIceberg");
        Process process = new ProcessBuilder(
                        Objects.requireNonNull(python), "-W", "ignore", "-c", script, lake.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return output;
    }
}
