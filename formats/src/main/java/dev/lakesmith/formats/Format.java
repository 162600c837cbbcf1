package dev.lakesmith.formats;

import java.util.List;
import java.util.Optional;

/** How the bytes of a stream's files are read. */
public sealed interface Format {

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

    /**
     * Text of one record a line, as logs have it; the only column is {@code line}.
     *
     * @param encoding as for {@link Csv}
     */
    record Text(Optional<String> encoding) implements Format {}
}
