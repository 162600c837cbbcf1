package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

    @TempDir
    private Path folder = Path.of("");

    @Test
    void pyiceberg_reads_the_tables_of_a_run_and_prunes_by_their_statistics() throws IOException, InterruptedException {
        String python = System.getenv("LAKESMITH_TEST_PYTHON");
        if (python == null) {
            System.err.println("SKIPPED: no PyIceberg; set LAKESMITH_TEST_PYTHON to a Python that has it");
        }
        assumeTrue(python != null, "LAKESMITH_TEST_PYTHON names no Python with PyIceberg");
        String project = folder.resolve("till").toString();
        assertThat(Main.run(new Captured().piped(), Map.of(), "init", project)).isZero();
        assertThat(Main.run(new Captured().piped(), Map.of(), "-p", project, "run"))
                .isZero();
        Process process = new ProcessBuilder(
                        Objects.requireNonNull(python),
                        "-W",
                        "ignore",
                        "-c",
                        SCRIPT,
                        folder.resolve("till/lake").toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(output)
                .contains(
                        "[(1, '2026-01-02 09:14:00', 'Espresso', 2, '2.20'), (4, '2026-01-03 08:58:00', 'Cappuccino', 1,"
                                + " '3.10'), (6, '2026-01-03 11:47:00', 'Tea', 2, '2.50')]")
                .contains("'revenue': Decimal('13.50')");
    }
}
