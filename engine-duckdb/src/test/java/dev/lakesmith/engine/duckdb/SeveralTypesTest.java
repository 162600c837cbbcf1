package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.run.RunReport;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a column whose values are of several types, by the choice that the stream makes. */
final class SeveralTypesTest {

    private static final String DATA = "SELECT * EXCLUDE (_source_file, _batch_id, _loaded_at) FROM bronze.in_";
    private static final String VALUES = """
            {"id":1,"v":5}
            {"id":2,"v":"five"}
            {"id":3,"v":{"a":1}}
            {"id":4,"v":[1,2]}
            {"id":5,"v":true}
            {"id":6,"v":1.5}
            {"id":7,"v":null}
            {"id":8}
            {"id":9,"v":12345678901234567890}
            {"id":10,"v":0.12345678901234567890123}
            {"id":11,"v":123456789012345678901234567890}
            """;

    @TempDir
    private Path folder = Path.of("");

    private Workbench bench(String format, String columns) {
        return Workbench.in(folder)
                .streams("t: { path: 'drop/t-*', format: " + format + ", columns: { " + columns + " } }");
    }

    @Test
    void split_gives_every_type_a_column_of_its_own() {
        Workbench bench = bench("ndjson", "v: { other_types: split }").file("drop/t-1", VALUES);

        RunReport report = bench.run();

        assertThat(Workbench.ledger(report, "bronze.in_t").written()).isEqualTo(11);
        assertThat(bench.columns("bronze.in_t"))
                .contains(
                        "v_boolean BOOLEAN",
                        "v_bigint BIGINT",
                        "v_double DOUBLE",
                        "v_varchar VARCHAR",
                        "v_struct STRUCT(\"a\" BIGINT)",
                        "v_list BIGINT[]")
                .doesNotContain("v VARCHAR");
        assertThat(bench.rows(
                        "SELECT id, v_boolean, v_bigint, v_double, v_varchar, v_struct.a, CAST(v_list AS VARCHAR),"
                                + " _rescued_data FROM bronze.in_t ORDER BY id"))
                .containsExactly(
                        "1|null|5|null|null|null|null|null",
                        "2|null|null|null|five|null|null|null",
                        "3|null|null|null|null|1|null|null",
                        "4|null|null|null|null|null|[1, 2]|null",
                        "5|true|null|null|null|null|null|null",
                        "6|null|null|1.5|null|null|null|null",
                        "7|null|null|null|null|null|null|null",
                        "8|null|null|null|null|null|null|null",
                        "9|null|null|null|12345678901234567890|null|null|null",
                        "10|null|null|null|0.12345678901234567890123|null|null|null",
                        "11|null|null|null|123456789012345678901234567890|null|null|null");
    }

    @Test
    void struct_gives_every_type_a_field_of_its_own() {
        Workbench bench = bench("ndjson", "v: { other_types: struct }").file("drop/t-1", VALUES);

        bench.run();

        assertThat(bench.rows(
                        "SELECT id, v.boolean, v.bigint, v.double, v.varchar, v.struct.a, CAST(v.list AS VARCHAR),"
                                + " v IS NULL, _rescued_data FROM bronze.in_t WHERE id <= 9 ORDER BY id"))
                .containsExactly(
                        "1|null|5|null|null|null|null|false|null",
                        "2|null|null|null|five|null|null|false|null",
                        "3|null|null|null|null|1|null|false|null",
                        "4|null|null|null|null|null|[1, 2]|false|null",
                        "5|true|null|null|null|null|null|false|null",
                        "6|null|null|1.5|null|null|null|false|null",
                        "7|null|null|null|null|null|null|true|null",
                        "8|null|null|null|null|null|null|true|null",
                        "9|null|null|null|12345678901234567890|null|null|false|null");
    }

    @Test
    void a_type_that_comes_later_gets_its_place_then_and_what_no_place_holds_is_rescued() {
        Workbench split =
                bench("ndjson", "v: { other_types: split }").file("drop/t-1", "{\"v\":1}\n{\"v\":{\"a\":1}}\n");
        split.run();
        split.file("drop/t-2", "{\"v\":\"x\"}\n{\"v\":2}\n{\"v\":{\"a\":\"text\"}}\n{\"v\":{\"a\":3,\"b\":4}}\n")
                .run();

        assertThat(split.rows("SELECT v_bigint, v_struct.a, v_struct.b, v_varchar, _rescued_data FROM bronze.in_t"))
                .containsExactlyInAnyOrder(
                        "1|null|null|null|null",
                        "null|1|null|null|null",
                        "null|null|null|x|null",
                        "2|null|null|null|null",
                        "null|null|null|null|{\"v\":{\"a\":\"text\"}}",
                        "null|3|4|null|null");
    }

