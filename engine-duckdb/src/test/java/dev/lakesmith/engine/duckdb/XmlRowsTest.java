package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.run.Replay;
import dev.lakesmith.core.run.RunReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** XML from files to bronze: every record is a row or in quarantine with its line. */
final class XmlRowsTest {

    private static final String ORDERS = """
            <?xml version="1.0"?>
            <!DOCTYPE orders [ <!ENTITY co "Company"> <!ELEMENT orders ANY> ]>
            <orders xmlns:x="urn:x" exported="2026-01-01">
              <!-- <order id="0"/> -->
              <order id="1"><customer x:vip="yes">Bob &amp; Co &#233;</customer><total>12.50</total>
                <lines><line><sku>A</sku></line></lines></order>
              <x:order id="2">
                <customer>Eve</customer><total>1.005</total><note><![CDATA[a < b]]></note>
                <lines><line><sku>A</sku></line><line><sku>B</sku><gift/></line></lines>
              </x:order>
              <order id="3"/>
            </orders>
            """;

    @TempDir
    private Path folder = Path.of("");

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void elements_and_attributes_are_columns_and_what_repeats_anywhere_is_a_list_everywhere() {
        Drop drop = Drop.in(folder)
                .file(
                        "orders",
                        "format: { type: xml, records: orders/order }, columns: { total: { type: 'decimal(10,3)' } }",
                        ORDERS)
                .run();

        assertThat(drop.rows("orders", "_id, customer._text, customer._vip, total, note, lines"))
                .containsExactlyInAnyOrder(
                        "1|Bob & Co é|yes|12.500|null|{line=[{sku=A, gift=null}]}",
                        "2|Eve|null|1.005|a < b|{line=[{sku=A, gift=null}, {sku=B, gift=null}]}",
                        "3|null|null|null|null|null");
        drop.ends("orders", 3);
    }

    @Test
    void a_record_that_is_broken_costs_only_itself() {
        Drop drop = Drop.in(folder)
                .file("amp", "format: xml", "<r><a><n>1 & 2</n></a>\n<a><n>2</n></a></r>")
                .file("mismatch", "format: xml", "<r><a><n>1</m></a>\n<a><n>2</n></a></r>")
                .file("unclosed", "format: xml", "<r><a><n>1</n>\n<a><n>2</n></a></r>")
                .file("twice", "format: xml", "<r><a i='1' i='2'/><a><n>2</n></a></r>")
                .file(
                        "entity",
                        "format: xml",
                        "<!DOCTYPE r [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><r><a><n>&e;</n></a><a><n>2</n></a></r>")
                .file("quote", "format: xml", "<r><a i='1><n>1</n></a><a><n>2</n></a></r>")
                .file("cut", "format: xml", "<r>\n<a><n>2</n></a>\n<a><n>3")
                .file("between", "format: xml", "<r>\n<a><n>2</n></a>\n")
                .run();

        drop.holds("amp", "2");
        drop.ends(
                "amp",
                1,
                "1|not well-formed: The entity name must immediately follow the '&' in the entity reference.|<a><n>1 & 2</n></a>");
        assertThat(drop.quarantined("mismatch", "line, raw")).containsExactly("1|<a><n>1</m></a>");
        drop.holds("unclosed", "2");
        drop.ends("unclosed", 1, "1|<a> is not closed|<a><n>1</n>");
        assertThat(drop.quarantined("twice", "reason").toString()).contains("already specified");
        assertThat(drop.quarantined("entity", "reason").toString()).contains("\"e\"");
        drop.holds("entity", "2");
        drop.holds("quote", "2");
        assertThat(drop.quarantined("quote", "raw")).containsExactly("<a i='1><n>1</n></a>");
        assertThat(drop.quarantined("cut", "line, reason || raw"))
                .containsExactlyInAnyOrder("3|<a> is not closed<a><n>3", "3|the document ends before </r>");
        drop.ends("between", 1, "3|the document ends before </r>|");
    }

    @Test
    void files_that_are_no_xml_or_hold_no_such_element_are_told() {
        Drop drop = Drop.in(folder)
                .file("csv", "format: xml", "a,b\n1,2\n")
                .file("empty", "format: xml", "")
                .file("none", "format: { type: xml, records: orders/order }", "<orders></orders>")
                .file("other", "format: { type: xml, records: orders/order }", "<shop><item/></shop>")
                .run();

        drop.ends("csv", 0, "1|not XML: the text does not begin with '<'|a,b\n1,2");
        drop.ends("empty", 0);
        drop.ends("none", 0);
        drop.ends("other", 0, "1|the document has no element at orders/order|<shop><item/></shop>");
    }

    @Test
    void a_bomb_of_entities_is_never_expanded() {
        StringBuilder bomb = new StringBuilder("<!DOCTYPE r [<!ENTITY a0 'ha'>");
        for (int i = 1; i < 40; i++) {
            bomb.append("<!ENTITY a")
                    .append(i)
                    .append(" '&a")
                    .append(i - 1)
                    .append(";&a")
                    .append(i - 1)
                    .append(";'>");
        }
        bomb.append("]><r><a><n>&a39;</n></a><a><n>2</n></a></r>");

        Drop drop = Drop.in(folder).file("bomb", "format: xml", bomb.toString()).run();

        drop.holds("bomb", "2");
        assertThat(drop.quarantined("bomb", "raw")).containsExactly("<a><n>&a39;</n></a>");
    }

