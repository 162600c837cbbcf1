package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What makes the columns of delimited text: headers of every kind or none, delimiters, quotes and escapes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CsvHeadersTest {

    private static final int WIDE = 1_000;

    @TempDir
    private static Path folder = Path.of("");

    private @Nullable Drop loaded;

    private Drop drop() {
        return Objects.requireNonNull(loaded);
    }

    @BeforeAll
    void load() {
        loaded = Drop.in(folder)
                .csv("empty", "")
                .csv("only_blank", "\n\n\r\n")
                .csv("only_bom", "\ufeff")
                .csv("header_only", "id,v\n")
                .csv("header_no_end", "id,v")
                .csv("twice", "id,v,V,v,v_2\n1,a,b,c,d\n")
                .csv("nameless", "id,, \n1,a,b\n")
                .csv("own_names", "_batch_id,v,_rescued_data\n1,a,b\n")
                .csv("odd_names", "select,a.b,\"c\"\"d\",e'f,\"g\nh\",日本\n1,2,3,4,5,6\n")
                .csv("behind_blank", "\n\nid,v\n1,a\n")
                .csv("open_header", "id,\"v\n1,a\n2,b\n")
                .csv("wide", wide())
                .file("semicolon", "format: csv", "id;v\n1;a,b\n2;\"c;d\"\n")
                .file("tab", "format: csv", "id\tv\n1\ta b\n")
                .file(
                        "single_quotes",
                        "format: { type: csv, delimiter: '|', quote: \"'\", escape: '\\' }",
                        "id|v\n1|'a|b'\n2|'it\\'s'\n3|'back\\\\slash'\n4|a\\b\n5|\"x\"\n")
                .file("unquoted", "format: { type: csv, quote: none }", "id,v\n1,\"a\n2,b\"c\n")
                .file("section", "format: { type: csv, delimiter: '§' }", "id§v\n1§a,b\n2§\"c§d\"\n")
                .file("space", "format: { type: csv, delimiter: ' ' }", "id v\n1 \"a b\"\n2 c\n")
                .file("headless", "format: { type: csv, header: false }", "1,a\n2,b\n3\n")
                .file("nulls", "format: { type: csv, nulls: ['', 'NULL', 'n/a'] }", "id,v\nNULL,\"NULL\"\n,n/a\n0,NA\n")
                .file("no_nulls", "format: { type: csv, nulls: [] }", "id,v\n1,\n2,x\n")
                .run();
    }

    private static String wide() {
        return IntStream.range(0, WIDE).mapToObj(i -> "c" + i).collect(Collectors.joining(","))
                + "\n"
                + IntStream.range(0, WIDE).mapToObj(Integer::toString).collect(Collectors.joining(","))
                + "\n"
                + "too,few\n";
    }

    @Test
    void a_file_without_records_loads_nothing() {
        for (String stream : new String[] {"empty", "only_blank", "only_bom", "header_only", "header_no_end"}) {
            drop().ends(stream, 0);
        }
        assertThat(drop().columns("empty")).isEmpty();
        assertThat(drop().columns("header_only")).containsExactly("id VARCHAR", "v VARCHAR");
        assertThat(drop().columns("header_no_end")).containsExactly("id VARCHAR", "v VARCHAR");
    }

    @Test
    void names_that_are_missing_or_taken_are_made_up_and_told() {
        assertThat(drop().columns("twice"))
                .containsExactly("id VARCHAR", "v VARCHAR", "V_3 VARCHAR", "v_4 VARCHAR", "v_2 VARCHAR");
        drop().holds("twice", "1|a|b|c|d");
        assertThat(drop().columns("nameless")).containsExactly("id VARCHAR", "column_2 VARCHAR", "column_3 VARCHAR");
        drop().holds("nameless", "1|a|b");
        assertThat(drop().notes("nameless")).contains("drop/nameless.x: column 2 has no name and is called column_2");
    }

    @Test
    void names_that_bronze_needs_itself_get_a_number() {
        assertThat(drop().rows("own_names", "_batch_id_2, v, _rescued_data_2")).containsExactly("1|a|b");
        drop().ends("own_names", 1);
    }

    @Test
    void any_text_can_be_a_name() {
        assertThat(drop().columns("odd_names"))
                .containsExactly(
                        "select VARCHAR", "a.b VARCHAR", "c\"d VARCHAR", "e'f VARCHAR", "g\nh VARCHAR", "日本 VARCHAR");
        drop().holds("odd_names", "1|2|3|4|5|6");
        drop().ends("odd_names", 1);
        drop().holds("behind_blank", "1|a");
    }

    @Test
    void a_header_with_an_open_quote_costs_no_record() {
        drop().holds("open_header", "1|a", "2|b");
        drop().ends("open_header", 2);
    }

    @Test
    void a_thousand_columns_are_kept() {
        assertThat(drop().columns("wide"))
                .hasSize(WIDE)
                .startsWith("c0 VARCHAR")
                .endsWith("c999 VARCHAR");
        drop().holds(
                        "wide",
                        IntStream.range(0, WIDE).mapToObj(Integer::toString).collect(Collectors.joining("|")));
        drop().ends("wide", 1, "3|expected 1000 columns, found 2|too,few");
    }

    @Test
    void any_delimiter_quote_and_escape_can_be_said() {
        drop().holds("semicolon", "1|a,b", "2|c;d");
        drop().holds("tab", "1|a b");
        drop().holds("single_quotes", "1|a|b", "2|it's", "3|back\\slash", "4|a\\b", "5|\"x\"");
        drop().holds("unquoted", "1|\"a", "2|b\"c");
        drop().holds("section", "1|a,b", "2|c§d");
        drop().holds("space", "1|a b", "2|c");
        drop().ends("single_quotes", 5);
    }

    @Test
    void without_a_header_columns_are_numbered() {
        assertThat(drop().columns("headless")).containsExactly("column_1 VARCHAR", "column_2 VARCHAR");
        drop().holds("headless", "1|a", "2|b");
        drop().ends("headless", 2, "3|expected 2 columns, found 1|3");
    }

    @Test
    void only_the_unquoted_texts_said_are_null() {
        assertThat(drop().rows("nulls", "id IS NULL, id, v IS NULL, v"))
                .containsExactlyInAnyOrder("true|null|false|NULL", "true|null|true|null", "false|0|false|NA");
        assertThat(drop().rows("no_nulls", "v IS NULL, v")).containsExactlyInAnyOrder("false|", "false|x");
    }
}
