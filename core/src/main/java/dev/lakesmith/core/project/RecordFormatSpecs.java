package dev.lakesmith.core.project;

import dev.lakesmith.formats.Format;
import dev.lakesmith.formats.LogPattern;
import dev.lakesmith.formats.SheetRange;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The formats whose records become lines of JSON on their way. */
final class RecordFormatSpecs {

    private static final ObjectSpec XML = ObjectSpec.of(
                    "xml format",
                    Field.text("records", RecordFormatSpecs::elementsComplaint)
                            .leftOutMeans("every element right below the root")
                            .describedAs("Which elements are records: names separated by slashes; with a slash in front"
                                    + " from the root on, else wherever they stand.")
                            .example("orders/order"),
                    Field.word("namespaces", "drop", "keep")
                            .orElse("drop")
                            .describedAs("Whether names keep the prefix of their namespace, `soap:Body`."),
                    Field.of("lists", new ValueType.ListOf(new ValueType.Text(RecordFormatSpecs::elementsComplaint)))
                            .leftOutMeans("those that the first load finds twice in a record")
                            .describedAs("The elements in a record that may occur more than once: paths with slashes.")
                            .example("[lines/line]"),
                    FormatSpecs.ENCODING.leftOutMeans("what a byte order mark or the XML declaration says, else UTF-8"))
            .describedAs("XML: elements and attributes are fields.");

    private static final ObjectSpec FIXED = ObjectSpec.of(
                    "fixed format",
                    Field.map("fields", "field name", new ValueType.Text(FixedFields::complaint))
                            .required()
                            .describedAs("Where each field is: its width, `8`, behind the one before, or its first and"
                                    + " last character, `1-8`, counted from 1.")
                            .example("{ id: 1-8, name: 9-28, amount: 10 }"),
                    Field.number("skip_lines", 0, 1_000_000)
                            .orElse("0")
                            .describedAs("How many lines at the beginning are no records."),
                    Field.yesNo("trim")
                            .orElse("true")
                            .describedAs("Whether blanks around values are left out; a value of nothing else is NULL."),
                    Field.word("short_lines", "quarantine", "fill")
                            .orElse("quarantine")
                            .describedAs(
                                    "What becomes of lines that end before the last field does; `fill` reads them as"
                                            + " if blanks followed."),
                    FormatSpecs.ENCODING)
            .describedAs("Fields of fixed width, one record a line; characters are counted, not bytes.");
    private static final ObjectSpec LOG = ObjectSpec.of(
                    "log format",
                    Field.text("pattern")
                            .required()
                            .describedAs("What a line looks like: `" + String.join("`, `", LogPattern.kinds())
                                    + "`, or a regular expression of the whole line in which `%{IP:client}` is a field"
                                    + " and `%{INT:ms:int}` one that is a number.")
                            .example("'%{TIMESTAMP_ISO8601:at} %{LOGLEVEL:level} %{GREEDYDATA:message}'"),
                    Field.map("patterns", "pattern name", new ValueType.Text(TextRule.NOT_BLANK))
                            .describedAs("Patterns of your own, to be used as `%{NAME:field}`.")
                            .example("{ ORDER: 'ORD-\\d+' }"),
                    FormatSpecs.ENCODING)
            .describedAs("Lines of logs, taken apart by a pattern.");

    private static final ObjectSpec EXCEL = ObjectSpec.of(
                    "excel format",
                    Field.text("sheet")
                            .leftOutMeans("the first sheet")
                            .describedAs(
                                    "The sheet's name, or `'*'` for all; each is a file of its own, `book.xlsx!Sheet`.")
                            .example("Orders"),
                    Field.text("range", RecordFormatSpecs::rangeComplaint)
                            .leftOutMeans("the whole sheet")
                            .describedAs("The part of the sheet that is the table, with its header.")
                            .example("B3:F"),
                    Field.yesNo("header")
                            .orElse("true")
                            .describedAs("Whether the first row with a value names the columns; without, they are"
                                    + " `column_A`, `column_B`."),
                    Field.of("nulls", new ValueType.ListOf(new ValueType.Text(TextRule.ANY)))
                            .leftOutMeans("only empty cells")
                            .describedAs("The texts that mean NULL, errors such as `#N/A` too.")
                            .example("['#N/A', '-']"))
            .describedAs("Workbooks of Excel, `.xlsx`.");
    private static final ObjectSpec AVRO =
            ObjectSpec.of("avro format").describedAs("Apache Avro files with their schema.");
    private static final ObjectSpec YAML = ObjectSpec.of(
                    "yaml format",
                    Field.text("records", FormatSpecs::pathComplaint)
                            .leftOutMeans("each document, or the elements of its list")
                            .describedAs("Where the records are in a document: keys separated by dots.")
                            .example("data.items"),
                    FormatSpecs.ENCODING)
            .describedAs("YAML documents, one or more a file.");

