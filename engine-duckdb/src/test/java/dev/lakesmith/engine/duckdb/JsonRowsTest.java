package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.run.RunReport;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JSON from files to bronze: every value is in its column, in _rescued_data or in quarantine. */
final class JsonRowsTest {

    private static final String DATA = "SELECT * EXCLUDE (_source_file, _batch_id, _loaded_at) FROM bronze.in_";
    private static final String PROVENANCE = "_source_file VARCHAR";

    @TempDir
    private Path folder = Path.of("");

    private Workbench bench(String onNewColumns, String... streams) {
        String[] lines = new String[streams.length];
        for (int i = 0; i < streams.length; i++) {
            lines[i] = streams[i] + ": { path: 'drop/" + streams[i] + "-*', format: ndjson, on_new_columns: "
                    + onNewColumns + " }";
        }
        return Workbench.in(folder).streams(lines);
    }

    private static List<String> dataColumns(Workbench bench, String stream) {
        List<String> columns = bench.columns("bronze.in_" + stream);
        return columns.subList(0, columns.indexOf(PROVENANCE));
    }

    @Test
    void types_hold_every_value_of_a_batch_and_late_keys_are_columns() {
        Workbench bench = bench("evolve", "late", "mixed", "big", "floats", "texts")
                .file(
                        "drop/late-1",
                        String.join("", Collections.nCopies(30_000, "{\"a\":1}\n")) + "{\"a\":1,\"late\":\"here\"}\n")
                .file("drop/mixed-1", """
                        {"a":1}
                        {"a":"x"}
                        {"a":true}
                        {"a":{"b":1}}
                        {"a":null}
                        """)
                .file("drop/big-1", """
                        {"a":1}
                        {"a":9223372036854775807}
                        {"a":9223372036854775808}
                        {"a":123456789012345678901234567890}
                        """)
                .file("drop/floats-1", "{\"a\":1}\n{\"a\":1.5}\n{\"a\":9007199254740993}\n")
                .file("drop/texts-1", "{\"d\":\"2026-01-01\",\"n\":\"007\",\"z\":\"\\ud83d\\ude00\"}\n");

        RunReport report = bench.run();

        assertThat(Workbench.ledger(report, "bronze.in_late").written()).isEqualTo(30_001);
        assertThat(bench.rows("SELECT a, late FROM bronze.in_late WHERE late IS NOT NULL"))
                .containsExactly("1|here");
        assertThat(dataColumns(bench, "mixed")).containsExactly("a VARCHAR");
        assertThat(bench.rows(DATA + "mixed"))
                .containsExactlyInAnyOrder("1|null", "x|null", "true|null", "{\"b\":1}|null", "null|null");
        assertThat(bench.rows("SELECT a FROM bronze.in_big"))
                .containsExactlyInAnyOrder(
                        "1", "9223372036854775807", "9223372036854775808", "123456789012345678901234567890");
        assertThat(bench.rows("SELECT a FROM bronze.in_floats"))
                .containsExactlyInAnyOrder("1", "1.5", "9007199254740993");
        assertThat(dataColumns(bench, "texts")).containsExactly("d VARCHAR", "n VARCHAR", "z VARCHAR");
        assertThat(bench.rows(DATA + "texts")).containsExactly("2026-01-01|007|\ud83d\ude00|null");
    }

