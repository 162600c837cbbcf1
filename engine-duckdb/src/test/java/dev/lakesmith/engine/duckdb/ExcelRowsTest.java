package dev.lakesmith.engine.duckdb;

import static dev.lakesmith.engine.duckdb.XlsxFile.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workbooks from files to bronze. */
final class ExcelRowsTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void cells_of_every_type_are_texts_with_all_their_digits_and_dates_as_dates() {
        byte[] book = new XlsxFile()
                .texts(
                        "<t>id</t>",
                        "<r><t>ri</t></r><r><t xml:space=\"preserve\">ch </t></r><rPh><t>no</t></rPh>",
                        "<t>two_x000D_\nlines</t>")
                .sheet(
                        "Data",
                        row(2, "id", "v"),
                        "<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>shared</t></is></c><c r=\"B3\" t=\"s\"><v>1</v></c></row>",
                        cell(4, "double", "<c r=\"B4\"><v>1.1000000000000001</v></c>"),
                        cell(5, "long", "<c r=\"B5\"><v>1.2345678901234568E+16</v></c>"),
                        cell(6, "date", "<c r=\"B6\" s=\"1\"><v>45000</v></c>"),
                        cell(7, "moment", "<c r=\"B7\" s=\"2\"><v>45000.750000000001</v></c>"),
                        cell(8, "time", "<c r=\"B8\" s=\"3\"><v>0.52094907407407409</v></c>"),
                        cell(9, "span", "<c r=\"B9\" s=\"4\"><v>1.5</v></c>"),
                        cell(10, "money", "<c r=\"B10\" s=\"5\"><v>-12.5</v></c>"),
                        cell(11, "boolean", "<c r=\"B11\" t=\"b\"><v>1</v></c>"),
                        cell(12, "formula", "<c r=\"B12\"><f t=\"shared\" si=\"9\"/><v>7</v></c>"),
                        cell(13, "formula text", "<c r=\"B13\" t=\"str\"><f>A1</f><v>x</v></c>"),
                        cell(14, "iso", "<c r=\"B14\" t=\"d\"><v>2026-01-01T10:00:00</v></c>"),
                        cell(15, "early", "<c r=\"B15\" s=\"1\"><v>59</v></c>"),
                        cell(16, "never", "<c r=\"B16\" s=\"1\"><v>60</v></c>"),
                        "<row><c t=\"inlineStr\"><is><t>unplaced</t></is></c><c><v>1</v></c></row>",
                        row(20, "", ""),
                        cell(21, "inline", "<c r=\"B21\" t=\"inlineStr\"><is><t>in</t><rPh><t>no</t></rPh></is></c>"),
                        cell(22, "return", "<c r=\"B22\" t=\"s\"><v>2</v></c>"),
                        row(23, "escapes", "_x005F_x0041_ _x0000__x00E9_ _xD83D_ _x12_"),
                        cell(24, "escaped formula", "<c r=\"B24\" t=\"str\"><f>A1</f><v>_x0009_</v></c>"),
                        cell(25, "key", "<c r=\"B25\"><v>-9007199254740993</v></c>"),
                        cell(26, "leading zeros", "<c r=\"B26\"><v>007</v></c>"),
                        cell(30, "styled", "<c r=\"B30\" s=\"1\"/>"))
                .bytes();
        Drop drop = Drop.in(folder)
                .file("book", "format: excel", book)
                .file(
                        "mac",
                        "format: excel",
                        new XlsxFile()
                                .from1904()
                                .sheet(
                                        "S",
                                        row(1, "d"),
                                        "<row r=\"2\"><c r=\"A2\" s=\"1\"><v>43538</v></c></row>",
                                        "<row r=\"3\"><c r=\"A3\" s=\"1\"><v>2957003</v></c></row>",
                                        "<row r=\"4\"><c r=\"A4\" s=\"1\"><v>2957004</v></c></row>")
                                .bytes())
                .run();

