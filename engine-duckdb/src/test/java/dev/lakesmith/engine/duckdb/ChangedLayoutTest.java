package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other partitions, another format version or another kind of history for a table that is there. */
final class ChangedLayoutTest {

    private static final String HISTORY = "materialized: snapshot\nunique_key: id\ncompare: all\n";
    private static final String VERSIONS = "SELECT id, v, valid_to IS NULL FROM silver.h ORDER BY id, valid_from";

    private final Workbench bench;

    ChangedLayoutTest(@TempDir Path folder) {
        this.bench = Workbench.in(folder)
                .streams("x: { path: 'drop/x-*', format: csv, columns: { ts: timestamp } }")
                .file("drop/x-1", "id,v,ts\n1,a,2026-01-31 10:00:00\n2,b,2026-02-01 10:00:00\n3,c,\n");
    }

    private void history(String header) {
        bench.model(
                "silver.h",
                HISTORY + header,
                "SELECT id, v FROM bronze.in_x WHERE _batch_id = (SELECT max(_batch_id) FROM bronze.in_x)");
    }

    @Test
    void versions_that_are_kept_move_to_the_partitions_and_the_format_asked_for() {
        history("");
        bench.run();
        history("partition_by: v\n");
        bench.file("drop/x-2", "id,v,ts\n1,a2,\n2,b,\n3,c,\n").run();

        String[] versions = {"1|a|false", "1|a2|true", "2|b|true", "3|c|true"};
        assertThat(bench.rows(VERSIONS)).containsExactly(versions);
        assertThat(bench.table("silver.h").layout().partitionBy()).hasToString("[v]");
        assertThat(bench.table("silver.h").fileCount()).isEqualTo(4);

        history("format_version: 3\n");
        bench.run();
        assertThat(bench.table("silver.h").formatVersion()).isEqualTo(3);
        assertThat(bench.rows(VERSIONS)).containsExactly(versions);

        bench.file("drop/x-3", "id,v,ts\n1,a3,\n2,b,\n3,c,\n").run();
        assertThat(bench.rows(VERSIONS))
                .containsExactly("1|a|false", "1|a2|false", "1|a3|true", "2|b|true", "3|c|true");
        assertThat(bench.planned()).isEmpty();
    }

    @Test
    void versions_from_before_deletions_were_told_are_of_keys_that_were_there() {
        history("hard_deletes: close\n");
        bench.run();
        history("hard_deletes: new_record\n");
        bench.file("drop/x-2", "id,v,ts\n1,a,\n2,b2,\n").run();

        assertThat(bench.rows("SELECT id, v, is_deleted FROM silver.h ORDER BY id, valid_from"))
                .containsExactly("1|a|false", "2|b|false", "2|b2|false", "3|c|false", "3|c|true");
    }

    @Test
    void a_format_version_that_cannot_be_gone_back_to_is_told_before_the_run() {
        bench.model("silver.m", "format_version: 3", "SELECT id FROM bronze.in_x")
                .run();
        bench.model("silver.m", "format_version: 2", "SELECT id FROM bronze.in_x")
                .file("drop/x-2", "id\n4\n");

        assertThatThrownBy(bench::attempt)
                .hasMessageStartingWith("models/silver/m.sql:2:17: silver.m has Iceberg's format version 3, got 2; a"
                        + " table cannot go back: write format_version: 3");
        assertThat(bench.rows("SELECT count(*) FROM bronze.in_x")).containsExactly("3");
    }

    @Test
    void terms_that_say_the_same_twice_are_told_before_the_run() {
        bench.run();
        bench.model("silver.m", "partition_by: [id, ID]", "SELECT id, ts FROM bronze.in_x")
                .model("silver.n", "partition_by: [day(ts), id, month(ts)]", "SELECT id, ts FROM bronze.in_x");

        assertThatThrownBy(bench::attempt)
                .hasMessageContaining("models/silver/m.sql:2:15: partition_by: id and ID are the same; write it once")
                .hasMessageContaining("models/silver/n.sql:2:15: partition_by: day(ts) and month(ts) take the same"
                        + " column by time; write the finer of them alone");
    }

    @Test
    void a_column_may_be_called_as_a_partition_would_be() {
        String header = "materialized: partition\npartition_by: day(ts)";
        bench.model("silver.m", header, "SELECT id, ts, CAST(ts AS DATE) AS ts_day FROM bronze.in_x")
                .run();
        bench.file("drop/x-2", "id,v,ts\n4,d,2026-01-31 12:00:00\n").run();

        assertThat(bench.rows("SELECT id, ts_day FROM silver.m ORDER BY id"))
                .containsExactly("1|2026-01-31", "2|2026-02-01", "3|null", "4|2026-01-31");
        assertThat(bench.table("silver.m").layout().partitionBy()).hasToString("[day(ts)]");
    }
}