    @Test
    void the_place_of_a_value_does_not_depend_on_what_was_loaded_with_it() {
        Workbench bench = bench("ndjson", "v: { other_types: struct }").file("drop/t-1", "{\"v\":1}\n");
        bench.run();
        bench.file("drop/t-2", "{\"v\":1.5}\n{\"v\":2}\n").run();

        assertThat(bench.rows("SELECT v.bigint, v.double, _rescued_data FROM bronze.in_t"))
                .containsExactlyInAnyOrder("1|null|null", "null|1.5|null", "2|null|null");
        assertThat(bench.columns("bronze.in_t")).contains("v STRUCT(\"bigint\" BIGINT, \"double\" DOUBLE)");
    }

    @Test
    void a_field_named_as_a_part_is_rescued() {
        Workbench bench = bench("ndjson", "v: { other_types: split }")
                .file("drop/t-1", "{\"v_bigint\":7,\"v\":1}\n{\"V_VARCHAR\":\"y\",\"v\":\"x\"}\n");
        bench.run();

        assertThat(bench.rows("SELECT v_bigint, v_varchar, _rescued_data FROM bronze.in_t"))
                .containsExactlyInAnyOrder("1|null|{\"v_bigint\":7}", "null|x|{\"V_VARCHAR\":\"y\"}");
    }

    @Test
    void a_part_can_be_declared_and_is_there_before_a_value_is() {
        Workbench bench = bench("ndjson", "v: { other_types: split }, v_varchar: varchar, v_bigint: integer")
                .file("drop/t-1", "{\"v\":true}\n{\"v\":7}\n{\"v\":3000000000}\n");
        RunReport report = bench.run();

        assertThat(bench.rows("SELECT v_boolean, v_bigint, v_varchar FROM bronze.in_t"))
                .containsExactlyInAnyOrder("true|null|null", "null|7|null");
        assertThat(Workbench.ledger(report, "bronze.in_t").quarantined()).isEqualTo(1);
        assertThat(bench.rows("SELECT reason, raw FROM quarantine.bronze_in_t"))
                .containsExactly("v_bigint: '3000000000' is not an INTEGER|{\"v\":3000000000}");
    }

    @Test
    void rescue_keeps_the_record_and_puts_the_value_aside() {
        Workbench json =
                bench("ndjson", "v: { type: integer, other_types: rescue }").file("drop/t-1", """
                {"id":1,"v":5}
                {"id":2,"v":"6"}
                {"id":3,"v":"five"}
                {"id":4,"v":1.5}
                {"id":5,"v":{"a":[1]}}
                {"id":6,"v":null}
                """);
        RunReport report = json.run();

        assertThat(Workbench.ledger(report, "bronze.in_t").written()).isEqualTo(6);
        assertThat(json.rows("SELECT id, v, _rescued_data FROM bronze.in_t ORDER BY id"))
                .containsExactly(
                        "1|5|null",
                        "2|6|null",
                        "3|null|{\"v\":\"five\"}",
                        "4|null|{\"v\":1.5}",
                        "5|null|{\"v\":{\"a\":[1]}}",
                        "6|null|null");
    }

    @Test
    void rescue_works_for_text_too() {
        Workbench csv = bench("csv", "v: { type: 'decimal(4,1)', other_types: rescue }, w: integer")
                .file("drop/t-1", "id,v,w\n1,5.5,1\n2,5.55,2\n3,five,3\n4,,4\n5,1,x\n");
        RunReport report = csv.run();

        assertThat(csv.rows("SELECT id, v, w, _rescued_data FROM bronze.in_t ORDER BY id"))
                .containsExactly(
                        "1|5.5|1|null", "2|null|2|{\"v\":\"5.55\"}", "3|null|3|{\"v\":\"five\"}", "4|null|4|null");
        assertThat(Workbench.ledger(report, "bronze.in_t").quarantined()).isEqualTo(1);
    }

    @Test
    void another_choice_makes_the_table_anew() {
        Workbench bench = bench("ndjson", "v: { other_types: split }").file("drop/t-1", "{\"v\":1}\n{\"v\":\"x\"}\n");
        bench.run();
        bench.streams("t: { path: 'drop/t-*', format: ndjson, columns: { v: varchar } }")
                .run();

        assertThat(bench.rows(DATA + "t")).containsExactlyInAnyOrder("1|null", "x|null");
    }
}