    @Test
    void odd_keys_keep_their_values() {
        Workbench bench = bench("evolve", "punctuation", "no_name", "control", "nested", "case", "twice")
                .file(
                        "drop/punctuation-1",
                        "{\"a.b\":1,\"c d\":2,\"e\\\"f\":3,\"g'h\":4,\"i\\\\j\":5,\"日本\":6,\"k/l~\":7,\"_batch_id\":8}\n")
                .file("drop/no_name-1", "{\"\":1,\"b\":2}\n{\"b\":3}\n")
                .file("drop/control-1", "{\"a\\u0000b\":1,\"c\":2}\n")
                .file("drop/nested-1", "{\"a\":{\"\":1},\"b\":{\"k\\u0000\":1},\"c\":{\"x\":1,\"X\":2}}\n")
                .file("drop/case-1", "{\"a\":3}\n{\"A\":4}\n{\"a\":5,\"A\":6}\n")
                .file("drop/twice-1", "{\"a\":1,\"a\":2}\n{\"a\":3}\n");

        bench.run();

        assertThat(bench.rows(DATA + "punctuation")).containsExactly("1|2|3|4|5|6|7|{\"_batch_id\":8}");
        assertThat(bench.rows(DATA + "no_name")).containsExactlyInAnyOrder("2|{\"\":1}", "3|null");
        assertThat(bench.rows(DATA + "control")).containsExactly("2|{\"a\\u0000b\":1}");
        assertThat(bench.rows(DATA + "nested")).containsExactly("{\"\":1}|{\"k\\u0000\":1}|{\"x\":1,\"X\":2}|null");
        assertThat(bench.rows(DATA + "case")).containsExactlyInAnyOrder("3|null", "null|{\"A\":4}", "5|{\"A\":6}");
        assertThat(bench.rows(DATA + "twice")).containsExactly("3|null");
        assertThat(bench.rows("SELECT reason, raw, line FROM quarantine.bronze_in_twice"))
                .containsExactly("not valid JSON: Duplicate field 'a'|{\"a\":1,\"a\":2}|1");
    }

    @Test
    void keys_of_any_length_keep_their_values() {
        String key = "k".repeat(60_000);
        Workbench bench = bench("evolve", "long").file("drop/long-1", "{\"" + key + "\":1,\"b\":2}\n{\"b\":3}\n");

        bench.run();

        assertThat(bench.rows("SELECT " + key + ", b FROM bronze.in_long ORDER BY b"))
                .containsExactly("1|2", "null|3");
    }

    @Test
    void a_later_batch_widens_structures_and_what_does_not_fit_is_rescued() {
        Workbench bench = bench("evolve", "numbers", "tabs", "structs", "lists")
                .file("drop/numbers-1", "{\"a\":1}\n")
                .file("drop/tabs-1", "{\"a\\tb\":1}\n")
                .file("drop/structs-1", "{\"a\":{\"x\":1}}\n")
                .file("drop/lists-1", "{\"a\":[{\"x\":1}]}\n");
        bench.run();
        int id = bench.table("bronze.in_structs").schema().findField("a.x").fieldId();
        bench.file("drop/numbers-2", "{\"a\":1.7}\n{\"a\":\"x\"}\n{\"a\":2}\n{\"a\":true}\n")
                .file("drop/tabs-2", "{\"a\\tb\":\"text\"}\n")
                .file("drop/structs-2", "{\"a\":{\"x\":2,\"y\":{\"z\":1}},\"b\":5}\n")
                .file("drop/lists-2", "{\"a\":[{\"x\":2,\"y\":\"n\"}]}\n{\"a\":[{\"x\":\"bad\"}]}\n");

        RunReport report = bench.run();

        assertThat(bench.rows(DATA + "numbers"))
                .containsExactlyInAnyOrder(
                        "1|null", "null|{\"a\":1.7}", "null|{\"a\":\"x\"}", "2|null", "null|{\"a\":true}");
        assertThat(bench.rows(DATA + "tabs")).containsExactlyInAnyOrder("1|null", "null|{\"a\\tb\":\"text\"}");
        assertThat(dataColumns(bench, "structs"))
                .first()
                .isEqualTo("a STRUCT(\"x\" BIGINT, \"y\" STRUCT(\"z\" BIGINT))");
        assertThat(bench.table("bronze.in_structs").schema().findField("a.x").fieldId())
                .isEqualTo(id);
        assertThat(bench.rows("SELECT a, b FROM bronze.in_structs"))
                .containsExactlyInAnyOrder("{x=1, y=null}|null", "{x=2, y={z=1}}|5");
        assertThat(Workbench.step(report, "bronze.in_structs").notes()).contains("new columns: b");
        assertThat(bench.rows(DATA + "lists"))
                .containsExactlyInAnyOrder(
                        "[{x=1, y=null}]|null", "[{x=2, y=n}]|null", "null|{\"a\":[{\"x\":\"bad\"}]}");
    }

