package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.run.RunReport;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns of delimited text that come, go, move and are declared. */
final class CsvColumnsTest {

    private static final String ALL = "SELECT * EXCLUDE (_source_file, _batch_id, _loaded_at) FROM bronze.in_";

    private final Workbench bench;

    CsvColumnsTest(@TempDir Path folder) {
        this.bench = Workbench.in(folder);
    }

    private Workbench streams(String onNewColumns, String... names) {
        String[] lines = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            lines[i] = names[i] + ": { path: 'drop/" + names[i] + "-*', format: csv, on_new_columns: " + onNewColumns
                    + " }";
        }
        return bench.streams(lines);
    }

    @Test
    void columns_are_found_by_name_whatever_their_order_and_case() {
        streams("evolve", "x").file("drop/x-1", "id,v\n1,a\n").file("drop/x-2", "v,id\nb,2\n");
        bench.run();
        bench.file("drop/x-3", "V,Id\nc,3\n").run();

        assertThat(bench.rows(ALL + "x")).containsExactlyInAnyOrder("1|a|null", "2|b|null", "3|c|null");
    }

    @Test
    void evolve_adds_new_columns_and_leaves_vanished_ones_null() {
        streams("evolve", "x").file("drop/x-1", "id,v\n1,a\n").file("drop/x-2", "id,w\n2,b\n");
        bench.run();
        int id = bench.table("bronze.in_x").schema().findField("v").fieldId();
        RunReport report =
                bench.file("drop/x-3", "z,id\n\"it's \"\"z\"\"\",3\n").run();

        assertThat(bench.rows("SELECT id, v, w, z, _rescued_data FROM bronze.in_x"))
                .containsExactlyInAnyOrder("1|a|null|null|null", "2|null|b|null|null", "3|null|null|it's \"z\"|null");
        assertThat(bench.table("bronze.in_x").schema().findField("v").fieldId()).isEqualTo(id);
        assertThat(Workbench.step(report, "bronze.in_x").notes()).contains("new columns: z");
        assertThat(Workbench.ledger(report, "bronze.in_x")).isEqualTo(Ledger.of(1, 1, 0));
    }

    @Test
    void rescue_keeps_the_values_of_new_columns_as_text() {
        streams("rescue", "x", "y").file("drop/x-1", "id,v\n1,a\n").file("drop/y-1", "id\n1\n");
        bench.run();
        bench.file("drop/x-2", "id,N,\"it's \"\"q\"\"\",v\n2,007,\"a\"\"b\n\",b\n3,,,c\n4,,\"\",d\n5,,é,\n")
                .file("drop/y-2", "w\nonly new\n")
                .run();

        assertThat(bench.rows(ALL + "x"))
                .containsExactlyInAnyOrder(
                        "1|a|null",
                        "2|b|{\"N\":\"007\",\"it's \\\"q\\\"\":\"a\\\"b\\n\"}",
                        "3|c|null",
                        "4|d|{\"it's \\\"q\\\"\":\"\"}",
                        "5|null|{\"it's \\\"q\\\"\":\"é\"}");
        assertThat(bench.rows(ALL + "y")).containsExactlyInAnyOrder("1|null", "null|{\"w\":\"only new\"}");
    }

    @Test
    void fail_loads_nothing_of_a_batch_with_new_columns_until_the_stream_allows_them() {
        streams("fail", "x").file("drop/x-1", "id,v\n1,a\n");
        bench.run();
        bench.file("drop/x-2", "id,v\n2,b\n").file("drop/x-3", "id,v,w\n3,c,new\n");

        RunReport refused = bench.attempt();

        assertThat(Workbench.errors(refused))
                .singleElement()
                .asString()
                .contains("sources/in.yml:3", "[w]", "on_new_columns: fail");
        assertThat(bench.rows(ALL + "x")).containsExactly("1|a|null");
        assertThat(bench.rows("SELECT v FROM bronze.in_x")).containsExactly("a");

        streams("rescue", "x").run();

        assertThat(bench.rows(ALL + "x")).containsExactlyInAnyOrder("1|a|null", "2|b|null", "3|c|{\"w\":\"new\"}");
    }

    @Test
    void a_value_that_does_not_fit_a_declared_type_is_quarantined_with_its_line_as_it_was_written() {
        bench.streams("x: { path: 'drop/x-*', format: { type: csv, nulls: ['', '-'] }, columns: { n: bigint,"
                        + " amount: 'decimal(10,2)', day: date, at: timestamptz, ok: boolean, later: double } }")
                .file("drop/x-1", """
                        n,amount,day,at,ok,note
                        1,1.5,2026-01-31,2026-01-31T10:00:00Z,true,a
                        -,-,-,-,-,-
                        2.5,1.555,2026-02-30,noon,perhaps,"b
                        c"
                        "3","",2026-01-31,,,d
                        4;,,,,,e
                        5,1
                        """);

        RunReport report = bench.run();

        assertThat(bench.columns("bronze.in_x"))
                .startsWith(
                        "n BIGINT",
                        "amount DECIMAL(10,2)",
                        "day DATE",
                        "at TIMESTAMP WITH TIME ZONE",
                        "ok BOOLEAN",
                        "note VARCHAR",
                        "later DOUBLE");
        assertThat(bench.rows(ALL + "x"))
                .containsExactlyInAnyOrder(
                        "1|1.50|2026-01-31|2026-01-31T10:00Z|true|a|null|null",
                        "null|null|null|null|null|null|null|null");
        assertThat(Workbench.ledger(report, "bronze.in_x")).isEqualTo(Ledger.of(6, 2, 4));
        assertThat(bench.rows("SELECT line, reason, raw FROM quarantine.bronze_in_x ORDER BY line"))
                .containsExactly(
                        "4|n: '2.5' is not a BIGINT; amount: '1.555' is not a DECIMAL(10,2); day: '2026-02-30' is not a"
                                + " DATE; at: 'noon' is not a TIMESTAMP WITH TIME ZONE; ok: 'perhaps' is not a BOOLEAN|"
                                + "2.5,1.555,2026-02-30,noon,perhaps,\"b\nc\"",
                        "6|amount: '' is not a DECIMAL(10,2)|\"3\",\"\",2026-01-31,,,d",
                        "7|n: '4;' is not a BIGINT|4;,,,,,e",
                        "8|expected 6 columns, found 2|5,1");
    }

    @Test
    void plain_values_of_declared_types_are_exact_in_small_and_many_files() {
        bench.streams("x: { path: 'drop/x-*', format: csv, columns: { n: integer, d: double, day: date,"
                + " at: timestamp, amount: 'decimal(6,3)' } }");
        for (int i = 0; i < 5; i++) {
            bench.file(
                    "drop/x-" + i,
                    "n,d,day,at,amount\n" + i + ",0.1,2026-01-0" + (i + 1) + ",2026-01-31 10:00:00.123456,1.005\n"
                            + "-2147483648,-0.0,0001-01-01,1969-12-31T23:59:59,-999.999\n");
        }
        RunReport report = bench.run();

        assertThat(bench.rows("SELECT DISTINCT * EXCLUDE (_source_file, _batch_id, _loaded_at) FROM bronze.in_x"
                        + " ORDER BY n"))
                .containsExactly(
                        "-2147483648|-0.0|0001-01-01|1969-12-31T23:59:59|-999.999|null",
                        "0|0.1|2026-01-01|2026-01-31T10:00:00.123456|1.005|null",
                        "1|0.1|2026-01-02|2026-01-31T10:00:00.123456|1.005|null",
                        "2|0.1|2026-01-03|2026-01-31T10:00:00.123456|1.005|null",
                        "3|0.1|2026-01-04|2026-01-31T10:00:00.123456|1.005|null",
                        "4|0.1|2026-01-05|2026-01-31T10:00:00.123456|1.005|null");
        assertThat(Workbench.ledger(report, "bronze.in_x")).isEqualTo(Ledger.of(10, 10, 0));
        assertThat(bench.rows("SELECT n, _source_file FROM bronze.in_x WHERE n >= 0 ORDER BY n"))
                .containsExactly("0|drop/x-0", "1|drop/x-1", "2|drop/x-2", "3|drop/x-3", "4|drop/x-4");
    }

    @Test
    void a_type_declared_later_makes_the_table_anew_from_what_was_landed() {
        streams("evolve", "x").file("drop/x-1", "id,n\n1,10\n2,ten\n");
        bench.run();
        bench.file("drop/x-2", "id,n\n3,30\n")
                .streams("x: { path: 'drop/x-*', format: csv, columns: { n: bigint } }")
                .run();

        assertThat(bench.columns("bronze.in_x")).startsWith("id VARCHAR", "n BIGINT");
        assertThat(bench.rows("SELECT id, n FROM bronze.in_x")).containsExactlyInAnyOrder("1|10", "3|30");
        assertThat(bench.rows("SELECT file, line, raw FROM quarantine.bronze_in_x"))
                .containsExactly("drop/x-1|3|2,ten");
    }

    @Test
    void a_batch_is_loaded_once() {
        streams("evolve", "x").file("drop/x-1", "id\n1\nbad,row\n");
        bench.run();

        assertThat(bench.run().nothingNew()).isTrue();
        bench.file("drop/x-2", "id\n2\n").run();

        assertThat(bench.rows("SELECT id FROM bronze.in_x")).containsExactlyInAnyOrder("1", "2");
        assertThat(bench.rows("SELECT raw FROM quarantine.bronze_in_x")).containsExactly("bad,row");
    }
}