    @Test
    void the_declaration_says_the_encoding_and_other_bytes_are_told() {
        String text = "<?xml version='1.0' encoding='ISO-8859-1'?><r><a><n>\u00e9</n></a></r>";
        Drop drop = Drop.in(folder)
                .file("latin", "format: xml", text.getBytes(StandardCharsets.ISO_8859_1))
                .file("utf16", "format: xml", text.getBytes(StandardCharsets.UTF_16))
                .file("utf16le", "format: xml", text.getBytes(StandardCharsets.UTF_16LE))
                .file(
                        "koi",
                        "format: { type: xml, encoding: koi8-r }",
                        "<r><a><n>\u0436</n></a></r>".getBytes(Charset.forName("koi8-r")))
                .file(
                        "wrong",
                        "format: xml",
                        "<r><a><n>\u00e9</n></a><a><n>2</n></a></r>".getBytes(StandardCharsets.ISO_8859_1))
                .file("unknown", "format: xml", "<?xml version='1.0' encoding='nonsense'?><r/>")
                .run();

        drop.holds("latin", "\u00e9");
        drop.holds("utf16", "\u00e9");
        drop.holds("utf16le", "\u00e9");
        drop.holds("koi", "\u0436");
        drop.holds("wrong", "2");
        drop.ends(
                "wrong",
                1,
                "1|byte \\xE9 at byte 7 of the record is not text in the file's encoding|<a><n>\\xE9</n></a>");
        assertThat(drop.quarantined("unknown", "reason").toString()).contains("encoding 'nonsense'");
    }

    @Test
    void names_keep_their_prefix_where_that_is_wanted() {
        String text = "<s:e xmlns:s='u' xmlns:xsi='i'><s:b xsi:nil='true'/><s:b s:k='1'><s:v>1</s:v></s:b></s:e>";
        Drop drop = Drop.in(folder)
                .file("kept", "format: { type: xml, records: 's:e/s:b', namespaces: keep }", text)
                .file("dropped", "format: { type: xml, records: b }", text)
                .run();

        assertThat(drop.columns("kept")).contains("s:v VARCHAR");
        drop.holds("dropped", "null|null", "1|1");
    }

    @Test
    void a_later_file_keeps_the_structure_of_the_table_and_a_loosened_contract_is_replayed() {
        Workbench bench = Workbench.in(folder)
                .streams("x: { path: drop/*.xml, format: xml, columns: { n: { type: integer } } }")
                .file("drop/1.xml", "<r><o><n>1</n><l><s>a</s></l><l><s>b</s></l></o></r>");
        bench.run();
        bench.file("drop/2.xml", "<r>\n<o><n>2</n><l><s>a</s></l></o>\n<o><n>two</n><l><s>z</s></l></o></r>");

        RunReport report = bench.run();

        assertThat(Workbench.ledger(report, "bronze.in_x")).isEqualTo(Ledger.of(2, 1, 1));
        assertThat(bench.rows("SELECT n, l, _rescued_data FROM bronze.in_x"))
                .containsExactlyInAnyOrder("1|[{s=a}, {s=b}]|null", "2|[{s=a}]|null");
        assertThat(bench.rows("SELECT line, reason, raw FROM quarantine.bronze_in_x"))
                .containsExactly("3|n: 'two' is not an INTEGER|<o><n>two</n><l><s>z</s></l></o>");
        assertThat(bench.trace("bronze.in_x", "n = 2", 1).toString())
                .contains("drop/2.xml", "lines=[2]", "<o><n>2</n>");
        bench.streams("x: { path: drop/*.xml, format: xml, columns: { n: { type: text } } }");
        bench.run();

        bench.replay("bronze.in_x", "", Replay.Mode.LAND);

        assertThat(bench.rows("SELECT l FROM bronze.in_x WHERE _source_file = 'drop/2.xml'"))
                .contains("[{s=z}]");
    }

    @Test
    void what_is_declared_as_a_list_is_one_from_the_first_load_on() {
        Workbench bench = Workbench.in(folder)
                .streams(
                        "x: { path: drop/*.xml, format: { type: xml, lists: [ls/l] } }",
                        "y: { path: drop/*.xml, format: xml }")
                .file("drop/1.xml", "<r><o><ls><l>a</l></ls></o></r>");
        bench.run();
        bench.file("drop/2.xml", "<r><o><ls><l>b</l><l>c</l></ls></o></r>");

        bench.run();

        assertThat(bench.rows("SELECT ls FROM bronze.in_x")).containsExactlyInAnyOrder("{l=[a]}", "{l=[b, c]}");
        assertThat(bench.rows("SELECT ls, _rescued_data FROM bronze.in_y"))
                .containsExactlyInAnyOrder("{l=a}|null", "{l=[\"b\",\"c\"]}|null");
    }

    @Test
    void a_text_that_a_damaged_file_cuts_off_is_told_once() throws IOException {
        StringBuilder text = new StringBuilder("<r>");
        for (int i = 0; i < 20_000; i++) {
            text.append("<a><n>").append(i * 7919L % 65537).append("</n></a>\n");
        }
        byte[] packed = gzip(text + "</r>");
        byte[] cut = java.util.Arrays.copyOf(packed, packed.length / 2);

        Drop drop = Drop.in(folder).file("cut", "format: xml", cut).run();

        assertThat(drop.quarantined("cut", "reason")).singleElement().asString().startsWith("the packed data is");
    }
}