    @Test
    void new_columns_are_rescued_or_refused_when_the_stream_says_so() {
        Workbench bench = bench("rescue", "r").file("drop/r-1", "{\"a\":1}\n");
        bench.run();
        bench.file("drop/r-2", "{\"a\":2,\"b\":\"new\"}\n").run();

        assertThat(dataColumns(bench, "r")).containsExactly("a BIGINT");
        assertThat(bench.rows(DATA + "r")).containsExactlyInAnyOrder("1|null", "2|{\"b\":\"new\"}");

        bench.streams("r: { path: 'drop/r-*', format: ndjson, on_new_columns: fail }")
                .file("drop/r-3", "{\"a\":3,\"c\":1}\n");
        RunReport refused = bench.attempt();

        assertThat(Workbench.errors(refused)).singleElement().asString().contains("[c]", "on_new_columns: fail");
        assertThat(bench.rows("SELECT a FROM bronze.in_r")).containsExactlyInAnyOrder("1", "2");

        bench.streams("r: { path: 'drop/r-*', format: ndjson, on_new_columns: evolve }")
                .run();
        assertThat(bench.rows("SELECT a FROM bronze.in_r WHERE a = 3")).containsExactly("3");
    }

    @Test
    void a_number_that_no_type_holds_keeps_every_digit() {
        Workbench bench = bench("evolve", "wide", "deep", "later", "huge")
                .file("drop/wide-1", "{\"a\":0.12345678901234567890}\n{\"a\":1.5}\n{\"a\":12345678901234567890123}\n")
                .file("drop/deep-1", "{\"a\":{\"b\":[9007199254740993.25,2]}}\n{\"a\":[1,\"x\"]}\n{\"b\":1}\n")
                .file("drop/later-1", "{\"a\":1.5}\n")
                .file("drop/huge-1", "{\"a\":1e400}\n{\"a\":-1E-400}\n{\"a\":1e-99999999999}\n{\"a\":0e7}\n");
        bench.run();
        bench.file("drop/later-2", "{\"a\":0.12345678901234567890}\n{\"a\":2.5}\n")
                .run();

        assertThat(bench.rows(DATA + "wide"))
                .containsExactlyInAnyOrder("0.12345678901234567890|null", "1.5|null", "12345678901234567890123|null");
        assertThat(bench.rows("SELECT a FROM bronze.in_deep WHERE a IS NOT NULL"))
                .containsExactlyInAnyOrder("{\"b\":[\"9007199254740993.25\",2]}", "[1,\"x\"]");
        assertThat(bench.rows(DATA + "later"))
                .containsExactlyInAnyOrder("1.5|null", "null|{\"a\":\"0.12345678901234567890\"}", "2.5|null");
        assertThat(bench.rows("SELECT a FROM bronze.in_huge"))
                .containsExactlyInAnyOrder("1e400", "-1E-400", "1e-99999999999", "0.0");
    }

    @Test
    void a_number_of_more_digits_than_its_column_holds_is_rescued() {
        Workbench bench = bench("evolve", "flat", "deep", "whole")
                .file("drop/flat-1", "{\"a\":1.5}\n")
                .file("drop/deep-1", "{\"a\":{\"b\":[1.5]}}\n")
                .file("drop/whole-1", "{\"a\":{\"b\":[1]}}\n");
        bench.run();
        bench.file("drop/flat-2", "{\"a\":123456789012345678901}\n{\"a\":-1e20}\n")
                .file("drop/deep-2", "{\"a\":{\"b\":[123456789012345678901]}}\n{\"a\":{\"b\":[2.5,-1e20]}}\n")
                .file("drop/whole-2", "{\"a\":{\"b\":[9223372036854775808]}}\n{\"a\":{\"b\":[1234567890123456789]}}\n")
                .run();

        assertThat(bench.rows(DATA + "flat"))
                .containsExactlyInAnyOrder("1.5|null", "null|{\"a\":123456789012345678901}", "-1.0E20|null");
        assertThat(bench.rows("SELECT CAST(a.b AS VARCHAR), _rescued_data FROM bronze.in_deep"))
                .containsExactlyInAnyOrder(
                        "[1.5]|null", "null|{\"a\":{\"b\":[123456789012345678901]}}", "[2.5, -1e+20]|null");
        assertThat(bench.rows("SELECT CAST(a.b AS VARCHAR), _rescued_data FROM bronze.in_whole"))
                .containsExactlyInAnyOrder(
                        "[1]|null", "null|{\"a\":{\"b\":[9223372036854775808]}}", "[1234567890123456789]|null");
    }