        drop.holds(
                "book",
                "shared|rich ",
                "double|1.1",
                "long|12345678901234568",
                "date|2023-03-15",
                "moment|2023-03-15 18:00:00",
                "time|12:30:10",
                "span|36:00:00",
                "money|-12.5",
                "boolean|true",
                "formula|7",
                "formula text|x",
                "iso|2026-01-01T10:00:00",
                "early|1900-02-28",
                "never|60",
                "unplaced|1",
                "inline|in",
                "return|two\r\nlines",
                "escapes|_x0041_ \0é _xD83D_ _x12_",
                "escaped formula|\t",
                "key|-9007199254740993",
                "leading zeros|7",
                "styled|null");
        drop.holds("mac", "2023-03-15", "9999-12-31", "2957004");
        assertThat(drop.rows("book", "DISTINCT _source_file")).containsExactly("drop/book.x!Data");
    }

    private static String cell(int row, String name, String value) {
        return row(row, name).replace("</row>", value + "</row>");
    }

    @Test
    void errors_and_values_that_cannot_be_believed_are_told_with_their_row() {
        byte[] book = new XlsxFile()
                .sheet(
                        "Data",
                        row(1, "id", "v"),
                        cell(2, "1", "<c r=\"B2\" t=\"e\"><v>#DIV/0!</v></c>"),
                        cell(3, "2", "<c r=\"B3\"><f>A1</f></c>"),
                        cell(4, "3", "<c r=\"B4\" t=\"s\"><v>99</v></c>"),
                        row(5, "4", "x", "beyond"),
                        cell(6, "5", "<c r=\"B6\" t=\"e\"><v>#N/A</v></c>"),
                        cell(7, "6", "<c r=\"B7\"><v>1.5</v></c>"),
                        row(8, "7", "two"),
                        cell(9, "8", "<c r=\"B9\"><f>A1</f><v/></c>"),
                        cell(10, "9", "<c r=\"B10\" t=\"str\"><f>A1</f><v></v></c>"))
                .bytes();
        Drop drop = Drop.in(folder)
                .file(
                        "book",
                        "format: { type: excel, nulls: ['#N/A'] }, columns: { v: { type: 'decimal(3,1)' } }",
                        book)
                .run();

        assertThat(drop.rows("book", "id, v")).containsExactlyInAnyOrder("5|null", "6|1.5", "9|null");
        drop.ends(
                "book",
                3,
                "2|v: the cell holds the error #DIV/0!|{\"id\":\"1\",\"v\":#DIV/0!}",
                "3|v: a formula without a value; open and save it in Excel|{\"id\":\"2\",\"v\":?}",
                "4|v: there is no shared text 99|{\"id\":\"3\",\"v\":99}",
                "5|cell C of the row has a value, but its column has no name|{\"id\":\"4\",\"v\":\"x\",\"column_C\":\"beyond\"}",
                "8|v: 'two' is not a DECIMAL(3,1)|{\"id\":\"7\",\"v\":\"two\"}",
                "9|v: a formula without a value; open and save it in Excel|{\"id\":\"8\",\"v\":?}");
    }

    @Test
    void sheets_ranges_and_headers_are_chosen() throws IOException {
        byte[] book = new XlsxFile()
                .sheet(
                        "One",
                        row(1, "title"),
                        row(3, "", "a", "b", "note"),
                        row(4, "", "1", "2", "x"),
                        row(5, "", "3", "4"),
                        row(9, "", "sum"))
                .sheet("Two", row(1, "a", "a", ""), row(2, "5", "6"))
                .bytes();
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(archive)) {
            zip.putNextEntry(new ZipEntry("in/book.xlsx"));
            zip.write(book);
        }
        Drop drop = Drop.in(folder)
                .file("range", "format: { type: excel, range: 'B3:C5' }", book)
                .file("named", "format: { type: excel, sheet: two }", book)
                .file("bare", "format: { type: excel, sheet: Two, range: '2:2', header: false }", book)
                .file("all", "format: { type: excel, sheet: '*', range: 'A1:A1', header: false }", book)
                .file("zipped", "format: { type: excel, sheet: Two }", archive.toByteArray())
                .file("gone", "format: { type: excel, sheet: Three }", book)
                .run();

        drop.holds("range", "1|2", "3|4");
        assertThat(drop.columns("named")).containsExactly("a VARCHAR", "a_2 VARCHAR");
        drop.holds("named", "5|6");
        assertThat(drop.rows("bare", "column_A, column_B")).containsExactly("5|6");
        assertThat(drop.rows("all", "_source_file, column_A"))
                .containsExactlyInAnyOrder("drop/all.x!One|title", "drop/all.x!Two|a");
        assertThat(drop.rows("zipped", "_source_file")).containsExactly("drop/zipped.x!in/book.xlsx!Two");
        drop.ends("gone", 0, "1|the workbook has no sheet 'Three' with cells; it has One, Two|");
    }

    @Test
    void sheets_are_told_apart_by_their_whole_names_and_charts_are_none() {
        byte[] book = new XlsxFile()
                .chart("Sales chart")
                .sheet("b", row(1, "v"), row(2, "of b"))
                .sheet("a!b", row(1, "v"), row(2, "of a!b"))
                .bytes();
        Drop drop = Drop.in(folder)
                .file("first", "format: excel", book)
                .file("all", "format: { type: excel, sheet: '*' }", book)
                .file("odd", "format: { type: excel, sheet: 'a!b' }", book)
                .file("chart", "format: { type: excel, sheet: Sales chart }", book)
                .file("none", "format: excel", new XlsxFile().chart("c").bytes())
                .run();

        drop.holds("first", "of b");
        drop.holds("odd", "of a!b");
        assertThat(drop.rows("all", "_source_file, v"))
                .containsExactlyInAnyOrder("drop/all.x!b|of b", "drop/all.x!a!b|of a!b");
        drop.ends("chart", 0, "1|the workbook has no sheet 'Sales chart' with cells; it has b, a!b|");
        drop.ends("none", 0, "1|the workbook has no sheet with cells|");
    }

    @Test
    void what_is_no_workbook_or_is_damaged_or_protected_is_told() {
        byte[] book = new XlsxFile().sheet("S", row(1, "a"), row(2, "1")).bytes();
        byte[] broken = new XlsxFile()
                .sheet("S", row(1, "a"), row(2, "1"), "<row r=\"3\"><c>")
                .bytes();
        byte[] ole = new byte[2_000];
        byte[] magic = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};
        System.arraycopy(magic, 0, ole, 0, 4);
        byte[] locked = ole.clone();
        byte[] name = "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE);
        System.arraycopy(name, 0, locked, 700, name.length);

        Drop drop = Drop.in(folder)
                .file("text", "format: excel", "a,b\n1,2\n")
                .file("empty", "format: excel", "")
                .file("cut", "format: excel", Arrays.copyOf(book, book.length - 100))
                .file("broken", "format: excel", broken)
                .file("old", "format: excel", ole)
                .file(
                        "binary",
                        "format: excel",
                        new XlsxFile().main("xl/workbook.bin").bytes())
                .file("locked", "format: excel", locked)
                .run();

        assertThat(drop.quarantined("text", "reason").toString())
                .contains("the workbook cannot be read: it is no .xlsx file, or is cut off");
        drop.ends("empty", 0);
        assertThat(drop.quarantined("cut", "reason").toString()).contains("the workbook cannot be read");
        drop.holds("broken", "1");
        assertThat(drop.quarantined("broken", "line || reason").toString())
                .contains("2the workbook cannot be read: its XML is broken");
        drop.ends("binary", 0, "1|the workbook cannot be read: it is a binary workbook (.xlsb); save it as .xlsx|");
        assertThat(drop.quarantined("old", "reason").toString()).contains("save it as .xlsx");
        assertThat(drop.quarantined("locked", "reason").toString()).contains("protected by a password");
    }

    @Test
    void a_few_bytes_that_unpack_to_no_end_are_told_and_so_are_rows_and_cells_without_a_place() {
        String long33 = "x".repeat(33 << 20);
        String head = row(1, "a") + row(2, "1");
        Drop drop = Drop.in(folder)
                .file("cell", "format: excel", sheet(head, row(3, long33), row(4, "2")))
                .file("attribute", "format: excel", sheet(head, "<row r=\"3\" x=\"" + long33 + "\"/>"))
                .file(
                        "shared",
                        "format: excel",
                        new XlsxFile()
                                .texts("<t>" + long33 + "</t>")
                                .sheet("S", head)
                                .bytes())
                .file("cells", "format: excel", sheet(head, "<row>" + "<c/>".repeat(16_385) + "</row>"))
                .file("far", "format: excel", sheet(head, "<row><c r=\"ZZZZZZZ3\"><v>1</v></c></row>"))
                .file("row", "format: excel", sheet(head, "<row r=\"99999999999999999999\"><c><v>1</v></c></row>"))
                .run();

        String big = "the workbook cannot be read: one of its rows or texts is longer than 32 MB|";
        drop.ends("cell", 1, "2|" + big);
        drop.ends("attribute", 1, "2|" + big);
        drop.ends("shared", 0, "1|" + big);
        drop.ends("cells", 1, "2|the workbook cannot be read: row 3 has more cells than a sheet has columns|");
        drop.ends("far", 1, "2|the workbook cannot be read: row 3 has more cells than a sheet has columns|");
        drop.ends(
                "row",
                1,
                "2|the workbook cannot be read: behind row 2 stands a row that is called '99999999999999999999'|");
    }

    private static byte[] sheet(String... rows) {
        return new XlsxFile().sheet("S", rows).bytes();
    }
}
