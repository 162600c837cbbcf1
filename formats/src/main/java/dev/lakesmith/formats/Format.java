package dev.lakesmith.formats;

import java.util.List;
import java.util.Optional;

/** How the bytes of a stream's files are read. */
public sealed interface Format {

    /** The charset that was declared for the files' text; empty: UTF-8, or what the files say themselves. */
    default Optional<String> encoding() {
        return Optional.empty();
    }

    /** Whether the files are Apache Parquet. */
    default boolean isParquet() {
        return this instanceof Parquet || this instanceof ParquetInPlace;
    }

    /**
     * Delimited text.
     *
     * @param delimiter the field separator; empty: the one of {@code , ; tab |} that occurs most often in the first
     *     record, outside quotes
     * @param quote the quote character; empty: no quoting
     * @param escape the character before a quote inside a quoted field; by default the quote itself
     * @param header whether the first record names the columns
     * @param encoding the text's charset; empty: UTF-8, or what a byte order mark says
     * @param nulls the unquoted texts that mean NULL; by default only the empty text
     */
    record Csv(
            Optional<Character> delimiter,
            Optional<Character> quote,
            Optional<Character> escape,
            boolean header,
            Optional<String> encoding,
            List<String> nulls)
            implements Format {

        public Csv {
            nulls = List.copyOf(nulls);
        }

        /** Comma or whatever the first record says, double quotes, a header line, UTF-8. */
        public static Csv standard() {
            return new Csv(Optional.empty(), Optional.of('"'), Optional.of('"'), true, Optional.empty(), List.of(""));
        }
    }

    /**
     * JSON.
     *
     * @param lines true: one value a line (NDJSON), a bad line costs only itself; false: documents, values one after
     *     the other, or arrays of records
     * @param records the path to the records inside a document, as keys separated by dots ({@code data.items}); empty:
     *     the document itself, or the elements of a top-level array
     * @param encoding as for {@link Csv}
     */
    record Json(boolean lines, Optional<String> records, Optional<String> encoding) implements Format {}

    /** Apache Parquet. */
    record Parquet() implements Format {}

    /** Apache Parquet, which the table reads where it lies. */
    record ParquetInPlace() implements Format {}

    /**
     * Text of one record a line, as logs have it; the only column is {@code line}.
     *
     * @param encoding as for {@link Csv}
     */
    record Text(Optional<String> encoding) implements Format {}

    /** What becomes of the prefixes of XML names. */
    enum Namespaces {
        /** They are left out. */
        DROPPED,
        /** Names stay as written. */
        KEPT
    }

    /**
     * XML. Elements and attributes of a record are its fields.
     *
     * @param records the path to the elements that are records, names separated by slashes; with a slash before the
     *     first it begins at the root; empty: every element right below the root
     * @param namespaces what names look like
     * @param lists the places in a record that are lists even where one element stands there alone, as paths
     * @param encoding as for {@link Csv}; empty: also what the XML declaration says
     */
    record Xml(Optional<String> records, Namespaces namespaces, List<String> lists, Optional<String> encoding)
            implements Format {

        public Xml {
            lists = List.copyOf(lists);
        }
    }

    /**
     * Text of one record a line, each field at its place.
     *
     * @param fields in any order; what they leave out is passed over
     * @param skipLines how many lines at the beginning are no records
     * @param padding what becomes of blanks around values
     * @param shortLines what becomes of lines that end before the last field does
     * @param encoding as for {@link Csv}
     */
    record Fixed(
            List<FixedField> fields, int skipLines, Padding padding, ShortLines shortLines, Optional<String> encoding)
            implements Format {

        public Fixed {
            fields = List.copyOf(fields);
        }
    }

    /**
     * A field of fixed width.
     *
     * @param from its first character, counted from 0
     * @param to the character behind its last one
     */
    record FixedField(String name, int from, int to) {}

    /** What becomes of blanks around values. */
    enum Padding {
        /** They are no part of them; a value of nothing but blanks is NULL. */
        TRIMMED,
        KEPT
    }

    /** What becomes of lines that end too early. */
    enum ShortLines {
        QUARANTINED,
        /** As if there were blanks. */
        FILLED
    }

    /**
     * Lines of a log.
     *
     * @param pattern what a line looks like, of the whole line
     * @param encoding as for {@link Csv}
     */
    record Log(LogPattern pattern, Optional<String> encoding) implements Format {}

    /**
     * Workbooks of Excel.
     *
     * @param sheet its name, or {@link #ALL_SHEETS}; empty: the first
     * @param range what is read of it
     * @param nulls the texts that mean NULL, beside empty cells
     */
    record Excel(Optional<String> sheet, SheetRange range, Header header, List<String> nulls) implements Format {

        /** Stands for every sheet. */
        public static final String ALL_SHEETS = "*";

        public Excel {
            nulls = List.copyOf(nulls);
        }
    }

    /** Where the names of columns stand. */
    enum Header {
        FIRST_ROW,
        NONE
    }

    /** Apache Avro. */
    record Avro() implements Format {}

    /**
     * YAML, one document or several a file.
     *
     * @param records as for {@link Json}
     * @param encoding as for {@link Csv}
     */
    record Yaml(Optional<String> records, Optional<String> encoding) implements Format {}
}
