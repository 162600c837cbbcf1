package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Records of delimited text, sound and broken: each is a row with the very values of the file, or in quarantine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CsvRowsTest {

    @TempDir
    private static Path folder = Path.of("");

    private @Nullable Drop loaded;

    private Drop drop() {
        return Objects.requireNonNull(loaded);
    }

    @BeforeAll
    void load() {
        loaded = Drop.in(folder)
                .csv("open_middle", "id,v\n1,a\n2,\"open\n3,c\n4,d\n")
                .csv("open_end", "id,v\n1,a\n2,\"b\"\n3,\"open")
                .csv("open_alone", "id,v\n\"")
                .csv("open_twice", "id,v\n1,\"open\n2,b\n3,\"open\n4,d\n")
                .csv("quotes", "id,v\n1,a\"b\n2,\"x\"y\n3,\"he said \"\"hi\"\"\"\n4,\"\"\"\"\n5, \"a\"\n6,\"a\" \n")
                .csv("newlines", "id,v\n1,\"a\nb\"\n2,\"c\r\nd\"\n3,e\n4,f,g\n5,\"\n\n\"\n6\n")
                .csv("ragged", "id,v,w\n1,a,b\n2,a\n3,a,b,c\n4,a,b,\n5,,\n6,a,b,,\n7\n8,a,b\n")
                .csv("blank", "id,v\n\n1,a\n\n\n2,b\n\r\n3,c\n\n")
                .csv("one_column", "v\na\n\n\"\"\nb\n")
                .csv("crlf", "id,v\r\n1,a\r\n2,\"b\"\r\n3,\r\n")
                .csv("mixed", "id,v\r\n1,a\n2,b\r\n3,c\r4,d\n5,e")
                .csv("lone_cr", "id,v\r1,a\r2,b\r")
                .csv("no_end", "id,v\n1,a\n2,b")
                .csv("blanks", "id,v\n 1 ,  a b \n007,1.50\n3,\t\n")
                .csv("nothing", "id,v\n1,\n2,\"\"\n,\n,\"\"\n")
                .csv("words", "id,v\n1,NULL\n2,null\n3,\\N\n4,NaN\n5,true\n")
                .csv("unicode", "id,v\n1,\u2028a\u0085b\u00a0\n2,\ud83d\ude00 \u0000\n3,e\u0301\n")
                .csv("hostile", "id,v\n1,'; DROP TABLE x; --\n2,$1 {} ${env:HOME} %s\n3,=1+1\n")
                .run();
    }

    @Test
    void an_open_quote_costs_its_line_and_no_other() {
        drop().holds("open_middle", "1|a", "3|c", "4|d");
        drop().ends("open_middle", 3, "3|the quote that opens column 2 is not closed|2,\"open");
        drop().holds("open_end", "1|a", "2|b");
        drop().ends("open_end", 2, "4|the quote that opens column 2 is not closed|3,\"open");
        drop().ends("open_alone", 0, "2|the quote that opens column 1 is not closed|\"");
    }

    @Test
    void two_open_quotes_do_not_swallow_the_lines_between_them() {
        drop().holds("open_twice", "2|b", "4|d");
        drop().ends(
                        "open_twice",
                        2,
                        "2|text follows the closing quote of column 2|1,\"open",
                        "4|the quote that opens column 2 is not closed|3,\"open");
    }

    @Test
    void a_quote_inside_a_field_is_a_value_and_text_behind_a_quoted_one_is_not() {
        drop().holds("quotes", "1|a\"b", "3|he said \"hi\"", "4|\"", "5| \"a\"");
        drop().ends(
                        "quotes",
                        4,
                        "3|text follows the closing quote of column 2|2,\"x\"y",
                        "7|text follows the closing quote of column 2|6,\"a\" ");
    }

    @Test
    void a_quoted_field_may_span_lines_and_lines_are_counted_as_an_editor_does() {
        drop().holds("newlines", "1|a\nb", "2|c\r\nd", "3|e", "5|\n\n");
        drop().ends("newlines", 4, "7|expected 2 columns, found 3|4,f,g", "11|expected 2 columns, found 1|6");
    }

    @Test
    void a_record_with_another_number_of_fields_is_quarantined_whole() {
        drop().holds("ragged", "1|a|b", "4|a|b", "5|null|null", "6|a|b", "8|a|b");
        drop().ends(
                        "ragged",
                        5,
                        "3|expected 3 columns, found 2|2,a",
                        "4|expected 3 columns, found 4|3,a,b,c",
                        "8|expected 3 columns, found 1|7");
    }

    @Test
    void a_blank_line_is_no_record() {
        drop().holds("blank", "1|a", "2|b", "3|c");
        drop().ends("blank", 3);
        drop().holds("one_column", "a", "", "b");
        drop().ends("one_column", 3);
    }

    @Test
    void every_kind_of_line_end_ends_a_record_and_is_in_no_value() {
        drop().holds("crlf", "1|a", "2|b", "3|null");
        drop().holds("mixed", "1|a", "2|b", "3|c", "4|d", "5|e");
        drop().holds("lone_cr", "1|a", "2|b");
        drop().holds("no_end", "1|a", "2|b");
        drop().ends("crlf", 3);
        drop().ends("mixed", 5);
        drop().ends("lone_cr", 2);
        drop().ends("no_end", 2);
    }

    @Test
    void values_are_kept_as_they_are_written() {
        drop().holds("blanks", " 1 |  a b ", "007|1.50", "3|\t");
        drop().holds("words", "1|NULL", "2|null", "3|\\N", "4|NaN", "5|true");
        drop().holds("unicode", "1|\u2028a\u0085b\u00a0", "2|\ud83d\ude00 \u0000", "3|e\u0301");
        drop().holds("hostile", "1|'; DROP TABLE x; --", "2|$1 {} ${env:HOME} %s", "3|=1+1");
        assertThat(drop().rows("words", "count(v)")).containsExactly("5");
    }

    @Test
    void an_empty_field_is_null_and_an_empty_quoted_one_is_the_empty_text() {
        drop().holds("nothing", "1|null", "2|", "null|null", "null|");
        drop().ends("nothing", 4);
    }
}
