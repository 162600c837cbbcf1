package dev.lakesmith.core.project;

import dev.lakesmith.formats.Format;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.Nearest;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The key {@code format} of a stream. */
final class FormatSpecs {

    private static final List<String> COMMON_ENCODINGS =
            List.of("utf-8", "utf-16", "utf-16le", "utf-16be", "iso-8859-1", "windows-1252", "us-ascii");

    private static final TextRule CHARACTER = FormatSpecs::characterComplaint;
    static final Field ENCODING = Field.text("encoding", FormatSpecs::encodingComplaint)
            .leftOutMeans("UTF-8, or what a byte order mark says")
            .describedAs("The files' character encoding.")
            .example("windows-1252");

    private static final ObjectSpec CSV = ObjectSpec.of(
                    "csv format",
                    Field.text("delimiter", CHARACTER)
                            .leftOutMeans("the one of `, ; tab |` that the first record uses most")
                            .describedAs("The character between fields; `tab` or `\\t` for a tab.")
                            .example("';'"),
                    Field.text("quote", text -> "none".equals(text) ? Optional.empty() : characterComplaint(text))
                            .orElse("\"")
                            .describedAs("The character around fields, or `none`.")
                            .example("\"'\""),
                    Field.text("escape", CHARACTER)
                            .leftOutMeans("the quote itself")
                            .describedAs("The character before a quote inside a quoted field.")
                            .example("'\\'"),
                    Field.yesNo("header").orElse("true").describedAs("Whether the first record names the columns."),
                    ENCODING,
                    Field.of("nulls", new ValueType.ListOf(new ValueType.Text(TextRule.ANY)))
                            .leftOutMeans("only the empty text")
                            .describedAs("The unquoted texts that mean NULL.")
                            .example("['', 'NULL', 'n/a']"))
            .describedAs("Delimited text.");
    private static final ObjectSpec JSON = ObjectSpec.of(
                    "json format",
                    Field.text("records", FormatSpecs::pathComplaint)
                            .leftOutMeans("the document itself, or the elements of its array")
                            .describedAs("Where the records are in a document: keys separated by dots.")
                            .example("data.items"),
                    ENCODING)
            .describedAs("JSON documents, one after the other, or arrays of records.");
    private static final ObjectSpec NDJSON = ObjectSpec.of("ndjson format", ENCODING)
            .describedAs("One JSON value a line; a bad line costs only itself.");
    private static final ObjectSpec PARQUET = ObjectSpec.of(
                    "parquet format",
                    Field.yesNo("in_place")
                            .orElse("false")
                            .describedAs("Whether the table reads the files where they are, without a copy; nobody may"
                                    + " change them any more."))
            .describedAs("Apache Parquet.");
    private static final ObjectSpec TEXT = ObjectSpec.of("text format", ENCODING)
            .describedAs("One record a line, as logs have it; the only column is `line`.");

    /** {@code format: csv}, or {@code format: { type: csv, … }}. */
    static final Field FIELD = field();

    private FormatSpecs() {}

    /** The format of a stream; empty when it was not readable, which is told already. */
    static Optional<Format> format(Values stream, Diagnostics diagnostics) {
        return stream.elements("format").stream().findFirst().map(written -> {
            if (written instanceof Values values) {
                return object(values, diagnostics);
            }
            return switch (String.valueOf(written)) {
                case "csv" -> Format.Csv.standard();
                case "json" -> new Format.Json(false, Optional.empty(), Optional.empty());
                case "ndjson" -> new Format.Json(true, Optional.empty(), Optional.empty());
                case "parquet" -> new Format.Parquet();
                case "text" -> new Format.Text(Optional.empty());
                default -> RecordFormatSpecs.byName(String.valueOf(written), stream.place("format"), diagnostics);
            };
        });
    }

    private static Format object(Values values, Diagnostics diagnostics) {
        Optional<String> encoding = values.find("encoding", String.class)
                .map(name -> Charset.forName(name).name());
        return switch (values.get("type", String.class)) {
            case "csv" -> csv(values, encoding, diagnostics);
            case "json" -> new Format.Json(false, values.find("records", String.class), encoding);
            case "ndjson" -> new Format.Json(true, Optional.empty(), encoding);
            case "parquet" ->
                values.get("in_place", Boolean.class) ? new Format.ParquetInPlace() : new Format.Parquet();
            case "text" -> new Format.Text(encoding);
            default -> RecordFormatSpecs.format(values, encoding, diagnostics);
        };
    }

    private static Format csv(Values values, Optional<String> encoding, Diagnostics diagnostics) {
        Optional<Character> delimiter = values.find("delimiter", String.class).map(FormatSpecs::character);
        Optional<Character> quote = values.find("quote", String.class)
                .filter(text -> !"none".equals(text))
                .map(FormatSpecs::character);
        Optional<Character> escape = values.find("escape", String.class).map(FormatSpecs::character);
        if (delimiter.isPresent() && delimiter.equals(quote)) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    values.place("delimiter"),
                    "'delimiter' and 'quote' are the same character; fields could not be told apart");
        }
        if (delimiter.isPresent() && delimiter.equals(escape)) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    values.place("escape"),
                    "'delimiter' and 'escape' are the same character; fields could not be told apart");
        }
        if (escape.isPresent() && quote.isEmpty() && values.keys().contains("quote")) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    values.place("escape"),
                    "'escape' has no meaning with 'quote: none'; remove one of them");
        }
        List<String> nulls = values.keys().contains("nulls") ? values.texts("nulls") : List.of("");
        return new Format.Csv(
                delimiter, quote, escape.or(() -> quote), values.get("header", Boolean.class), encoding, nulls);
    }

    private static Field field() {
        Map<String, ObjectSpec> specs = new LinkedHashMap<>();
        specs.put("csv", CSV);
        specs.put("json", JSON);
        specs.put("ndjson", NDJSON);
        specs.put("parquet", PARQUET);
        specs.put("text", TEXT);
        specs.putAll(RecordFormatSpecs.ALL);
        ValueType word = new ValueType.Words(List.copyOf(specs.keySet()));
        ValueType object = new ValueType.Variant("type", "What the files are.", specs);
        return Field.of("format", new ValueType.Either(word, object))
                .required()
                .describedAs("How the files are read: a word, or a mapping with `type` and that format's keys;"
                        + " `fixed` and `log` need the mapping."
                        + " Packing (gzip, zstd, bzip2, zip, tar) is found by itself.")
                .example("csv");
    }

    private static char character(String text) {
        return "tab".equals(text) || "\\t".equals(text) ? '\t' : text.charAt(0);
    }

    private static Optional<String> characterComplaint(String text) {
        boolean one = text.length() == 1 && text.charAt(0) != '\n' && text.charAt(0) != '\r' && text.charAt(0) != 0;
        return one || "tab".equals(text) || "\\t".equals(text)
                ? Optional.empty()
                : Optional.of("is not one character; write one, or tab");
    }

    private static Optional<String> encodingComplaint(String text) {
        try {
            Charset.forName(text);
            return Optional.empty();
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return Optional.of("is no known encoding; common ones: " + String.join(", ", COMMON_ENCODINGS)
                    + Nearest.hint(text, COMMON_ENCODINGS));
        }
    }

    static Optional<String> pathComplaint(String text) {
        boolean sound =
                !text.isBlank() && List.of(text.split("\\.", -1)).stream().noneMatch(String::isBlank);
        return sound ? Optional.empty() : Optional.of("is no path; write keys separated by dots, such as data.items");
    }
}
