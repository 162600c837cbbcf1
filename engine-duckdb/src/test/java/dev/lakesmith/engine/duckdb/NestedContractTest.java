package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.run.Replay;
import dev.lakesmith.core.run.RunReport;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A value inside of a declared struct, list or map is never changed or lost: the whole fits, or none of it is taken. */
final class NestedContractTest {

    private static final String STRUCT = "v: 'struct(a bigint, b decimal(9,2), c struct(d date, e varchar))'";

    @TempDir
    private Path folder = Path.of("");

    private Workbench bench(String format, String columns) {
        return Workbench.in(folder)
                .streams("t: { path: 'drop/t-*', format: " + format + ", columns: { " + columns + " } }");
    }

    @Test
    void what_fits_is_taken_as_it_is_written() {
        Workbench bench = bench(
                        "ndjson", STRUCT + ", l: 'varchar[]', m: 'map(varchar, bigint)', s: 'struct(a bigint)[]'")
                .file("drop/t-1", """
                    {"id":1,"v":{"a":"7","b":1.50,"c":{"d":"2026-01-31","e":"\\u00e9\\n\\"x, }"}}}
                    {"id":2,"v":{"a":null,"c":null},"l":["null","NULL",""," x ","a,b","\\u00e9",null],"m":{"x/~y":1}}
                    {"id":3,"v":null,"l":[],"m":{},"s":[{"a":1},null,{}]}
                    {"id":4,"l":[1,true,{"a":[1]}],"v":{}}
                    """);

        assertThat(Workbench.ledger(bench.run(), "bronze.in_t")).isEqualTo(Ledger.of(4, 4, 0));
        assertThat(bench.rows("SELECT id, to_json(v), to_json(l), to_json(m), to_json(s) FROM bronze.in_t ORDER BY id"))
                .containsExactly(
                        "1|{\"a\":7,\"b\":1.5,\"c\":{\"d\":\"2026-01-31\",\"e\":\"é\\n\\\"x, }\"}}|null|null|null",
                        "2|{\"a\":null,\"b\":null,\"c\":null}|[\"null\",\"NULL\",\"\",\" x \",\"a,b\",\"é\",null]|"
                                + "{\"x/~y\":1}|null",
                        "3|null|[]|{}|[{\"a\":1},null,{\"a\":null}]",
                        "4|{\"a\":null,\"b\":null,\"c\":null}|[\"1\",\"true\",\"{\\\"a\\\":[1]}\"]|null|null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "struct(a bigint) | {\"a\":\"x\"}",
                "struct(a bigint) | {\"a\":1.5}",
                "struct(a bigint) | {\"a\":99999999999999999999}",
                "struct(a bigint) | {\"a\":1,\"z\":2}",
                "struct(a bigint) | {\"A\":1}",
                "struct(a decimal(9,2)) | {\"a\":1.555}",
                "struct(a struct(b date)) | {\"a\":{\"b\":\"2026-02-30\"}}",
                "struct(a struct(b date)) | {\"a\":5}",
                "struct(a bigint) | [1]",
                "struct(a bigint) | \"{\\\"a\\\":1.5}\"",
                "bigint[] | [1,\"a\"]",
                "bigint[] | [1.5]",
                "bigint[] | [[1]]",
                "bigint[] | 5",
                "bigint[] | \"[1, a]\"",
                "double[] | [\"1e400\"]",
                "struct(a bigint)[] | [{\"a\":1},{\"a\":1,\"b\":2}]",
                "struct(a bigint)[] | [5]",
                "map(varchar, bigint) | {\"x\":\"y\"}",
                "map(bigint, varchar) | {\"x\":\"y\"}",
            })
    void what_does_not_fit_is_quarantined_or_rescued_whole(String type, String value) {
        String record = "{\"id\":1,\"v\":" + value + "}";
        Workbench strict = bench("ndjson", "v: '" + type + "'").file("drop/t-1", record + "\n");
        assertThat(Workbench.ledger(strict.run(), "bronze.in_t")).isEqualTo(Ledger.of(1, 0, 1));
        assertThat(strict.rows("SELECT raw FROM quarantine.bronze_in_t")).containsExactly(record);

        Workbench lenient = bench("ndjson", "v: { type: '" + type + "', other_types: rescue }");
        lenient.run();
        assertThat(lenient.rows("SELECT v, _rescued_data FROM bronze.in_t"))
                .containsExactly("null|{\"v\":" + value + "}");
    }

    @Test
    void text_that_holds_a_list_or_a_struct_is_held_to_it_too() {
        Workbench bench = bench("csv", "l: 'bigint[]', v: 'struct(a bigint, b varchar)', s: 'varchar[]'")
                .file("drop/t-1", """
                    id|l|v|s
                    1|[1, 2, NULL]|{'a': 1, 'b': x}|[a, 007, 1.10]
                    2|[1, x]||
                    3|[1.5]||
                    4||{'a': 1.5}|
                    5||{"a": 2, "b": "\\u00e9"}|["\\n", "b"]
                    """);

        assertThat(Workbench.ledger(bench.run(), "bronze.in_t")).isEqualTo(Ledger.of(5, 2, 3));
        assertThat(bench.rows("SELECT id, to_json(l), to_json(v), to_json(s) FROM bronze.in_t ORDER BY id"))
                .containsExactly(
                        "1|[1,2,null]|{\"a\":1,\"b\":\"x\"}|[\"a\",\"007\",\"1.10\"]",
                        "5|null|{\"a\":2,\"b\":\"é\"}|[\"\\n\",\"b\"]");
        assertThat(bench.rows("SELECT left(reason, 14) FROM quarantine.bronze_in_t ORDER BY line"))
                .containsExactly("l: '[1, x]' is", "l: '[1.5]' is ", "v: '{'a': 1.5}");
    }

    @Test
    void a_model_is_held_to_it_too() {
        Workbench bench = bench("ndjson", "l: varchar, v: varchar")
                .file("drop/t-1", """
                    {"id":1,"l":[1,2],"v":{"a":1}}
                    {"id":2,"l":[1,"x"]}
                    {"id":3,"v":{"a":"x"}}
                    """)
                .model(
                        "silver.t",
                        "columns:\n  l: { type: 'bigint[]' }\n  v: { type: 'struct(a bigint)' }",
                        "SELECT id, l, CAST(v AS JSON) AS v FROM bronze.in_t");

        RunReport report = bench.run();
        assertThat(Workbench.ledger(report, "silver.t")).isEqualTo(Ledger.of(3, 1, 2));
        assertThat(bench.rows("SELECT id, l, v.a FROM silver.t")).containsExactly("1|[1, 2]|1");
        assertThat(bench.rows("SELECT reason FROM quarantine.silver_t ORDER BY reason"))
                .containsExactly(
                        "l: '[1,\"x\"]' is not a BIGINT[]", "v: '{\"a\":\"x\"}' is not a STRUCT(\"a\" BIGINT)");
    }

    @Test
    void what_was_quarantined_comes_back_with_another_type() {
        Workbench bench = bench("ndjson", "v: 'bigint[]'").file("drop/t-1", "{\"id\":1,\"v\":[1,2.5]}\n");
        bench.run();
        assertThat(bench.replay("bronze.in_t", "", Replay.Mode.LAND).passed()).isZero();

        bench("ndjson", "v: 'double[]'").run();
        assertThat(bench.rows("SELECT v FROM bronze.in_t")).containsExactly("[1.0, 2.5]");
        assertThat(bench.rows("SELECT count(*) FROM quarantine.bronze_in_t")).containsExactly("0");
    }
}
