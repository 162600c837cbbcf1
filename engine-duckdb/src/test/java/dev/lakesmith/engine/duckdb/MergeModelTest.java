package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.run.RunReport;
import dev.lakesmith.core.run.StepReport;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models of {@code materialized: merge}: one row a key, the latest, whatever order the versions come in. */
final class MergeModelTest {

    private static final String ROWS = "SELECT * FROM silver.m ORDER BY ALL";

    private final Workbench bench;

    MergeModelTest(@TempDir Path folder) {
        this.bench = Workbench.in(folder).streams("x: { path: 'drop/x-*', format: csv }");
    }

    private Workbench merge(String header) {
        return bench.model(
                "silver.m", "materialized: merge\n" + header, "SELECT id, seen, v FROM bronze.in_x WHERE v <> 'skip'");
    }

    private Ledger loaded(String file, String csv) {
        return Workbench.ledger(bench.file("drop/" + file, csv).run(), "silver.m");
    }

    @Test
    void of_the_versions_of_a_key_the_latest_stays() {
        merge("unique_key: id\nlatest_by: seen\ncolumns: { seen: integer }");

        Ledger first = loaded(
                "x-1", "id,seen,v\na,1,old\na,3,new\na,2,middle\nb,1,only\nc,,undated\nc,1,dated\nd,,one\nd,,two\n");

        assertThat(bench.rows(ROWS)).containsExactly("a|3|new", "b|1|only", "c|1|dated", "d|null|two");
        assertThat(first).isEqualTo(Ledger.of(8, 4, 0, Map.of("deduplicated", 4L)));

        Ledger second = loaded("x-2", "id,seen,v\na,2,late\nb,2,update\nc,,undated\nd,1,dated\ne,9,fresh\nz,1,skip\n");

        assertThat(bench.rows(ROWS)).containsExactly("a|3|new", "b|2|update", "c|1|dated", "d|1|dated", "e|9|fresh");
        assertThat(second).isEqualTo(Ledger.of(6, 3, 0, Map.of("superseded", 2L, "filtered: v <> 'skip'", 1L)));
    }

    @Test
    void columns_called_as_the_places_of_rows_do_not_stand_for_them() {
        bench.model(
                "silver.m",
                "materialized: merge\nunique_key: id",
                "SELECT id, CAST(n AS INTEGER) AS file_index, CAST(n AS INTEGER) AS FILE_ROW_NUMBER, v FROM"
                        + " bronze.in_x");
        loaded("x-1", "id,n,v\na,0,first\nb,0,first\nc,0,first\nd,7,first\n");

        loaded("x-2", "id,n,v\nc,1,second\nd,0,second\n");

        assertThat(bench.rows(ROWS)).containsExactly("a|0|0|first", "b|0|0|first", "c|1|1|second", "d|0|0|second");
    }

    @Test
    void versions_of_the_same_time_are_settled_by_batch_then_by_values() {
        merge("unique_key: id\nlatest_by: seen\ncolumns: { seen: integer }");
        loaded("x-1", "id,seen,v\na,1,second\na,1,first\nb,1,kept\n");

        assertThat(bench.rows(ROWS)).containsExactly("a|1|second", "b|1|kept");

        Ledger ledger = loaded("x-2", "id,seen,v\na,1,third\nb,1,kept\n");

        assertThat(bench.rows(ROWS)).containsExactly("a|1|third", "b|1|kept");
        assertThat(ledger).isEqualTo(Ledger.of(2, 1, 0, Map.of("unchanged", 1L)));
    }

    @Test
    void without_latest_by_the_row_loaded_last_stays() {
        merge("unique_key: [id, seen]");
        loaded("x-1", "id,seen,v\na,1,second\na,2,other\na,1,first\n");
        loaded("x-2", "id,seen,v\na,1,again\n");

        assertThat(bench.rows(ROWS)).containsExactly("a|1|again", "a|2|other");
    }

    @Test
    void a_row_without_a_key_is_quarantined_and_stays_there() {
        merge("unique_key: [id, seen]");
        loaded("x-1", "id,seen,v\n,1,nobody\na,,undated\na,1,v\n");
        Ledger second = loaded("x-2", "id,seen,v\n,,nothing\n");

        assertThat(bench.rows(ROWS)).containsExactly("a|1|v");
        assertThat(second).isEqualTo(Ledger.of(1, 0, 1));
        assertThat(bench.rows("SELECT reason, raw, file FROM quarantine.silver_m ORDER BY file, reason"))
                .containsExactly(
                        "unique_key id is NULL|{\"id\":null,\"seen\":\"1\",\"v\":\"nobody\"}|drop/x-1",
                        "unique_key seen is NULL|{\"id\":\"a\",\"seen\":null,\"v\":\"undated\"}|drop/x-1",
                        "unique_key id is NULL; unique_key seen is"
                                + " NULL|{\"id\":null,\"seen\":null,\"v\":\"nothing\"}|drop/x-2");
    }

    @Test
    void a_version_that_breaks_its_contract_does_not_win() {
        merge("unique_key: id\n"
                + "latest_by: seen\n"
                + "columns: { seen: integer, v: { checks: [{ accepted_values: { values: [x, y], severity:"
                + " quarantine } }] } }");
        loaded("x-1", "id,seen,v\na,1,x\na,2,bad\na,three,y\nb,1,bad\n");

        assertThat(bench.rows(ROWS)).containsExactly("a|1|x");
        assertThat(bench.rows("SELECT reason FROM quarantine.silver_m ORDER BY 1"))
                .containsExactly(
                        "seen: 'three' is not an INTEGER",
                        "v_accepted_values: v is not one of [x, y]",
                        "v_accepted_values: v is not one of [x, y]");
    }

