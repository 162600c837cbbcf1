package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.run.RunReport;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values far longer than an engine's line buffer, under a memory setting of 512 MB. */
final class CsvLongValuesTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_field_of_fifty_megabytes_is_kept_and_the_records_around_it_too() {
        String plain = "x".repeat(50 << 20);
        Workbench bench = Workbench.in(folder)
                .streams("x: { path: drop/x.csv, format: csv }", "q: { path: drop/q.csv, format: csv }")
                .file("drop/x.csv", "id,v\n1,a\n2," + plain + "\n3,c\nbad\n")
                .file("drop/q.csv", "id,v\n1,\"" + "ä\n".repeat(3 << 20) + "\"\n2,b\n");

        RunReport report = bench.run();

        assertThat(bench.rows("SELECT id, length(v), md5(v) = md5(repeat('x', " + (50 << 20) + ")) FROM bronze.in_x"))
                .containsExactlyInAnyOrder("1|1|false", "2|" + (50 << 20) + "|true", "3|1|false");
        assertThat(Workbench.ledger(report, "bronze.in_x")).isEqualTo(Ledger.of(4, 3, 1));
        assertThat(bench.rows("SELECT line, raw FROM quarantine.bronze_in_x")).containsExactly("5|bad");
        assertThat(bench.rows("SELECT id, length(v), replace(v, 'ä', '') = repeat(chr(10), " + (3 << 20)
                        + ") FROM bronze.in_q"))
                .containsExactlyInAnyOrder("1|" + (6 << 20) + "|true", "2|1|false");
    }
}