    @Test
    void a_rescued_value_keeps_its_nulls_and_digits() {
        Workbench bench = bench("rescue", "r").file("drop/r-1", "{\"a\":1}\n");
        bench.run();
        bench.file(
                        "drop/r-2",
                        "{\"a\":2,\"b\":{\"x\":null,\"y\":123456789012345678901234567890}}\n{\"a\":3,\"b\":null}\n"
                                + "{\"a\":4,\"c\":\"null\",\"d\":[null,\"\\u0000\\\"\"]}\n")
                .run();

        assertThat(bench.rows(DATA + "r"))
                .containsExactlyInAnyOrder(
                        "1|null",
                        "2|{\"b\":{\"x\":null,\"y\":123456789012345678901234567890}}",
                        "3|null",
                        "4|{\"c\":\"null\",\"d\":[null,\"\\u0000\\\"\"]}");
    }

    @Test
    void a_value_that_misses_its_declared_type_is_quarantined_with_its_line_in_the_source() {
        Workbench bench = Workbench.in(folder)
                .streams(
                        "lines: { path: 'drop/lines*', format: ndjson, columns: { n: bigint } }",
                        "document: { path: 'drop/document*', format: json, columns: { n: bigint } }")
                .file("drop/lines.json", "{\"n\":1}\nnonsense\n\n{\"n\":\"four\"}\n{\"n\":5}\n")
                .file("drop/document.json", "[\n  {\"n\": 1},\n\n  {\n    \"n\": \"four\" },\n  {\"n\":6}\n]\n");

        bench.run();

        assertThat(bench.rows("SELECT n FROM bronze.in_lines ORDER BY n")).containsExactly("1", "5");
        assertThat(bench.rows("SELECT raw, line FROM quarantine.bronze_in_lines ORDER BY line"))
                .containsExactly("nonsense|2", "{\"n\":\"four\"}|4");
        assertThat(bench.rows("SELECT n FROM bronze.in_document ORDER BY n")).containsExactly("1", "6");
        assertThat(bench.rows("SELECT reason, line FROM quarantine.bronze_in_document"))
                .containsExactly("n: 'four' is not a BIGINT|4");
    }

    @Test
    void lines_that_are_no_object_are_quarantined_one_by_one() {
        Workbench bench = bench("evolve", "x").file("drop/x-1", """
                1
                "a"
                [1]
                null
                {"id":1}
                {}
                {"id":1,}
                {"id":1} {"id":2}

                {"id":01}
                {"id":NaN}
                {"id":"\\ud83d"}
                """);

        RunReport report = bench.run();

        assertThat(Workbench.ledger(report, "bronze.in_x"))
                .satisfies(ledger -> assertThat(ledger.read()).isEqualTo(11))
                .satisfies(ledger -> assertThat(ledger.written()).isEqualTo(2))
                .satisfies(ledger -> assertThat(ledger.quarantined()).isEqualTo(9));
        assertThat(bench.rows(DATA + "x")).containsExactlyInAnyOrder("1|null", "null|null");
        assertThat(bench.rows("SELECT line, raw FROM quarantine.bronze_in_x ORDER BY line"))
                .containsExactly(
                        "1|1",
                        "2|\"a\"",
                        "3|[1]",
                        "4|null",
                        "7|{\"id\":1,}",
                        "8|{\"id\":1} {\"id\":2}",
                        "10|{\"id\":01}",
                        "11|{\"id\":NaN}",
                        "12|{\"id\":\"\\ud83d\"}");
        assertThat(bench.rows("SELECT reason FROM quarantine.bronze_in_x WHERE line <= 4 ORDER BY line"))
                .containsExactly(
                        "not a JSON object but a number",
                        "not a JSON object but a text",
                        "not a JSON object but an array",
                        "not a JSON object but null");
    }
}
