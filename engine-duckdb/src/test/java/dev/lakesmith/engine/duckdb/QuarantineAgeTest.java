package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.run.Replay;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a row has been waiting in quarantine. */
final class QuarantineAgeTest {

    @TempDir
    private Path folder;

    @Test
    void a_row_that_is_refused_each_time_its_table_is_made_anew_keeps_its_age() {
        Workbench bench = Workbench.in(folder)
                .streams("x: { path: 'drop/x-*', format: csv }")
                .file("drop/x-1", "id,n\n1,one\n2,2\n,\n")
                .model("silver.m", "columns: { n: integer, id: { missing: quarantine } }", "FROM bronze.in_x")
                .model(
                        "silver.g",
                        "columns: { n: { type: integer } }",
                        "SELECT n, count(*) AS c FROM bronze.in_x GROUP BY n");
        bench.time("2026-01-01T00:00:00Z").run();
        bench.file("drop/x-2", "id,n\n1,one\n3,three\n")
                .time("2026-01-05T00:00:00Z")
                .run();

        assertThat(bench.rows("SELECT reason[:12], file, day(quarantined_at) FROM quarantine.silver_m ORDER BY ALL"))
                .containsExactly(
                        "missing: id |drop/x-1|1",
                        "n: 'one' is |drop/x-1|1",
                        "n: 'one' is |drop/x-2|5",
                        "n: 'three' i|drop/x-2|5");
        // Another number of rows makes another row of the group.
        assertThat(bench.rows("SELECT reason[:12], day(quarantined_at) FROM quarantine.silver_g ORDER BY ALL"))
                .containsExactly("n: 'one' is |5", "n: 'three' i|5");

        bench.time("2026-01-09T00:00:00Z").replay("silver.m", "", Replay.Mode.LAND);

        assertThat(bench.rows("SELECT day(quarantined_at) FROM quarantine.silver_m ORDER BY ALL"))
                .containsExactly("1", "1", "5", "5");
    }
}
