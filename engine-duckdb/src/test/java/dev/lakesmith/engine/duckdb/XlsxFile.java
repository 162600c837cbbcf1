package dev.lakesmith.engine.duckdb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes workbooks as Excel does, part by part, so that a test says what stands in the cells. */
final class XlsxFile {

    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/";

    /** Styles 1 to 5 of the cells: date, date and time, time, hours that go on, and two decimals. */
    private static final String STYLES = "<styleSheet xmlns=\"" + MAIN + "\"><numFmts>"
            + "<numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\\ hh:mm\"/>"
            + "<numFmt numFmtId=\"165\" formatCode=\"[$-F400]h:mm:ss\\ AM/PM\"/>"
            + "<numFmt numFmtId=\"166\" formatCode=\"[h]:mm\"/>"
            + "<numFmt numFmtId=\"167\" formatCode=\"#,##0.00\\ &quot;days&quot;;[Red]-0.00\"/></numFmts>"
            + "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>"
            + "<xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"166\"/><xf numFmtId=\"167\"/></cellXfs></styleSheet>";

    private final List<String> names = new ArrayList<>();
    private final List<String> sheets = new ArrayList<>();
    private String texts = "";
    private final List<String> kinds = new ArrayList<>();
    private String since = "";
    private String main = "xl/book.xml";

    /** Adds a sheet; the rows are XML. */
    XlsxFile sheet(String name, String... rows) {
        names.add(name);
        kinds.add("worksheet");
        sheets.add(
                "<worksheet xmlns=\"" + MAIN + "\"><sheetData>" + String.join("", rows) + "</sheetData></worksheet>");
        return this;
    }

    /** Adds a sheet that is nothing but a chart. */
    XlsxFile chart(String name) {
        names.add(name);
        kinds.add("chartsheet");
        sheets.add("<chartsheet xmlns=\"" + MAIN + "\"/>");
        return this;
    }

    /** Calls the workbook's main part so. */
    XlsxFile main(String part) {
        main = part;
        return this;
    }

    /** The texts that cells of type {@code s} point to, as XML. */
    XlsxFile texts(String... items) {
        texts = "<si>" + String.join("</si><si>", items) + "</si>";
        return this;
    }

    /** Counts days from 1904, as old workbooks of the Macintosh. */
    XlsxFile from1904() {
        since = "<workbookPr date1904=\"1\"/>";
        return this;
    }

    /** A row of inline texts; null leaves a cell out. */
    static String row(int number, String... values) {
        StringBuilder row = new StringBuilder("<row r=\"" + number + "\">");
        for (int i = 0; i < values.length; i++) {
            if (!values[i].isEmpty()) {
                row.append("<c r=\"")
                        .append((char) ('A' + i))
                        .append(number)
                        .append("\" t=\"inlineStr\"><is><t>")
                        .append(values[i])
                        .append("</t></is></c>");
            }
        }
        return row.append("</row>").toString();
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "[Content_Types].xml", "<Types xmlns=\"" + PACKAGE + "content-types\"/>");
            put(
                    zip,
                    "_rels/.rels",
                    "<Relationships xmlns=\"" + PACKAGE + "relationships\"><Relationship Id=\"rId1\" Type=\""
                            + RELATIONS + "/officeDocument\" Target=\"/" + main + "\"/></Relationships>");
            StringBuilder list = new StringBuilder();
            StringBuilder targets = new StringBuilder();
            for (int i = 0; i < names.size(); i++) {
                list.append("<sheet name=\"")
                        .append(names.get(i))
                        .append("\" sheetId=\"")
                        .append(i + 1);
                list.append("\" r:id=\"rId").append(i + 1).append("\"/>");
                targets.append("<Relationship Id=\"rId")
                        .append(i + 1)
                        .append("\" Type=\"")
                        .append(RELATIONS);
                targets.append("/" + kinds.get(i) + "\" Target=\"worksheets/s");
                targets.append(i + 1).append(".xml\"/>");
                put(zip, "xl/worksheets/s" + (i + 1) + ".xml", sheets.get(i));
            }
            put(
                    zip,
                    "xl/book.xml",
                    "<workbook xmlns=\"" + MAIN + "\" xmlns:r=\"" + RELATIONS + "\">" + since + "<sheets>" + list
                            + "</sheets></workbook>");
            put(
                    zip,
                    "xl/_rels/book.xml.rels",
                    "<Relationships xmlns=\"" + PACKAGE + "relationships\">" + targets
                            + "<Relationship Id=\"t\" Type=\"" + RELATIONS
                            + "/sharedStrings\" Target=\"SharedStrings.xml\"/><Relationship Id=\"s\" Type=\""
                            + RELATIONS
                            + "/styles\" Target=\"styles.xml\"/></Relationships>");
            put(zip, "xl/SharedStrings.xml", "<sst xmlns=\"" + MAIN + "\">" + texts + "</sst>");
            put(zip, "xl/styles.xml", STYLES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write((HEAD + text).getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