    @Test
    void only_files_that_hold_a_replaced_row_are_written_anew_and_nothing_new_is_no_work() {
        merge("unique_key: id\nlatest_by: seen\ncolumns: { seen: integer }");
        loaded("x-1", "id,seen,v\na,1,x\n");
        loaded("x-2", "id,seen,v\nb,1,x\n");
        assertThat(bench.table("silver.m").fileCount()).isEqualTo(2);
        long snapshot = bench.table("silver.m").snapshotId().orElseThrow();

        assertThat(bench.run().nothingNew()).isTrue();
        loaded("x-3", "id,seen,v\na,0,older\n");

        assertThat(bench.table("silver.m").files()).hasSize(2);
        loaded("x-4", "id,seen,v\nb,2,y\n");
        assertThat(bench.rows(ROWS)).containsExactly("a|1|x", "b|2|y");
        assertThat(bench.table("silver.m").files()).hasSize(2);
        assertThat(bench.table("silver.m").at(Long.toString(snapshot)).rows()).isEqualTo(2);
    }

    /** Files that are older than all that comes are not read for their times; the others are. */
    @ParameterizedTest
    @CsvSource({
        "integer, 10, 20, 30, 40",
        "bigint, -9000000000, 0, 1, 9000000000",
        "date, 1969-12-30, 2024-02-28, 2024-02-29, 9999-12-31",
        "timestamp, 1969-12-31 23:59:59.999999, 2024-02-29 10:00:00, 2024-02-29 10:00:00.000001, 9999-12-31 00:00:00",
        "timestamptz, 2024-02-29 00:00:00+00, 2024-02-29 00:30:00+00, 2024-02-29 03:00:00+02, 2024-02-29 02:00:00+00",
        "'decimal(9,2)', -1.50, 1.00, 1.01, 99.00",
        "varchar, a, b, c, d"
    })
    void late_rows_are_found_in_whichever_file_the_newer_ones_are(
            String type, String first, String second, String third, String fourth) {
        merge("unique_key: id\nlatest_by: seen\ncolumns: { seen: '" + type + "' }");
        loaded("x-1", "id,seen,v\na,%1$s,1\nb,%1$s,1\nf,,1\n".formatted(first));
        loaded("x-2", "id,seen,v\nc,%1$s,2\nd,%2$s,2\n".formatted(second, fourth));
        assertThat(bench.table("silver.m").fileCount()).isEqualTo(2);

        Ledger ledger = loaded("x-3", "id,seen,v\na,%1$s,3\nc,%1$s,3\nd,%1$s,3\ne,%1$s,3\nf,%1$s,3\n".formatted(third));

        assertThat(bench.rows("SELECT id, v FROM silver.m ORDER BY ALL"))
                .containsExactly("a|3", "b|1", "c|3", "d|2", "e|3", "f|3");
        assertThat(ledger).isEqualTo(Ledger.of(5, 4, 0, Map.of("superseded", 1L)));

        Ledger undated = loaded("x-4", "id,seen,v\na,,4\nb,%1$s,4\nc,%1$s,3\n".formatted(third));

        assertThat(bench.rows("SELECT id, v FROM silver.m ORDER BY ALL"))
                .containsExactly("a|3", "b|4", "c|3", "d|2", "e|3", "f|3");
        assertThat(undated).isEqualTo(Ledger.of(3, 1, 0, Map.of("superseded", 1L, "unchanged", 1L)));
    }

    @Test
    void nested_values_and_nulls_are_compared_as_values() {
        bench.streams("x: { path: 'drop/x-*', format: ndjson }")
                .model("silver.m", "materialized: merge\nunique_key: id", "SELECT id, s, l FROM bronze.in_x");
        bench.file("drop/x-1", "{\"id\":1,\"s\":{\"a\":null,\"b\":1},\"l\":[1]}\n{\"id\":2,\"s\":null,\"l\":[]}\n")
                .run();
        RunReport report = bench.file(
                        "drop/x-2",
                        "{\"id\":1,\"s\":{\"a\":null,\"b\":1},\"l\":[1]}\n{\"id\":2,\"s\":null,\"l\":[2]}\n")
                .run();

        assertThat(Workbench.ledger(report, "silver.m")).isEqualTo(Ledger.of(2, 1, 0, Map.of("unchanged", 1L)));
        assertThat(bench.rows("SELECT id, s, l FROM silver.m ORDER BY id"))
                .containsExactly("1|{a=null, b=1}|[1]", "2|null|[2]");
    }

    @Test
    void a_changed_query_merges_all_rows_again() {
        merge("unique_key: id\nlatest_by: seen\ncolumns: { seen: integer }");
        loaded("x-1", "id,seen,v\na,1,x\nb,1,y\n");
        bench.model(
                "silver.m",
                "materialized: merge\nunique_key: id\nlatest_by: seen\ncolumns: { seen: integer }",
                "SELECT id, seen, upper(v) AS v FROM bronze.in_x");
        StepReport step = Workbench.step(bench.run(), "silver.m");

        assertThat(bench.rows(ROWS)).containsExactly("a|1|X", "b|1|Y");
        assertThat(step.ledger()).isEqualTo(Ledger.of(2, 2, 0));
    }
}