    static final Map<String, ObjectSpec> ALL = all();

    private RecordFormatSpecs() {}

    private static Map<String, ObjectSpec> all() {
        Map<String, ObjectSpec> all = new LinkedHashMap<>();
        all.put("xml", XML);
        all.put("excel", EXCEL);
        all.put("avro", AVRO);
        all.put("yaml", YAML);
        all.put("fixed", FIXED);
        all.put("log", LOG);
        return all;
    }

    /** A format of which nothing but the name is said; for some that is too little. */
    static Format byName(String name, Place place, Diagnostics diagnostics) {
        return switch (name) {
            case "fixed" ->
                needsMore(
                        "{ type: fixed, fields: { id: 8, name: 20 } }",
                        new Format.Text(Optional.empty()),
                        place,
                        diagnostics);
            case "log" ->
                needsMore("{ type: log, pattern: combined }", new Format.Text(Optional.empty()), place, diagnostics);
            case "xml" -> new Format.Xml(Optional.empty(), Format.Namespaces.DROPPED, List.of(), Optional.empty());
            case "excel" -> new Format.Excel(Optional.empty(), SheetRange.ALL, Format.Header.FIRST_ROW, List.of());
            case "avro" -> new Format.Avro();
            default -> new Format.Yaml(Optional.empty(), Optional.empty());
        };
    }

    private static Format needsMore(String example, Format instead, Place place, Diagnostics diagnostics) {
        diagnostics.add(
                ErrorCode.KEY_MISSING, place, "the format's name does not say enough; write format: " + example);
        return instead;
    }

    static Format format(Values values, Optional<String> encoding, Diagnostics diagnostics) {
        return switch (values.get("type", String.class)) {
            case "xml" ->
                new Format.Xml(
                        values.find("records", String.class),
                        "keep".equals(values.get("namespaces", String.class))
                                ? Format.Namespaces.KEPT
                                : Format.Namespaces.DROPPED,
                        values.texts("lists"),
                        encoding);
            case "fixed" -> FixedFields.format(values, encoding, diagnostics);
            case "log" -> log(values, encoding, diagnostics);
            case "excel" ->
                new Format.Excel(
                        values.find("sheet", String.class),
                        values.find("range", String.class)
                                .flatMap(SheetRange::of)
                                .orElse(SheetRange.ALL),
                        values.get("header", Boolean.class) ? Format.Header.FIRST_ROW : Format.Header.NONE,
                        values.texts("nulls"));
            case "avro" -> new Format.Avro();
            default -> new Format.Yaml(values.find("records", String.class), encoding);
        };
    }

    private static Format log(Values values, Optional<String> encoding, Diagnostics diagnostics) {
        Map<String, String> own = new LinkedHashMap<>();
        values.find("patterns", Values.class).ifPresent(patterns -> patterns.keys()
                .forEach(name -> own.put(name, patterns.get(name, String.class))));
        try {
            return new Format.Log(LogPattern.of(values.get("pattern", String.class), own), encoding);
        } catch (LogPattern.Mistake e) {
            diagnostics.add(ErrorCode.VALUE_INVALID, values.place("pattern"), "'pattern' " + e.why());
            return new Format.Text(encoding);
        }
    }

    private static Optional<String> rangeComplaint(String text) {
        return SheetRange.of(text).isPresent()
                ? Optional.empty()
                : Optional.of("is no part of a sheet; write it as B3:F100, B3:F (to the last row), B:F or 3:100");
    }

    private static Optional<String> elementsComplaint(String text) {
        String names = text.startsWith("/") ? text.substring(1) : text;
        boolean sound = !names.isBlank()
                && List.of(names.split("/", -1)).stream()
                        .noneMatch(name ->
                                name.isBlank() || name.chars().anyMatch(c -> c <= ' ' || "<>@[]".indexOf(c) >= 0));
        return sound
                ? Optional.empty()
                : Optional.of("is no path; write names of elements separated by slashes, such as orders/order");
    }
}
